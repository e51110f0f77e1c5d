using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The part of the source that a WarpBlt stretches over its rectangle, as a walk in fixed point: down the left and the
/// right side at once, and from one to the other along each row (VMMaker <c>warpLoop</c>).
/// </summary>
internal readonly struct WarpQuadrilateral
{
    /// <summary>Bits of the fraction of a coordinate.</summary>
    public const int FractionBits = 14;

    // Corners of x, y and an unused z: top left, bottom left, bottom right, top right.
    private const int FirstSlot = 15;
    private const int CornerSlots = 3;
    private const int Corners = 4;

    private readonly long _rowSteps;

    private WarpQuadrilateral(Side leftX, Side leftY, Side rightX, Side rightY, long rowSteps)
    {
        LeftX = leftX;
        LeftY = leftY;
        RightX = rightX;
        RightY = rightY;
        _rowSteps = rowSteps;
    }

    public Side LeftX { get; }
    public Side LeftY { get; }
    public Side RightX { get; }
    public Side RightY { get; }

    /// <summary>Reads the corners; false when the object is too small or they are no numbers.</summary>
    public static bool TryLoad(ObjectMemory memory, BitBltRequest request, out WarpQuadrilateral quadrilateral)
    {
        quadrilateral = default;
        if (ObjectMemory.SlotCount(request.BitBlt) < FirstSlot + (Corners * CornerSlots))
        {
            return false;
        }
        Span<long> corners = stackalloc long[2 * Corners];
        for (int i = 0; i < corners.Length; i++)
        {
            int slot = FirstSlot + (i / 2 * CornerSlots) + (i % 2);
            if (!Fields.TryRead(memory, request.BitBlt, slot, out corners[i]) || corners[i] is < int.MinValue or > int.MaxValue)
            {
                return false;
            }
        }
        long steps = Math.Max(request.Height - 1, 1);
        quadrilateral = new(
            Side.Between(corners[0], corners[2], steps), Side.Between(corners[1], corners[3], steps),
            Side.Between(corners[6], corners[4], steps), Side.Between(corners[7], corners[5], steps),
            Math.Max(request.Width - 1, 1));
        return true;
    }

    /// <summary>The horizontal walk of a row, counted from 0 at the top of the unclipped rectangle.</summary>
    public (Side X, Side Y) Row(long row) =>
        (Side.Between(LeftX.At(row), RightX.At(row), _rowSteps), Side.Between(LeftY.At(row), RightY.At(row), _rowSteps));

    /// <summary>A coordinate that changes by the same step again and again.</summary>
    /// <param name="Start">Its first value.</param>
    /// <param name="Step">What each step adds.</param>
    public readonly record struct Side(long Start, long Step)
    {
        public long At(long index) => Start + (index * Step);

        /// <summary>
        /// From one value to another in a number of steps. The step is rounded up; a falling walk ends where it should,
        /// a rising one starts there.
        /// </summary>
        public static Side Between(long from, long to, long steps)
        {
            // Coordinates far outside may wrap around: they are outside still, or somewhere in the source.
            long distance = to > from ? to - from : from - to;
            if (distance == 0)
            {
                return new(from, 0);
            }
            long step = ((distance + (1 << FractionBits)) / (steps + 1)) + 1;
            return to > from ? new(from, step) : new(to + (steps * step), -step);
        }
    }
}
