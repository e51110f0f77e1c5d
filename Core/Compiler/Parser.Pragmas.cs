namespace JitTalk.Core.Compiler;

// <primitive: 60 error: code>, <menu: 'File'>: keyword messages of literals.
internal sealed partial class Parser
{
    private void ParsePragmas(List<Pragma> pragmas)
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

    private Pragma ParsePragma()
    {
        if (_here.Kind == TokenKind.Word)
        {
            return new Pragma(Advance().Text, []);
        }
        if (_here.Kind == TokenKind.Binary)
        {
            string selector = Advance().Text;
            return new Pragma(selector, [PragmaArgument(selector)]);
        }
        string keywords = string.Empty;
        List<LiteralValue> arguments = [];
        while (_here.Kind == TokenKind.Keyword)
        {
            keywords += Advance().Text;
            arguments.Add(PragmaArgument(keywords));
        }
        return arguments.Count == 0 ? throw Expected("A pragma") : new Pragma(keywords, arguments);
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
