namespace JitTalk.Core.Compiler;

// <primitive: 60 error: code>, <menu: 'File'>: keyword messages of literals.
internal sealed partial class Parser
{
    private void ParsePragmas(List<PragmaNode> pragmas)
    {
        while (_here.IsBinary("<"))
        {
            _ = Advance();
            pragmas.Add(ParsePragma());
            if (!_here.IsBinary(">"))
            {
                throw Expected(">");
            }
            _ = Advance();
        }
    }

    private PragmaNode ParsePragma()
    {
        int start = _here.Start;
        if (_here.Kind == TokenKind.Word)
        {
            return new PragmaNode(new Pragma(Advance().Text, []), start, []);
        }
        string selector = string.Empty;
        List<LiteralValue> arguments = [];
        List<int> argumentStarts = [];
        bool isBinary = _here.Kind == TokenKind.Binary;
        while (_here.Kind == TokenKind.Keyword || (isBinary && arguments.Count == 0))
        {
            selector += Advance().Text;
            argumentStarts.Add(_here.Start);
            arguments.Add(PragmaArgument(selector));
        }
        return arguments.Count == 0
            ? throw Expected("A pragma")
            : new PragmaNode(new Pragma(selector, arguments), start, argumentStarts);
    }

    /// <summary>A literal; after <c>error:</c> of a primitive, the name of a variable does as well.</summary>
    private LiteralValue PragmaArgument(string selector)
    {
        if (_here.Kind == TokenKind.Literal)
        {
            return Advance().Value!;
        }
        if (_here.IsBinary("-") && _next.IsNumber)
        {
            _ = Advance();
            return Scanner.Negated(Advance().Value!);
        }
        bool isErrorCode = selector.StartsWith("primitive:", StringComparison.Ordinal)
            && selector.EndsWith("error:", StringComparison.Ordinal);
        LiteralValue? value = _here.Kind != TokenKind.Word ? null : _here.Text switch
        {
            "nil" => LiteralValue.Nil,
            "true" => new BooleanLiteral(true),
            "false" => new BooleanLiteral(false),
            _ => isErrorCode ? new StringLiteral(_here.Text) : null,
        };
        if (value is null)
        {
            throw Expected("A literal");
        }
        _ = Advance();
        return value;
    }
}
