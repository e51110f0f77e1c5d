using System.Text;

namespace JitTalk.Core.Compiler;

// Expressions: messages bind by their kind, unary before binary before keyword.
internal sealed partial class Parser
{
    private const int Unary = 1;
    private const int Binary = 2;
    private const int Keyword = 3;

    /// <summary>An expression; null where none begins.</summary>
    private Node? Expression()
    {
        Nesting.Check(_here.Start);
        if (_here.Kind == TokenKind.Word && _next.Kind == TokenKind.Assignment)
        {
            VariableNode target = Name("A variable");
            int start = Advance().Start;
            return new AssignmentNode(target, Expression() ?? throw Expected("An expression"), start);
        }
        if (Primary() is not { } node)
        {
            return null;
        }
        Node whole = Messages(node, Keyword);
        if (whole == node)
        {
            return whole;
        }
        whole = Cascade(whole);
        // Cuis: a :: b sends b to what stands before, whatever its kind.
        while (_here.Kind == TokenKind.Colon)
        {
            _ = Advance();
            Expect(TokenKind.Colon, "A second colon");
            Node chained = Messages(whole, Keyword);
            whole = chained == whole ? throw Expected("A message") : Cascade(chained);
        }
        return whole;
    }

    private Node Cascade(Node first)
    {
        if (_here.Kind != TokenKind.Semicolon)
        {
            return first;
        }
        if (first is not MessageNode { Receiver: { } receiver } message || receiver is VariableNode { Name: "super" })
        {
            throw new SyntaxErrorException("No cascade can follow here", _here.Start);
        }
        List<MessageNode> messages = [new(null, message.Selector, message.Arguments, message.Start)];
        while (Match(TokenKind.Semicolon))
        {
            messages.Add(Message(null, Keyword) ?? throw Expected("A message"));
        }
        return new CascadeNode(receiver, messages, receiver.Start);
    }

    /// <summary>Sends to a receiver all messages that follow, up to a kind.</summary>
    private Node Messages(Node receiver, int level)
    {
        Node node = receiver;
        while (Message(node, level) is { } message)
        {
            node = message;
        }
        return node;
    }

    private MessageNode? Message(Node? receiver, int level)
    {
        int start = _here.Start;
        if (_here.Kind == TokenKind.Keyword && level >= Keyword)
        {
            StringBuilder selector = new();
            List<Node> arguments = [];
            while (_here.Kind == TokenKind.Keyword)
            {
                _ = selector.Append(Advance().Text);
                arguments.Add(Messages(Primary() ?? throw Expected("An argument"), Binary));
            }
            return new MessageNode(receiver, selector.ToString(), arguments, start);
        }
        if (IsOperator() && level >= Binary)
        {
            string selector = Operator().Text;
            Node argument = Messages(Primary() ?? throw Expected("An argument"), Unary);
            return new MessageNode(receiver, selector, [argument], start);
        }
        return _here.Kind == TokenKind.Word ? new MessageNode(receiver, Advance().Text, [], start) : null;
    }

    private Node? Primary()
    {
        int start = _here.Start;
        switch (_here.Kind)
        {
            case TokenKind.Word:
                return Name("A variable");
            case TokenKind.Literal:
                return new LiteralNode(Advance().Value!, start);
            case TokenKind.Binary when _here.Text == "-" && _next.IsNumber:
                _ = Advance();
                return new LiteralNode(Scanner.Negated(Advance().Value!), start);
            case TokenKind.CompileTime:
                return new CompileTimeNode(Advance().Text, start);
            case TokenKind.LeftBracket:
                return Block();
            case TokenKind.LeftBrace:
                return Brace();
            case TokenKind.LeftParenthesis:
                _ = Advance();
                Node inner = Expression() ?? throw Expected("An expression");
                Expect(TokenKind.RightParenthesis, ")");
                return inner;
            default:
                return null;
        }
    }

    private BlockNode Block()
    {
        int start = Advance().Start;
        List<VariableNode> arguments = [];
        while (Match(TokenKind.Colon))
        {
            arguments.Add(Name("The argument's name"));
        }
        if (arguments.Count > 0 && _here.Kind != TokenKind.RightBracket)
        {
            Expect(TokenKind.VerticalBar, "|");
        }
        BlockNode block = new(start) { ArgumentNames = arguments, TempNames = Temporaries() };
        ParseStatements(block, "nil");
        Expect(TokenKind.RightBracket, "A period or ]");
        return block;
    }

    private BraceNode Brace()
    {
        int start = Advance().Start;
        List<Node> elements = [];
        while (_here.Kind != TokenKind.RightBrace)
        {
            elements.Add(Expression() ?? throw Expected("An expression or }"));
            if (!Match(TokenKind.Period))
            {
                break;
            }
        }
        Expect(TokenKind.RightBrace, "A period or }");
        return new BraceNode(elements, start);
    }
}
