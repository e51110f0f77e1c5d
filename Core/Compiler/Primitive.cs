namespace JitTalk.Core.Compiler;

/// <summary>The primitive that a method's pragmas name.</summary>
/// <param name="Number">0 for none.</param>
/// <param name="Literal">For named primitives, the first literal: module, function and two cells for the VM.</param>
/// <param name="ErrorCode">The variable that takes the reason of a failure.</param>
internal sealed record Primitive(int Number, ArrayLiteral? Literal, string? ErrorCode)
{
    private const int Named = 117;
    private const int Highest = 0xFFFF;

    private static readonly string[] Selectors =
    [
        "primitive:", "primitive:error:", "primitive:error:module:", "primitive:module:", "primitive:module:error:",
    ];

    public static Primitive Of(MethodNode method)
    {
        Pragma[] pragmas = [.. method.Pragmas.Where(pragma => Selectors.Contains(pragma.Selector))];
        return pragmas.Length switch
        {
            0 => new Primitive(0, null, null),
            1 => Of(pragmas[0], method.PragmasAt),
            _ => throw new SyntaxErrorException("A method can have only one primitive", method.PragmasAt),
        };
    }

    private static Primitive Of(Pragma pragma, int offset)
    {
        LiteralValue? module = Argument(pragma, "module");
        string? errorCode = Argument(pragma, "error") switch
        {
            null => null,
            StringLiteral { Text: var text } => text,
            SymbolLiteral { Text: var text } => text,
            _ => throw new SyntaxErrorException("The name of a variable expected after error:", offset),
        };
        if (pragma.Arguments[0] is IntegerLiteral { Value: var number } && module is null)
        {
            return number >= 1 && number <= Highest
                ? new Primitive((int)number, null, errorCode)
                : throw new SyntaxErrorException($"The number of a primitive is between 1 and {Highest}", offset);
        }
        ArrayLiteral literal = new(
            [SymbolOf(module ?? LiteralValue.Nil, offset), SymbolOf(pragma.Arguments[0], offset), new IntegerLiteral(0), new IntegerLiteral(0)]);
        return new Primitive(Named, literal, errorCode);
    }

    private static LiteralValue? Argument(Pragma pragma, string keyword)
    {
        int index = Array.IndexOf(pragma.Selector.Split(':'), keyword);
        return index < 0 ? null : pragma.Arguments[index];
    }

    private static LiteralValue SymbolOf(LiteralValue value, int offset) => value switch
    {
        StringLiteral text => new SymbolLiteral(text.Text),
        SymbolLiteral or NilLiteral => value,
        _ => throw new SyntaxErrorException("The number or name of a primitive expected", offset),
    };
}
