using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// How the components of a colour go from one pixel format to another: of each a mask, which takes its bits, and how far
/// they are shifted (VMMaker <c>setupColorMasksFrom:to:</c>, <c>rgbMapPixel:flags:</c>).
/// </summary>
internal unsafe struct ComponentMoves
{
    /// <summary>Red, green, blue, and opacity.</summary>
    public const int Count = 4;

    private fixed uint _masks[Count];
    private fixed int _left[Count];
    private fixed int _right[Count];

    /// <summary>From one number of bits for each component to another; opacity gets lost.</summary>
    public static ComponentMoves Between(int from, int to)
    {
        // The high bits of a component are those that both numbers of bits have.
        int change = to - from;
        uint kept = (1u << Math.Min(from, to)) - 1;
        ComponentMoves moves = default;
        for (int i = 0; i < 3; i++)
        {
            int place = ((2 - i) * from) + Math.Max(0, -change);
            moves.Set(i, kept << place, (3 - i) * change);
        }
        return moves;
    }

    /// <param name="index">Which component.</param>
    /// <param name="mask">Its bits.</param>
    /// <param name="shift">How far they go to the left; to the right when negative.</param>
    public void Set(int index, uint mask, int shift)
    {
        // Shifted out of the word altogether, nothing is left of a component.
        bool isGone = shift is < -31 or > 31;
        _masks[index] = isGone ? 0 : mask;
        _left[index] = isGone ? 0 : Math.Max(shift, 0);
        _right[index] = isGone ? 0 : Math.Max(-shift, 0);
    }

    public readonly uint Mask(int index) => _masks[index];
    public readonly int Left(int index) => _left[index];
    public readonly int Right(int index) => _right[index];

    /// <summary>All 32 bits stay where they are.</summary>
    public readonly bool IsIdentity()
    {
        ReadOnlySpan<uint> whole = [0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
        for (int i = 0; i < Count; i++)
        {
            if (_left[i] != 0 || _right[i] != 0 || _masks[i] != whole[i])
            {
                return false;
            }
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Apply(uint pixel)
    {
        uint moved = 0;
        for (int i = 0; i < Count; i++)
        {
            moved |= ((pixel & _masks[i]) << _left[i]) >> _right[i];
        }
        // Fewer bits for a colour must not make it transparent.
        return moved == 0 && pixel != 0 ? 1 : moved;
    }
}
