using System.Numerics;
using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Translation;

/// <summary>SmallFloat64s and doubles, for compiled code; the runtime inlines both ways there.</summary>
internal static class FloatBits
{
    // See Oop: eight of eleven exponent bits are kept, the sign is rotated to the lowest bit.
    private const long RotatedOffset = 896L << 53;

    /// <summary>The value of a SmallFloat64's bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Decode(long bits)
    {
        ulong rotated = (ulong)bits >> Oop.TagBits;
        ulong shifted = rotated > 1 ? rotated + RotatedOffset : rotated;
        return BitConverter.UInt64BitsToDouble(BitOperations.RotateRight(shifted, 1));
    }

    /// <summary>The bits of a SmallFloat64; 0 when the value needs an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Encode(double value)
    {
        ulong rotated = BitOperations.RotateLeft(BitConverter.DoubleToUInt64Bits(value), 1);
        ulong shifted = rotated - RotatedOffset;
        // Zeros, of either sign, are themselves; what else is below or above the range does not fit in 61 bits.
        return shifted > 1 && shifted >> (64 - Oop.TagBits) == 0 ? (long)(shifted << Oop.TagBits) | Oop.FloatTag
            : rotated <= 1 ? (long)(rotated << Oop.TagBits) | Oop.FloatTag
            : 0;
    }
}
