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
    private readonly int _rule;
    private readonly int _firstWord;
    private readonly uint _firstMask;
    private readonly uint _lastMask;
    private readonly bool _hidesOutside;

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
        _rule = request.Rule;
        _function = CombinationRules.Function(_rule);
        _hidesOutside = hidesOutside;
        int lastX = area.X + area.Width - 1;
        _firstWord = _destination.WordOf(area.X);
        WordCount = _destination.WordOf(lastX) - _firstWord + 1;
        _lastMask = _destination.MaskUpTo(lastX);
        _firstMask = _destination.MaskFrom(area.X) & (WordCount == 1 ? _lastMask : uint.MaxValue);
    }

    /// <summary>Words of a row that hold pixels of the rectangle.</summary>
    public int WordCount { get; }

    public void Write(int y, uint* source)
    {
        uint* destination = _destination.Row(y) + _firstWord;
        MergeEnd(source, destination, _firstMask);
        if (WordCount > 1)
        {
            MergeMiddle(source + 1, destination + 1, WordCount - 2);
            MergeEnd(source + WordCount - 1, destination + WordCount - 1, _lastMask);
        }
    }

    private void MergeEnd(uint* source, uint* destination, uint inside)
    {
        uint old = *destination;
        _state.InsideMask = inside;
        uint merged = _function(_state, *source, _hidesOutside ? old & inside : old);
        *destination = (merged & inside) | (old & ~inside);
    }

    private void MergeMiddle(uint* source, uint* destination, int count)
    {
        bool isDeep = _state.Depth == 32;
        switch (_rule)
        {
            case CombinationRules.Over:
                Buffer.MemoryCopy(source, destination, 4L * count, 4L * count);
                break;
            case CombinationRules.Blend:
                for (int i = 0; i < count; i++)
                {
                    destination[i] = BlendRules.Blend(source[i], destination[i]);
                }
                break;
            case CombinationRules.BlendScaled:
                for (int i = 0; i < count; i++)
                {
                    destination[i] = BlendRules.BlendScaled(source[i], destination[i]);
                }
                break;
            case CombinationRules.Paint when isDeep:
                for (int i = 0; i < count; i++)
                {
                    destination[i] = source[i] == 0 ? destination[i] : source[i];
                }
                break;
            case CombinationRules.Multiply when isDeep:
                for (int i = 0; i < count; i++)
                {
                    destination[i] = ColorRules.Multiply32(source[i], destination[i]);
                }
                break;
            default:
                _state.InsideMask = uint.MaxValue;
                for (int i = 0; i < count; i++)
                {
                    destination[i] = _function(_state, source[i], destination[i]);
                }
                break;
        }
    }
}
