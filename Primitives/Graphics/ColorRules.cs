using System.Numerics;
using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Rules that treat the pixels of a word one by one, or the colour components of deep pixels: three of 5 bits in a pixel
/// of 16, four of 8 in one of 32.
/// </summary>
internal static class ColorRules
{
    private const int BitsOf16 = 5;
    private const int BitsOf32 = 8;

    private interface IFieldOperation
    {
        /// <summary>Combines two numbers of up to 8 bits, of which <paramref name="limit"/> is the largest.</summary>
        static abstract uint Apply(uint source, uint destination, uint limit);
    }

    public static uint Add(RuleState state, uint source, uint destination) => Fieldwise<Sum>(state, source, destination);

    public static uint Subtract(RuleState state, uint source, uint destination) =>
        Fieldwise<Distance>(state, source, destination);

    public static uint Maximum(RuleState state, uint source, uint destination) =>
        Fieldwise<Larger>(state, source, destination);

    public static uint Minimum(RuleState state, uint source, uint destination) =>
        Fieldwise<Smaller>(state, source, destination);

    public static uint MinimumInverted(RuleState state, uint source, uint destination) =>
        Fieldwise<Smaller>(state, ~source, destination);

    public static uint Multiply(RuleState state, uint source, uint destination) =>
        Fieldwise<Product>(state, source, destination);

    /// <summary>Rule 25: where the source is 0 the destination shows.</summary>
    public static uint Paint(RuleState state, uint source, uint destination) =>
        source | (destination & ~NonZeroPixels(state, source));

    /// <summary>Rule 26: where the source is not 0 the destination is cleared.</summary>
    public static uint Erase(RuleState state, uint source, uint destination) => destination & ~NonZeroPixels(state, source);

    /// <summary>Rule 39: pixels that have the source's value are cleared.</summary>
    public static uint ClearEqual(RuleState state, uint source, uint destination) =>
        destination & NonZeroPixels(state, source ^ destination);

    /// <summary>Rule 38: the pixels of the destination word in the opposite order.</summary>
    public static uint Mirror(RuleState state, uint source, uint destination)
    {
        uint mirrored = 0;
        for (int shift = 0; shift < 32; shift += state.Depth)
        {
            mirrored |= ((destination >> shift) & state.PixelMask) << (32 - state.Depth - shift);
        }
        return mirrored;
    }

    /// <summary>Rule 32: counts differing pixels, or sums the distances of colour components; draws nothing.</summary>
    public static uint CountDifferences(RuleState state, uint source, uint destination)
    {
        state.Differences += Differences(state, source & state.InsideMask, destination & state.InsideMask);
        return destination;
    }

    /// <summary>Rule 22: as 32, of all pixels of the words that the rectangle touches.</summary>
    public static uint CountAllDifferences(RuleState state, uint source, uint destination)
    {
        state.Differences += Differences(state, source, destination);
        return destination;
    }

    /// <summary>Rule 33: counts colours in the colour map; draws nothing.</summary>
    public static uint Tally(RuleState state, uint source, uint destination)
    {
        TallyInside(state, destination, state.InsideMask);
        return destination;
    }

    /// <summary>Rule 23: as 33, of all pixels of the words that the rectangle touches.</summary>
    public static uint TallyAll(RuleState state, uint source, uint destination)
    {
        TallyInside(state, destination, uint.MaxValue);
        return destination;
    }

    /// <summary>All bits of the pixels of a word that are not 0.</summary>
    public static uint NonZeroPixels(RuleState state, uint word)
    {
        // Folding a pixel onto its lowest bit; what it drags in from its neighbour falls on the others.
        for (int half = state.Depth >> 1; half > 0; half >>= 1)
        {
            word |= word >> half;
        }
        return (word & state.LowBits) * state.PixelMask;
    }

    private static void TallyInside(RuleState state, uint word, uint inside)
    {
        if (!state.Map.HasTable)
        {
            return;
        }
        for (int shift = 0; shift < 32; shift += state.Depth)
        {
            if (((inside >> shift) & state.PixelMask) != 0)
            {
                state.Map.Tally(TallyIndex(state, (word >> shift) & state.PixelMask));
            }
        }
    }

    private static uint TallyIndex(RuleState state, uint pixel) => state.Depth switch
    {
        16 => Truncated(pixel, BitsOf16, state.Map.BitsPerComponent),
        32 => Truncated(pixel, BitsOf32, state.Map.BitsPerComponent),
        _ => pixel,
    };

    /// <summary>The high bits of a colour's components; no colour becomes transparent.</summary>
    private static uint Truncated(uint pixel, int from, int to)
    {
        uint kept = (1u << to) - 1;
        uint result = 0;
        for (int i = 0; i < 3; i++)
        {
            result |= ((pixel >> ((i * from) + from - to)) & kept) << (i * to);
        }
        return result == 0 && pixel != 0 && from != to ? 1 : result;
    }

    private static long Differences(RuleState state, uint source, uint destination)
    {
        if (state.Depth < 16)
        {
            return BitOperations.PopCount(NonZeroPixels(state, source ^ destination)) / state.Depth;
        }
        // Of the components of 32-bit pixels, the opacity does not count.
        uint distances = Fieldwise<Distance>(state, source, destination);
        int bits = state.Depth == 16 ? BitsOf16 : BitsOf32;
        uint limit = (1u << bits) - 1;
        long sum = 0;
        for (int pixel = 0; pixel < 32; pixel += state.Depth)
        {
            for (int i = 0; i < 3; i++)
            {
                sum += (distances >> (pixel + (i * bits))) & limit;
            }
        }
        return sum;
    }

    private static uint Fieldwise<TOperation>(RuleState state, uint source, uint destination)
        where TOperation : struct, IFieldOperation => state.Depth switch
        {
            32 => Fields<TOperation>(source, destination, BitsOf32, 0, 4 * BitsOf32),
            16 => Fields<TOperation>(source, destination, BitsOf16, 0, 3 * BitsOf16)
                | Fields<TOperation>(source, destination, BitsOf16, 16, 3 * BitsOf16),
            _ => Fields<TOperation>(source, destination, state.Depth, 0, 32),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fields<TOperation>(uint source, uint destination, int bits, int start, int length)
        where TOperation : struct, IFieldOperation
    {
        uint limit = (1u << bits) - 1;
        uint result = 0;
        for (int shift = start; shift < start + length; shift += bits)
        {
            result |= TOperation.Apply((source >> shift) & limit, (destination >> shift) & limit, limit) << shift;
        }
        return result;
    }

    private readonly struct Sum : IFieldOperation
    {
        public static uint Apply(uint source, uint destination, uint limit) => Math.Min(source + destination, limit);
    }

    private readonly struct Distance : IFieldOperation
    {
        public static uint Apply(uint source, uint destination, uint limit) =>
            source > destination ? source - destination : destination - source;
    }

    private readonly struct Larger : IFieldOperation
    {
        public static uint Apply(uint source, uint destination, uint limit) => Math.Max(source, destination);
    }

    private readonly struct Smaller : IFieldOperation
    {
        public static uint Apply(uint source, uint destination, uint limit) => Math.Min(source, destination);
    }

    /// <summary>Of fractions whose 1 is the limit.</summary>
    private readonly struct Product : IFieldOperation
    {
        public static uint Apply(uint source, uint destination, uint limit) =>
            (((source + 1) * (destination + 1)) - 1) / (limit + 1);
    }
}
