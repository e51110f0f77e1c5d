using System.Runtime.Intrinsics;

namespace JitTalk.Primitives.Graphics;

/// <summary>The rules of the Blue Book (p. 361) by vectors: those that need both words, or one inverted.</summary>
internal static class BitwiseMerges
{
    /// <summary>Rule 1.</summary>
    internal readonly struct And : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => source & destination;
    }

    /// <summary>Rule 2.</summary>
    internal readonly struct AndInverted : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => source & ~destination;
    }

    /// <summary>Rule 3.</summary>
    internal readonly struct Source : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => source;
    }

    /// <summary>Rule 4.</summary>
    internal readonly struct InvertedAnd : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => ~source & destination;
    }

    /// <summary>Rule 6.</summary>
    internal readonly struct Xor : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => source ^ destination;
    }

    /// <summary>Rule 7.</summary>
    internal readonly struct Or : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => source | destination;
    }

    /// <summary>Rule 10.</summary>
    internal readonly struct InvertedDestination : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => ~destination;
    }

    /// <summary>Rule 12.</summary>
    internal readonly struct InvertedSource : IVectorRule
    {
        public static Vector256<uint> Apply(Vector256<uint> source, Vector256<uint> destination) => ~source;
    }
}
