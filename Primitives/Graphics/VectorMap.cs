using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace JitTalk.Primitives.Graphics;

/// <summary>What <see cref="ColorMap.Map"/> does, for eight pixels at once; made where many follow.</summary>
internal readonly unsafe struct VectorMap
{
    private const uint LargestSmallTable = 8;

    private readonly bool _hasMoves;
    private readonly Component _red;
    private readonly Component _green;
    private readonly Component _blue;
    private readonly Component _opacity;
    private readonly uint* _colors;
    private readonly Vector256<uint> _colorMask;

    // A table that fits a vector.
    private readonly bool _isSmall;
    private readonly Vector256<uint> _smallTable;

    /// <param name="moves">How components move, if <paramref name="hasMoves"/>.</param>
    /// <param name="hasMoves">Components move before pixels are looked up.</param>
    /// <param name="colors">The table, or null for none.</param>
    /// <param name="colorMask">What of a pixel is an index into it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public VectorMap(in ComponentMoves moves, bool hasMoves, uint* colors, uint colorMask)
    {
        _hasMoves = hasMoves;
        _red = new Component(moves, 0);
        _green = new Component(moves, 1);
        _blue = new Component(moves, 2);
        _opacity = new Component(moves, 3);
        _colors = colors;
        _colorMask = Vector256.Create(colorMask);
        _isSmall = colors != null && colorMask < LargestSmallTable;
        _smallTable = _isSmall ? Avx2.MaskLoad(colors, RowMerge.FirstLanes((int)colorMask + 1)) : default;
    }

    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<uint> Apply(Vector256<uint> pixels)
    {
        Vector256<uint> mapped = pixels;
        if (_hasMoves)
        {
            mapped = _red.Moved(pixels) | _green.Moved(pixels) | _blue.Moved(pixels) | _opacity.Moved(pixels);
            // Fewer bits for a colour must not make it transparent.
            Vector256<uint> lost = Vector256.AndNot(Vector256.IsZero(mapped), Vector256.IsZero(pixels));
            mapped |= lost & Vector256<uint>.One;
        }
        return _isSmall ? Avx2.PermuteVar8x32(_smallTable, mapped & _colorMask)
            : _colors != null ? Avx2.GatherVector256(_colors, (mapped & _colorMask).AsInt32(), sizeof(uint))
            : mapped;
    }

    private readonly struct Component
    {
        private readonly Vector256<uint> _mask;
        private readonly Vector256<uint> _left;
        private readonly Vector256<uint> _right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Component(in ComponentMoves moves, int index)
        {
            _mask = Vector256.Create(moves.Mask(index));
            _left = Vector256.Create((uint)moves.Left(index));
            _right = Vector256.Create((uint)moves.Right(index));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<uint> Moved(Vector256<uint> pixels) =>
            Avx2.ShiftRightLogicalVariable(Avx2.ShiftLeftLogicalVariable(pixels & _mask, _left), _right);
    }
}
