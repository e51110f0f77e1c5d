using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The rules of <see cref="ColorRules"/> by vectors, byte by byte: those are the components of 32-bit pixels, or pixels
/// of 8 bits.
/// </summary>
internal static class ByteMerges
{
    /// <summary>Rule 20.</summary>
    internal readonly struct Add : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            (source.AsByte() + Vector256.Min(destination.AsByte(), ~source.AsByte())).AsUInt32();
    }

    /// <summary>Rule 21, the distance.</summary>
    internal readonly struct Subtract : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            (Vector256.Max(source.AsByte(), destination.AsByte()) - Vector256.Min(source.AsByte(), destination.AsByte())).AsUInt32();
    }

    /// <summary>Rule 27.</summary>
    internal readonly struct Maximum : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            Vector256.Max(source.AsByte(), destination.AsByte()).AsUInt32();
    }

    /// <summary>Rule 28.</summary>
    internal readonly struct Minimum : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            Vector256.Min(source.AsByte(), destination.AsByte()).AsUInt32();
    }

    /// <summary>Rule 37, of fractions whose 1 is 255. The product of 256 by 256 wraps, and is right once 1 is taken off.</summary>
    internal readonly struct Multiply : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination)
        {
            Vector256<ushort> bytes = Vector256.Create((ushort)0xFF);
            Vector256<ushort> low = Product(source.AsUInt16() & bytes, destination.AsUInt16() & bytes);
            Vector256<ushort> high = Product(source.AsUInt16() >>> 8, destination.AsUInt16() >>> 8);
            return ((low >>> 8) | (high & ~bytes)).AsUInt32();
        }

        private static Vector256<ushort> Product(Vector256<ushort> source, Vector256<ushort> destination)
        {
            Vector256<ushort> one = Vector256<ushort>.One;
            return ((source + one) * (destination + one)) - one;
        }
    }
}
