namespace JitTalk.Core.Compiler;

internal enum TokenKind
{
    End,
    Word,

    /// <summary>A word and the colon after it.</summary>
    Keyword,
    Binary,
    Literal,
    Assignment,

    /// <summary>Text between backticks, to be evaluated by who compiles.</summary>
    CompileTime,
    Colon,
    VerticalBar,
    UpArrow,
    Period,
    Semicolon,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
}

/// <summary>A word of source text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written, for compile-time text without its quotes.</param>
/// <param name="Value">Of a literal.</param>
/// <param name="Start">Offset of the first character, from 0.</param>
/// <param name="End">Offset after the last character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, LiteralValue? Value, int Start, int End)
{
    /// <summary>Whether the literal is a number, before which a minus may stand alone.</summary>
    public bool IsNumber => Value is IntegerLiteral or FractionLiteral or FloatLiteral or ScaledDecimalLiteral;

    public bool IsBinary(string text) => Kind == TokenKind.Binary && Text == text;
}
