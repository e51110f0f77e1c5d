using System.Text;

namespace JitTalk.Core.Compiler;

/// <summary>Divides source text into tokens (Blue Book p. 26 ff.; Squeak's <c>_</c>, <c>#[…]</c> and backticks besides).</summary>
internal sealed class Scanner(string source)
{
    // Others walk literal arrays by recursion, too: the objects that they become, and where those are printed.
    private const int MostNestedArrays = 250;

    private const string BinaryCharacters = "!%&*+,-/<=>?@\\~";

    private int _position;
    private int _nestedArrays;

    /// <summary>The next token; the kind is End, again and again, after the last.</summary>
    public Token Next()
    {
        SkipBlanks();
        int start = _position;
        if (start == source.Length)
        {
            return new Token(TokenKind.End, string.Empty, null, start, start);
        }
        char c = source[start];
        return c switch
        {
            '\'' => Literal(new StringLiteral(ReadQuoted('\'', "string")), start),
            '`' => Made(TokenKind.CompileTime, start) with { Text = ReadQuoted('`', "expression"), End = _position },
            '#' => ReadHash(),
            '$' => ReadCharacter(),
            ':' when At(start + 1) == '=' => Take(TokenKind.Assignment, 2),
            '_' when !IsInWord(At(start + 1)) => Take(TokenKind.Assignment, 1),
            ':' => Take(TokenKind.Colon, 1),
            '|' => Take(TokenKind.VerticalBar, 1),
            '^' => Take(TokenKind.UpArrow, 1),
            '.' => Take(TokenKind.Period, 1),
            ';' => Take(TokenKind.Semicolon, 1),
            '(' => Take(TokenKind.LeftParenthesis, 1),
            ')' => Take(TokenKind.RightParenthesis, 1),
            '[' => Take(TokenKind.LeftBracket, 1),
            ']' => Take(TokenKind.RightBracket, 1),
            '{' => Take(TokenKind.LeftBrace, 1),
            '}' => Take(TokenKind.RightBrace, 1),
            >= '0' and <= '9' => ReadNumber(),
            _ when IsInWord(c) => ReadWord(),
            _ when IsBinary(c) => ReadBinary(),
            _ => throw new SyntaxErrorException($"No Smalltalk begins with the character of code {(int)c}", start),
        };
    }

    private static bool IsInWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsBinary(char c) => BinaryCharacters.Contains(c) || (c > '\x7F' && !char.IsLetterOrDigit(c));

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';

    private char At(int position) => position < source.Length ? source[position] : '\0';

    private Token Made(TokenKind kind, int start) => new(kind, source[start.._position], null, start, _position);

    private Token Take(TokenKind kind, int length)
    {
        int start = _position;
        _position += length;
        return Made(kind, start);
    }

    private Token Literal(LiteralValue value, int start) => Made(TokenKind.Literal, start) with { Value = value };

