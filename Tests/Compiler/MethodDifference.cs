using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>Tells in words how two methods differ.</summary>
internal static class MethodDifference
{
    /// <summary>The first difference; null where there is none.</summary>
    public static string? Between(MethodCode made, MethodCode expected) =>
        made.Selector != expected.Selector ? $"selector {made.Selector}"
        : !made.Bytecodes.SequenceEqual(expected.Bytecodes) ? $"bytecodes {Hex(made)}, expected {Hex(expected)}"
        : made.Literals.Count != expected.Literals.Count ? $"literals {Text(made)}, expected {Text(expected)}"
        : !made.Literals.Zip(expected.Literals).All(pair => Same(pair.First, pair.Second)) ? $"literals {Text(made)}, expected {Text(expected)}"
        : made.SpurHeader != expected.SpurHeader ? $"header {made.SpurHeader:X}, expected {expected.SpurHeader:X}"
        : null;

    private static bool Same(LiteralValue made, LiteralValue expected) => (made, expected) switch
    {
        (BindingLiteral { Binding: ImageBinding a }, BindingLiteral { Binding: ImageBinding b }) =>
            a.Association.IsNone ? a.Value == b.Value : a.Association == b.Association,
        (PropertiesLiteral a, PropertiesLiteral b) => a.Selector == b.Selector && a.Pragmas.Count == b.Pragmas.Count
            && a.Pragmas.Zip(b.Pragmas).All(pair =>
                pair.First.Selector == pair.Second.Selector && pair.First.Arguments.SequenceEqual(pair.Second.Arguments)),
        // The cells of a named primitive belong to the VM that ran the image.
        (ArrayLiteral { Elements: [SymbolLiteral or NilLiteral, SymbolLiteral, IntegerLiteral, IntegerLiteral] a },
            ArrayLiteral { Elements: [_, _, IntegerLiteral, IntegerLiteral] b }) => a.Take(2).SequenceEqual(b.Take(2)),
        (EvaluatedLiteral, _) => true,
        _ => made.Equals(expected),
    };

    private static string Hex(MethodCode code) => Convert.ToHexString(code.Bytecodes);

    private static string Text(MethodCode code) => string.Join(" ", code.Literals.Select(Text));

    /// <summary>A literal in words near to its source.</summary>
    public static string Text(LiteralValue value) => value switch
    {
        SymbolLiteral symbol => $"#{symbol.Text}",
        StringLiteral text => $"'{text.Text}'",
        BindingLiteral binding => $"##{binding.Binding.Name}",
        ArrayLiteral array => $"#({string.Join(" ", array.Elements.Select(Text))})",
        PropertiesLiteral properties => $"<{string.Join(" ", properties.Pragmas.Select(p => $"{p.Selector} {string.Join(",", p.Arguments.Select(Text))}"))}>",
        IntegerLiteral integer => $"{integer.Value}",
        FloatLiteral real => $"{real.Value:R}",
        _ => value.ToString(),
    };
}
