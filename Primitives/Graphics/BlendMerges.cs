using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The rules of <see cref="BlendRules"/> by vectors. Components are taken apart into two for each pixel, so that a product
/// has room: red and blue, then opacity and green.
/// </summary>
internal static class BlendMerges
{
    private static Vector256<ushort> Bytes => Vector256.Create((ushort)0xFF);

    /// <summary>Rule 24. The rounding makes nothing of an opacity of 0, and all of 255.</summary>
    internal readonly struct Blend : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination)
        {
            Vector256<ushort> alpha = Opacity(source);
            Vector256<uint> opaque = source | Vector256.Create(0xFF00_0000);
            return Joined(Mixed(Low(opaque), Low(destination), alpha), Mixed(High(opaque), High(destination), alpha));
        }

        /// <summary>Weighs by opacity, and divides by 255 rounding up.</summary>
        private static Vector256<ushort> Mixed(Vector256<ushort> source, Vector256<ushort> destination, Vector256<ushort> alpha)
        {
            Vector256<ushort> sum = (source * alpha) + (destination * (Bytes - alpha)) + Bytes;
            return (sum + ((sum - Vector256<ushort>.One) >>> 8)) >>> 8;
        }
    }

    /// <summary>Rules 34 to 36.</summary>
    internal readonly struct BlendScaled : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination)
        {
            Vector256<ushort> rest = Bytes - Opacity(source);
            return Joined(Sum(Low(source), Low(destination), rest), Sum(High(source), High(destination), rest));
        }

        private static Vector256<ushort> Sum(Vector256<ushort> source, Vector256<ushort> destination, Vector256<ushort> rest) =>
            Vector256.Min(((destination * rest) >>> 8) + source, Bytes);
    }

    /// <summary>Rule 34 where transparent pixels change nothing, not even by rounding.</summary>
    internal readonly struct BlendVisible : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) =>
            Vector256.ConditionalSelect(
                Vector256.IsZero(source >>> 24), destination, BlendScaled.Apply(source, destination));
    }

    private static Vector256<ushort> Low(Vector256<uint> pixels) => pixels.AsUInt16() & Bytes;

    private static Vector256<ushort> High(Vector256<uint> pixels) => pixels.AsUInt16() >>> 8;

    private static Vector256<uint> Joined(Vector256<ushort> low, Vector256<ushort> high) => (low | (high << 8)).AsUInt32();

    /// <summary>The opacity of each pixel, beside both pairs of its components.</summary>
    private static Vector256<ushort> Opacity(Vector256<uint> pixels)
    {
        Vector256<uint> alpha = pixels >>> 24;
        return (alpha | (alpha << 16)).AsUInt16();
    }
}
