namespace JitTalk.Core.Compiler;

/// <summary>The primitive that a method's pragmas name.</summary>
/// <param name="Number">0 for none.</param>
/// <param name="Literal">For named primitives, the first literal: module, function and two cells for the VM.</param>
/// <param name="ErrorCode">The variable that takes the reason of a failure, as the pragma declares it.</param>
/// <param name="Start">Offset of the number or name.</param>
internal sealed record Primitive(int Number, ArrayLiteral? Literal, VariableNode? ErrorCode, int Start)
{
    private const int Named = 117;
    private const int Highest = 0xFFFF;

    // Spreads an array on the stack of its context.
    private const int PerformWithArguments = 84;

    private static readonly string[] Selectors =
    [
        "primitive:", "primitive:error:", "primitive:error:module:", "primitive:module:", "primitive:module:error:",
    ];

    public bool NeedsLargeFrame => Number == PerformWithArguments;

    public static Primitive Of(MethodNode method)
    {
        PragmaNode[] pragmas = [.. method.Pragmas.Where(node => Selectors.Contains(node.Pragma.Selector))];
        return pragmas.Length switch
        {
            0 => new Primitive(0, null, null, 0),
            1 => Of(pragmas[0]),
            _ => throw new SyntaxErrorException("A method can have only one primitive", pragmas[1].Start),
        };
    }

    private static Primitive Of(PragmaNode pragma)
    {
        (LiteralValue name, int start) = Argument(pragma, "primitive")!.Value;
        (LiteralValue Value, int Start)? module = Argument(pragma, "module");
        VariableNode? errorCode = Argument(pragma, "error") switch
        {
            null => null,
            (StringLiteral { Text: var text }, var at) => new VariableNode(text, at),
            (SymbolLiteral { Text: var text }, var at) => new VariableNode(text, at),
            (_, var at) => throw new SyntaxErrorException("The name of a variable expected after error:", at),
        };
        if (name is IntegerLiteral { Value: var number } && module is null)
        {
            return number >= 1 && number <= Highest
                ? new Primitive((int)number, null, errorCode, start)
                : throw new SyntaxErrorException($"The number of a primitive is between 1 and {Highest}", start);
        }
        LiteralValue moduleName = module is { } given ? SymbolOf(given.Value, given.Start) : LiteralValue.Nil;
        ArrayLiteral literal = new([moduleName, SymbolOf(name, start), new IntegerLiteral(0), new IntegerLiteral(0)]);
        return new Primitive(Named, literal, errorCode, start);
    }

    private static (LiteralValue Value, int Start)? Argument(PragmaNode node, string keyword)
    {
        int index = Array.IndexOf(node.Pragma.Selector.Split(':'), keyword);
        return index < 0 ? null : (node.Pragma.Arguments[index], node.ArgumentStarts[index]);
    }

    private static LiteralValue SymbolOf(LiteralValue value, int offset) => value switch
    {
        StringLiteral text => new SymbolLiteral(text.Text),
        SymbolLiteral or NilLiteral => value,
        _ => throw new SyntaxErrorException("The number or name of a primitive expected", offset),
    };
}
