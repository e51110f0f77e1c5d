using System.Runtime.InteropServices;

namespace JitTalk.Primitives.Balloon;

/// <summary>
/// The Balloon engine (VMMaker <c>BalloonEngineBase</c>, <c>BalloonEnginePlugin</c>): fills shapes bounded by lines and
/// quadratic béziers, scan line by scan line. This part is its memory.
/// </summary>
/// <remarks>
/// Each scan line: edges that begin there move from the global table to the active ones, which are kept in order of X;
/// from left to right each edge toggles the fills at its sides, and what is between two edges is filled with the fill on
/// top; the line of pixels goes to the destination; the edges step to the next line. With anti-aliasing all coordinates
/// are multiplied by the level, 2 or 4, and a pixel sums the colours of so many samples in so many scan lines.
/// Edges and fills that the image draws itself stop the engine, which goes on when it has the image's answer.
/// The image may write what it likes into the buffer: each access is checked, and what leads outside fails the primitive
/// with an <see cref="IndexOutOfRangeException"/> or <see cref="ArgumentException"/>, which the entries catch.
/// </remarks>
internal ref partial struct BalloonEngine
{
    // Coordinates beyond make a primitive that nobody interrupts run too long: no Form is so large.
    public const int Farthest = 1 << 24;

    private readonly Span<int> _words;
    private bool _isStopped;

    private BalloonEngine(Span<int> words)
    {
        _words = words;
    }

    public readonly bool IsStopped => _isStopped;
    public BalloonState State { readonly get => (BalloonState)_words[BalloonLayout.State]; set => _words[BalloonLayout.State] = (int)value; }
    public readonly BalloonStop StopReason => (BalloonStop)_words[BalloonLayout.StopReason];

    /// <summary>An entry of the header, see <see cref="BalloonLayout"/>.</summary>
    public readonly ref int this[int header] => ref _words[header];

    /// <summary>How many of the buffer's words lie before the stack and are not in use.</summary>
    public readonly int Available => _words[BalloonLayout.BufferTop] - ActiveBase - _words[BalloonLayout.ActiveUsed];

    private readonly int GlobalBase => BalloonLayout.HeaderSize + _words[BalloonLayout.ObjectUsed];
    private readonly int ActiveBase => GlobalBase + _words[BalloonLayout.GlobalUsed];

    /// <summary>Makes a buffer that has no objects yet, but for a fill with the number 0, which none is to have.</summary>
    public static void Initialize(Span<int> words)
    {
        words[..BalloonLayout.HeaderSize].Clear();
        words[BalloonLayout.Magic] = BalloonLayout.MagicNumber;
        words[BalloonLayout.Size] = words.Length;
        words[BalloonLayout.BufferTop] = words.Length;
        words[BalloonLayout.ObjectStart] = BalloonLayout.HeaderSize;
        BalloonEngine engine = new(words);
        engine.SetLevel(1);
        engine.ClearEdgeTransform();
        engine.ClearColorTransform();
        _ = engine.TryAllocate(BalloonType.ExternalFill, BalloonLayout.FillSize, out _);
    }

    /// <summary>Takes up a buffer.</summary>
    public static BalloonFailure TryLoad(Span<int> words, out BalloonEngine engine)
    {
        engine = new BalloonEngine(words);
        if (words.Length < BalloonLayout.MinimalSize)
        {
            return BalloonFailure.WorkBufferTooSmall;
        }
        if (words[BalloonLayout.Magic] != BalloonLayout.MagicNumber)
        {
            return BalloonFailure.WorkBufferBadMagic;
        }
        if (words[BalloonLayout.Size] != words.Length)
        {
            return BalloonFailure.WorkBufferWrongSize;
        }
        if (words[BalloonLayout.ObjectStart] != BalloonLayout.HeaderSize)
        {
            return BalloonFailure.WorkBufferStartWrong;
        }
        (int objects, int globals, int actives) =
            (words[BalloonLayout.ObjectUsed], words[BalloonLayout.GlobalUsed], words[BalloonLayout.ActiveUsed]);
        bool isInside = objects >= 0 && globals >= 0 && actives >= 0
            && (long)BalloonLayout.HeaderSize + objects + globals + actives <= words[BalloonLayout.BufferTop]
            && words[BalloonLayout.BufferTop] <= words.Length
            && Math.Abs((long)words[BalloonLayout.FillMaxY]) <= 4L * Farthest && words[BalloonLayout.Shift] is >= 0 and <= 2;
        return isInside ? BalloonFailure.None : BalloonFailure.WorkTooBig;
    }

    /// <summary>Copies a buffer into a larger one.</summary>
    public static void Copy(ReadOnlySpan<int> from, Span<int> to)
    {
        int top = from[BalloonLayout.BufferTop];
        int difference = to.Length - from.Length;
        from[..top].CopyTo(to);
        from[top..].CopyTo(to[(top + difference)..]);
        to[BalloonLayout.BufferTop] = top + difference;
        to[BalloonLayout.Size] = to.Length;
    }

    public readonly void ClearStopReason() => _words[BalloonLayout.StopReason] = 0;

    public void StopBecauseOf(BalloonStop reason)
    {
        _words[BalloonLayout.StopReason] = (int)reason;
        _isStopped = true;
    }

    /// <summary>Stops where so many words are not to be had: the image is to bring a larger buffer.</summary>
    public bool HasSpace(long words)
    {
        if (words <= Available)
        {
            return true;
        }
        StopBecauseOf(BalloonStop.NoMoreSpace);
        return false;
    }

    /// <summary>The number of the object that the image draws itself, or the one the image knows it by.</summary>
    public readonly int IndexOf(int item) => Field(item, BalloonLayout.Index);

    /// <summary>Whether a fill is none, a colour, or one that was added.</summary>
    public readonly bool IsFillOkay(uint fill) =>
        fill == 0 || IsColor(fill)
        || (fill < (uint)_words[BalloonLayout.ObjectUsed] && (TypeOf((int)fill) & BalloonType.FillMask) != 0);

    private static bool IsColor(uint fill) => (fill & 0xFF00_0000) != 0;

    private readonly ref int Field(int item, int field) => ref _words[BalloonLayout.HeaderSize + item + field];

    private readonly Span<int> Fields(int item, int first, int count) => _words.Slice(BalloonLayout.HeaderSize + item + first, count);

    private readonly int TypeOf(int item) => Field(item, BalloonLayout.Type) & BalloonType.Mask;

    private readonly bool IsWide(int edge) => (TypeOf(edge) & BalloonType.Wide) != 0;

    private readonly int KindOf(int edge) => TypeOf(edge) & ~BalloonType.Wide;

    /// <summary>Makes an object; what lies behind the others makes room. Answers false, and stops, where there is none.</summary>
    private bool TryAllocate(int type, int size, out int item)
    {
        item = _words[BalloonLayout.ObjectUsed];
        if (!HasSpace(size))
        {
            return false;
        }
        int used = _words[BalloonLayout.GlobalUsed] + _words[BalloonLayout.ActiveUsed];
        _words.Slice(GlobalBase, used).CopyTo(_words[(GlobalBase + size)..]);
        _words[BalloonLayout.ObjectUsed] += size;
        Fields(item, 0, size).Clear();
        Field(item, BalloonLayout.Type) = type;
        Field(item, BalloonLayout.Length) = size;
        return true;
    }

    private readonly Span<float> Floats(int header, int count) => MemoryMarshal.Cast<int, float>(_words.Slice(header, count));
}
