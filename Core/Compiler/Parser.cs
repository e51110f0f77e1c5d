using System.Text;

namespace JitTalk.Core.Compiler;

/// <summary>
/// Parses a method, or the statements of an expression to evaluate (Blue Book p. 576 ff.). It knows no variables: names stay names.
/// </summary>
internal sealed partial class Parser
{
    private readonly Scanner _scanner;
    private Token _here;
    private Token _next;

    private Parser(string source)
    {
        _scanner = new Scanner(source);
        _here = _scanner.Next();
        _next = _scanner.Next();
    }

    /// <summary>Parses a method with its pattern.</summary>
    public static MethodNode ParseMethod(string source) => new Parser(source).Method();

    /// <summary>Parses temps and statements; the last statement's value is returned.</summary>
    public static MethodNode ParseExpression(string source) => new Parser(source).DoIt();

    private MethodNode Method()
    {
        (string selector, List<VariableNode> arguments) = Pattern();
        List<PragmaNode> pragmas = [];
        ParsePragmas(pragmas);
        List<VariableNode> temps = Temporaries();
        ParsePragmas(pragmas);
        BlockNode body = new(_here.Start) { ArgumentNames = arguments, TempNames = temps };
        ParseStatements(body, "self");
        ExpectEnd();
        return new MethodNode(selector, body, pragmas);
    }

    private MethodNode DoIt()
    {
        List<VariableNode> temps = Temporaries();
        BlockNode body = new(_here.Start) { TempNames = temps };
        ParseStatements(body, "nil");
        ExpectEnd();
        if (!body.EndsInReturn)
        {
            body.Statements[^1] = new ReturnNode(body.Statements[^1], body.Statements[^1].Start);
            body.EndsInReturn = true;
        }
        return new MethodNode("DoIt", body, []);
    }

    private (string Selector, List<VariableNode> Arguments) Pattern()
    {
        if (_here.Kind == TokenKind.Word)
        {
            return (Advance().Text, []);
        }
        if (IsOperator())
        {
            string selector = Operator().Text;
            return (selector, [Name("The argument's name")]);
        }
        if (_here.Kind != TokenKind.Keyword)
        {
            throw Expected("A message pattern");
        }
        StringBuilder keywords = new();
        List<VariableNode> arguments = [];
        while (_here.Kind == TokenKind.Keyword)
        {
            _ = keywords.Append(Advance().Text);
            arguments.Add(Name("The argument's name"));
        }
        return (keywords.ToString(), arguments);
    }

    private List<VariableNode> Temporaries()
    {
        List<VariableNode> names = [];
        if (!Match(TokenKind.VerticalBar))
        {
            return names;
        }
        while (_here.Kind == TokenKind.Word)
        {
            names.Add(Name("A name"));
        }
        Expect(TokenKind.VerticalBar, "A name or |");
        return names;
    }

    /// <summary>Statements up to the end of the block or method; <paramref name="ifNone"/> stands where there are none.</summary>
    private void ParseStatements(BlockNode block, string ifNone)
    {
        List<Node> statements = block.Statements;
        bool goesOn = _here.Kind != TokenKind.RightBracket;
        while (goesOn)
        {
            int start = _here.Start;
            if (Match(TokenKind.UpArrow))
            {
                statements.Add(new ReturnNode(Expression() ?? throw Expected("An expression to return"), start));
                block.EndsInReturn = true;
                _ = Match(TokenKind.Period);
                if (_here.Kind is not (TokenKind.RightBracket or TokenKind.End))
                {
                    throw Expected("The end of the block");
                }
                return;
            }
            if (Expression() is { } statement)
            {
                statements.Add(statement);
            }
            goesOn = Match(TokenKind.Period);
        }
        if (statements.Count == 0)
        {
            statements.Add(new VariableNode(ifNone, _here.Start));
        }
    }

    private void ExpectEnd()
    {
        if (_here.Kind != TokenKind.End)
        {
            throw Expected("Nothing more");
        }
    }

    private VariableNode Name(string what)
    {
        if (_here.Kind != TokenKind.Word)
        {
            throw Expected(what);
        }
        Token token = Advance();
        return new VariableNode(token.Text, token.Start);
    }

    /// <summary>Whether a binary selector begins here: bars and arrows are parts of some.</summary>
    private bool IsOperator() => _here.Kind is TokenKind.Binary or TokenKind.VerticalBar or TokenKind.UpArrow;

    /// <summary>Takes a binary selector; bars and arrows that stand together with it belong to it.</summary>
    private Token Operator()
    {
        Token first = Advance();
        Token whole = first;
        while (first.Kind != TokenKind.Binary && IsOperator() && _here.Start == whole.End)
        {
            Token more = Advance();
            whole = whole with { Text = whole.Text + more.Text, End = more.End };
            if (more.Kind == TokenKind.Binary)
            {
                break;
            }
        }
        return whole;
    }

    private Token Advance()
    {
        Token taken = _here;
        _here = _next;
        _next = _scanner.Next();
        return taken;
    }

    private bool Match(TokenKind kind)
    {
        bool matches = _here.Kind == kind;
        if (matches)
        {
            _ = Advance();
        }
        return matches;
    }

    private void Expect(TokenKind kind, string what)
    {
        if (!Match(kind))
        {
            throw Expected(what);
        }
    }

    private SyntaxErrorException Expected(string what) => new($"{what} expected", _here.Start, isUnfinished: _here.Kind == TokenKind.End);
}
