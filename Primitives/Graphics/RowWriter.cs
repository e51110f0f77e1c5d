using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Combines rows of source words, which lie as the destination's do, into the destination: at both ends only the pixels
/// of the rectangle.
/// </summary>
internal readonly unsafe struct RowWriter
{
    private readonly Form _destination;
    private readonly RuleState _state;
    private readonly delegate*<RuleState, uint, uint, uint> _function;
    private readonly delegate*<uint*, uint*, int, void> _merge;
    private readonly int _firstWord;
    private readonly uint _firstMask;
    private readonly uint _lastMask;
    private readonly bool _hidesOutside;

    // Words without pixels of others: from here on, so many.
    private readonly int _wholeStart;
    private readonly int _wholeCount;

    /// <param name="request">What to draw.</param>
    /// <param name="area">Where, clipped and not empty.</param>
    /// <param name="state">For the rule.</param>
    /// <param name="hidesOutside">
    /// The rule sees 0 in place of destination pixels outside the rectangle, as with sources that are converted pixel
    /// by pixel. Rules that carry or count beyond a pixel can tell.
    /// </param>
    public RowWriter(BitBltRequest request, in BlitArea area, RuleState state, bool hidesOutside)
    {
        _destination = request.Destination;
        _state = state;
        _function = CombinationRules.Function(request.Rule);
        _merge = RowMerge.Find(request.Rule, _destination.Depth);
        _hidesOutside = hidesOutside;
        int lastX = area.X + area.Width - 1;
        _firstWord = _destination.WordOf(area.X);
        WordCount = _destination.WordOf(lastX) - _firstWord + 1;
        _lastMask = _destination.MaskUpTo(lastX);
        _firstMask = _destination.MaskFrom(area.X) & (WordCount == 1 ? _lastMask : uint.MaxValue);
        bool isFirstWhole = _firstMask == uint.MaxValue;
        bool isLastWhole = _lastMask == uint.MaxValue || WordCount == 1;
        _wholeStart = isFirstWhole ? 0 : 1;
        _wholeCount = WordCount - _wholeStart - (isLastWhole ? 0 : 1);
        IsMove = request.Rule == CombinationRules.Over && _wholeCount == WordCount;
    }

    /// <summary>Words of a row that hold pixels of the rectangle.</summary>
    public int WordCount { get; }

    /// <summary>A row is just moved: its source may be the destination itself, a little aside.</summary>
    public bool IsMove { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int y, uint* source)
    {
        uint* destination = _destination.Row(y) + _firstWord;
        if (_wholeStart > 0)
        {
            MergePart(source, destination, _firstMask);
        }
        if (_wholeCount > 0)
        {
            MergeWhole(source + _wholeStart, destination + _wholeStart);
        }
        if (_wholeStart + _wholeCount < WordCount)
        {
            MergePart(source + WordCount - 1, destination + WordCount - 1, _lastMask);
        }
    }

    private void MergePart(uint* source, uint* destination, uint inside)
    {
        uint old = *destination;
        _state.InsideMask = inside;
        uint merged = _function(_state, *source, _hidesOutside ? old & inside : old);
        *destination = (merged & inside) | (old & ~inside);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MergeWhole(uint* source, uint* destination)
    {
        if (_merge != null)
        {
            _merge(source, destination, _wholeCount);
            return;
        }
        _state.InsideMask = uint.MaxValue;
        for (int i = 0; i < _wholeCount; i++)
        {
            destination[i] = _function(_state, source[i], destination[i]);
        }
    }
}
