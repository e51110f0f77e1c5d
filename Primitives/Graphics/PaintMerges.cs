using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>Rule 25 by vectors: where the source is 0 the destination shows.</summary>
internal static class PaintMerges
{
    internal readonly struct Paint32 : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            source | (destination & Vector256.IsZero(source));
    }

    internal readonly struct Paint16 : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            source | (destination & Vector256.IsZero(source.AsUInt16()).AsUInt32());
    }

    internal readonly struct Paint8 : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            source | (destination & Vector256.IsZero(source.AsByte()).AsUInt32());
    }
}
