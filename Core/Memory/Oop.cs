using System.Runtime.CompilerServices;

namespace JitTalk.Core.Memory;

/// <summary>
/// The tagged word: a pointer to an object header, or an immediate value named by its three low bits
/// (64-bit Spur; VMMaker <c>Spur64BitMemoryManager</c>).
/// </summary>
/// <remarks>
/// 000 pointer · 001 SmallInteger (61 bits) · 010 Character (30 bits) · 100 SmallFloat64.
/// The zero word is no object at all: <see cref="None"/> stands for "failed" or "absent" inside the VM.
/// </remarks>
internal readonly struct Oop(long bits) : IEquatable<Oop>
{
    public const int TagBits = 3;
    public const int TagMask = 7;
    public const int IntegerTag = 1;
    public const int CharacterTag = 2;
    public const int FloatTag = 4;

    // A SmallFloat64 keeps eight of the eleven exponent bits: it covers the exponents 896 to 1151.
    private const int FloatMantissaBits = 52;
    private const int FloatExponentOffset = 896;
    private const long FloatRotatedOffset = (long)FloatExponentOffset << (FloatMantissaBits + 1);

    public readonly long Bits = bits;

    public static Oop None => default;

    public bool IsNone => Bits == 0;
    public bool IsImmediate => (Bits & TagMask) != 0;
    public bool IsPointer => (Bits & TagMask) == 0;
    public bool IsInteger => (Bits & TagMask) == IntegerTag;
    public bool IsCharacter => (Bits & TagMask) == CharacterTag;
    public bool IsSmallFloat => (Bits & TagMask) == FloatTag;

    public int Tag => (int)Bits & TagMask;

    /// <summary>The value of a SmallInteger.</summary>
    public long Integer => Bits >> TagBits;

    /// <summary>The code point of an immediate Character.</summary>
    public int Character => (int)(Bits >> TagBits);

    /// <summary>The value of a SmallFloat64 (VMMaker <c>smallFloatBitsOf:</c>).</summary>
    public double SmallFloat
    {
        get
        {
            long rotated = (long)((ulong)Bits >> TagBits);
            if (rotated > 1)
            {
                rotated += FloatRotatedOffset;
            }
            return BitConverter.Int64BitsToDouble((long)System.Numerics.BitOperations.RotateRight((ulong)rotated, 1));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Oop FromInteger(long value) => new((value << TagBits) | IntegerTag);

    public static Oop FromCharacter(int code) => new(((long)code << TagBits) | CharacterTag);

    /// <summary>Answers false when the exponent of <paramref name="value"/> does not fit (VMMaker <c>isSmallFloatValue:</c>).</summary>
    public static bool TryFromFloat(double value, out Oop oop)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> FloatMantissaBits) & 0x7FF;
        long mantissa = bits & ((1L << FloatMantissaBits) - 1);
        bool fits = exponent > FloatExponentOffset
            ? exponent <= FloatExponentOffset + 255
            : exponent == (mantissa == 0 ? 0 : FloatExponentOffset);
        long rotated = (long)System.Numerics.BitOperations.RotateLeft((ulong)bits, 1);
        if (rotated > 1 || rotated < 0)
        {
            rotated -= FloatRotatedOffset;
        }
        oop = new((rotated << TagBits) | FloatTag);
        return fits;
    }

    public static bool operator ==(Oop left, Oop right) => left.Bits == right.Bits;
    public static bool operator !=(Oop left, Oop right) => left.Bits != right.Bits;
    public bool Equals(Oop other) => Bits == other.Bits;
    public override bool Equals(object? obj) => obj is Oop other && Equals(other);
    public override int GetHashCode() => Bits.GetHashCode();
    public override string ToString() => IsInteger ? $"{Integer}" : $"0x{Bits:x}";
}
