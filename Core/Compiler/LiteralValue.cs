using System.Numerics;

namespace JitTalk.Core.Compiler;

/// <summary>
/// An object that source text describes, not yet in any memory. Values are equal where the compiler lets one literal
/// stand for both: the same class, and the same contents (Squeak: Object&gt;&gt;literalEqual:).
/// </summary>
internal abstract record LiteralValue
{
    public static LiteralValue Nil { get; } = new NilLiteral();

    /// <summary>Whether one of the values, an element of a literal array or a literal of a block, at any depth, equals another.</summary>
    public static bool AnyHolds(IEnumerable<LiteralValue> values, LiteralValue sought) =>
        values.Any(value => value.Equals(sought) || AnyHolds(value.Parts, sought));

    private protected virtual IEnumerable<LiteralValue> Parts => [];
}

internal sealed record NilLiteral : LiteralValue;

internal sealed record BooleanLiteral(bool Value) : LiteralValue;

internal sealed record IntegerLiteral(BigInteger Value) : LiteralValue;

/// <summary>In lowest terms, with a denominator of 2 or more.</summary>
internal sealed record FractionLiteral(BigInteger Numerator, BigInteger Denominator) : LiteralValue;

internal sealed record FloatLiteral(double Value) : LiteralValue
{
    // By the bits: 0.0 = -0.0, but one does not stand for the other.
    public bool Equals(FloatLiteral? other) =>
        other is not null && BitConverter.DoubleToInt64Bits(Value) == BitConverter.DoubleToInt64Bits(other.Value);

    public override int GetHashCode() => BitConverter.DoubleToInt64Bits(Value).GetHashCode();
}

/// <summary>In lowest terms; the scale is the number of digits shown after the point.</summary>
internal sealed record ScaledDecimalLiteral(BigInteger Numerator, BigInteger Denominator, int Scale) : LiteralValue;

internal sealed record CharacterLiteral(int Code) : LiteralValue;

internal sealed record StringLiteral(string Text) : LiteralValue;

internal sealed record SymbolLiteral(string Text) : LiteralValue;

/// <summary>A variable that outlives methods: literals hold its Association.</summary>
internal sealed record BindingLiteral(GlobalBinding Binding) : LiteralValue;

internal sealed record ByteArrayLiteral(IReadOnlyList<byte> Bytes) : LiteralValue
{
    public bool Equals(ByteArrayLiteral? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override int GetHashCode() => Bytes.Count;
}

internal sealed record ArrayLiteral(IReadOnlyList<LiteralValue> Elements) : LiteralValue
{
    public bool Equals(ArrayLiteral? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => Elements.Count;

    private protected override IEnumerable<LiteralValue> Parts => Elements;
}

/// <summary>A CompiledBlock, a literal of the code that makes closures of it.</summary>
internal sealed record BlockLiteral(BlockCode Code) : LiteralValue
{
    private protected override IEnumerable<LiteralValue> Parts => Code.Literals;
}

/// <summary>The last literal of a CompiledBlock: the method or block one of whose literals it is.</summary>
internal sealed record OuterCodeLiteral : LiteralValue;

/// <summary>What takes the place of the selector where a method has pragmas (Squeak: AdditionalMethodState).</summary>
internal sealed record PropertiesLiteral(string Selector, IReadOnlyList<Pragma> Pragmas) : LiteralValue;

/// <summary>A pragma: a keyword message of literals.</summary>
internal sealed record Pragma(string Selector, IReadOnlyList<LiteralValue> Arguments);