    private void SkipBlanks()
    {
        while (_position < source.Length)
        {
            if (IsBlank(source[_position]))
            {
                _position++;
            }
            else if (source[_position] == '"')
            {
                int end = source.IndexOf('"', _position + 1);
                _position = end < 0 ? throw new SyntaxErrorException("This comment does not end", _position, isUnfinished: true) : end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private string ReadQuoted(char quote, string what)
    {
        StringBuilder text = new();
        for (int i = _position + 1; i < source.Length; i++)
        {
            if (source[i] == quote && At(++i) != quote)
            {
                _position = i;
                return text.ToString();
            }
            _ = text.Append(source[i]);
        }
        throw new SyntaxErrorException($"This {what} does not end", _position, isUnfinished: true);
    }

    private Token ReadCharacter()
    {
        int start = _position;
        if (start + 1 == source.Length)
        {
            throw new SyntaxErrorException("A character expected after $", source.Length, isUnfinished: true);
        }
        bool isPair = char.IsHighSurrogate(source[start + 1]) && char.IsLowSurrogate(At(start + 2));
        _position += isPair ? 3 : 2;
        int code = isPair ? char.ConvertToUtf32(source[start + 1], source[start + 2]) : source[start + 1];
        return Literal(new CharacterLiteral(code), start);
    }

    private Token ReadNumber()
    {
        int start = _position;
        NumberReader reader = new(source, start);
        LiteralValue value = reader.Read();
        _position = reader.End;
        return Literal(value, start);
    }

    /// <summary>A word, or a keyword with the colons that end it; <c>a:=b</c> is an assignment.</summary>
    private Token ReadWord()
    {
        int start = _position;
        SkipWord();
        if (At(_position) != ':' || At(_position + 1) == '=')
        {
            return Made(TokenKind.Word, start);
        }
        while (At(_position) == ':')
        {
            _position++;
        }
        return Made(TokenKind.Keyword, start);
    }

    private void SkipWord()
    {
        while (IsInWord(At(_position)))
        {
            _position++;
        }
    }

    /// <summary>As many special characters as stand together; a minus before a digit begins the next token.</summary>
    private Token ReadBinary()
    {
        int start = _position++;
        while (At(_position) is '|' or '^' || (_position < source.Length && IsBinary(At(_position))))
        {
            if (At(_position) == '-' && char.IsAsciiDigit(At(_position + 1)))
            {
                break;
            }
            _position++;
        }
        return Made(TokenKind.Binary, start);
    }

    private Token ReadHash()
    {
        int start = _position++;
        Nesting.Check(start);
        Token next = Next();
        LiteralValue value = next.Kind switch
        {
            TokenKind.LeftParenthesis => ReadArray(start),
            TokenKind.LeftBracket => ReadBytes(start),
            TokenKind.Word or TokenKind.Keyword or TokenKind.Colon or TokenKind.Assignment => ReadSymbol(next),
            TokenKind.Binary or TokenKind.VerticalBar or TokenKind.UpArrow => new SymbolLiteral(next.Text),
            TokenKind.Literal when next.Value is StringLiteral text => new SymbolLiteral(text.Text),
            TokenKind.Literal when next.Value is SymbolLiteral symbol => symbol,
            _ => throw new SyntaxErrorException(
                "A symbol, ( or [ expected after #", next.Start, isUnfinished: next.Kind == TokenKind.End),
        };
        return Literal(value, start);
    }

    /// <summary>A symbol that goes on while words follow its colons: <c>at:put:</c>.</summary>
    private SymbolLiteral ReadSymbol(Token first)
    {
        while (char.IsLetter(At(_position)))
        {
            _ = ReadWord();
        }
        return new SymbolLiteral(source[first.Start.._position]);
    }

    private ArrayLiteral ReadArray(int start)
    {
        List<LiteralValue> elements = [];
        if (++_nestedArrays > MostNestedArrays)
        {
            throw new SyntaxErrorException($"More than {MostNestedArrays} arrays in each other", start);
        }
        for (Token token = Next(); token.Kind != TokenKind.RightParenthesis; token = Next())
        {
            elements.Add(token.Kind switch
            {
                TokenKind.End => throw new SyntaxErrorException("This array does not end", start, isUnfinished: true),
                TokenKind.LeftParenthesis => ReadArray(token.Start),
                TokenKind.Literal => token.Value!,
                TokenKind.Word or TokenKind.Keyword or TokenKind.Colon => Word(ReadSymbol(token)),
                TokenKind.Binary when token.Text == "-" && char.IsAsciiDigit(At(_position)) => Negated(ReadNumber().Value!),
                _ => new SymbolLiteral(token.Text),
            });
        }
        _nestedArrays--;
        return new ArrayLiteral(elements);

        static LiteralValue Word(SymbolLiteral symbol) => symbol.Text switch
        {
            "nil" => LiteralValue.Nil,
            "true" => new BooleanLiteral(true),
            "false" => new BooleanLiteral(false),
            _ => symbol,
        };
    }

    private ByteArrayLiteral ReadBytes(int start)
    {
        List<byte> bytes = [];
        for (Token token = Next(); token.Kind != TokenKind.RightBracket; token = Next())
        {
            bytes.Add(token switch
            {
                { Kind: TokenKind.End } => throw new SyntaxErrorException("This byte array does not end", start, isUnfinished: true),
                { Value: IntegerLiteral { Value: var value } } when value >= 0 && value <= byte.MaxValue => (byte)value,
                _ => throw new SyntaxErrorException("A number from 0 to 255 or ] expected", token.Start),
            });
        }
        return new ByteArrayLiteral(bytes);
    }

    /// <summary>The number of opposite sign.</summary>
    public static LiteralValue Negated(LiteralValue number) => number switch
    {
        IntegerLiteral integer => new IntegerLiteral(-integer.Value),
        FractionLiteral fraction => fraction with { Numerator = -fraction.Numerator },
        FloatLiteral real => new FloatLiteral(-real.Value),
        ScaledDecimalLiteral scaled => scaled with { Numerator = -scaled.Numerator },
        _ => throw new ArgumentException("no number", nameof(number)),
    };
}
