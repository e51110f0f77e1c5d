namespace JitTalk.Primitives.Balloon;

// The fills that are active between two edges of a scan line. They stand on a stack of three words each: fill, depth, and
// where it ends at the latest. The deepest entry of the stack is the one that is seen; the others have no order.
internal ref partial struct BalloonEngine
{
    private const int EntrySize = 3;
    private const int EntryDepth = 1;
    private const int EntryRight = 2;
    private const int Endless = 999_999_999;

    private readonly Span<int> Stack => _words[_words[BalloonLayout.BufferTop]..];

    /// <summary>The fill that is seen, 0 for none, and where it ends.</summary>
    private readonly (uint Fill, int Depth, int Right) Top
    {
        get
        {
            Span<int> stack = Stack;
            return stack.IsEmpty
                ? (0, -1, Endless)
                : ((uint)stack[^EntrySize], stack[^(EntrySize - EntryDepth)], stack[^(EntrySize - EntryRight)]);
        }
    }

    public readonly void ClearFills() => _words[BalloonLayout.BufferTop] = _words[BalloonLayout.Size];

    /// <summary>Scans the active edges from left to right and fills between them; stops at a fill that the image draws.</summary>
    /// <returns>Whether there is such a fill.</returns>
    public bool FillScanLine(Span<uint> span, BalloonBitmaps bitmaps)
    {
        int maxX = _words[BalloonLayout.FillMaxX];
        int right = maxX;
        while (_words[BalloonLayout.ActiveStart] < _words[BalloonLayout.ActiveUsed])
        {
            int edge = FirstActive;
            int left = right = Field(edge, BalloonLayout.X);
            if (left >= maxX)
            {
                return false;
            }
            RemoveFillsUpTo(left);
            if (IsWide(edge))
            {
                ShowBorder(edge);
            }
            if (AreFillsValid(edge))
            {
                ToggleFills(edge);
            }
            if (_isStopped)
            {
                return false;
            }
            _words[BalloonLayout.ActiveStart]++;
            if (_words[BalloonLayout.ActiveStart] < _words[BalloonLayout.ActiveUsed])
            {
                right = Field(FirstActive, BalloonLayout.X);
                if (right >= _words[BalloonLayout.FillMinX] && FillAll(span, bitmaps, left, right))
                {
                    return true;
                }
            }
        }
        return right < maxX && FillAll(span, bitmaps, right, maxX);
    }

    private readonly bool FillAll(Span<uint> span, BalloonBitmaps bitmaps, int left, int right)
    {
        while (Top.Right < right)
        {
            (uint fill, _, int end) = Top;
            if (FillSpan(span, bitmaps, fill, left, end))
            {
                return true;
            }
            RemoveFillsUpTo(end);
            left = end;
        }
        return FillSpan(span, bitmaps, Top.Fill, left, right);
    }

    private void ToggleFills(int edge)
    {
        if (!HasSpace(2 * EntrySize))
        {
            return;
        }
        int depth = Field(edge, BalloonLayout.Z) << 1;
        foreach (uint fill in (ReadOnlySpan<uint>)[(uint)Field(edge, BalloonLayout.LeftFill), (uint)Field(edge, BalloonLayout.RightFill)])
        {
            if (fill != 0 && !Hide(fill, depth))
            {
                Show(fill, depth, Endless);
            }
        }
        RemoveFillsUpTo(Field(edge, BalloonLayout.X));
    }

    /// <summary>Shows the border on an edge, before what is inside.</summary>
    private void ShowBorder(int edge)
    {
        uint fill = (uint)Field(edge, BalloonLayout.WideFill);
        if (fill == 0 || !HasSpace(EntrySize))
        {
            return;
        }
        int depth = (Field(edge, BalloonLayout.Z) << 1) + 1;
        int right = Field(edge, BalloonLayout.X) + Field(edge, BalloonLayout.WideWidth);
        int at = Find(fill, depth);
        if (at < 0)
        {
            Show(fill, depth, right);
        }
        else
        {
            ref int end = ref Stack[at + EntryRight];
            end = Math.Max(end, right);
        }
        RemoveFillsUpTo(Field(edge, BalloonLayout.X));
    }

    private readonly int Find(uint fill, int depth)
    {
        Span<int> stack = Stack;
        for (int i = 0; i < stack.Length; i += EntrySize)
        {
            if (stack[i] == (int)fill && stack[i + EntryDepth] == depth)
            {
                return i;
            }
        }
        return -1;
    }

    private readonly void Show(uint fill, int depth, int right)
    {
        _words[BalloonLayout.BufferTop] -= EntrySize;
        Span<int> stack = Stack;
        (stack[0], stack[EntryDepth], stack[EntryRight]) = ((int)fill, depth, right);
        if (Covers(stack, 0, stack.Length - EntrySize))
        {
            Exchange(stack, 0, stack.Length - EntrySize);
        }
    }

    private readonly bool Hide(uint fill, int depth)
    {
        int at = Find(fill, depth);
        if (at < 0)
        {
            return false;
        }
        Span<int> stack = Stack;
        bool wasSeen = at == stack.Length - EntrySize;
        Exchange(stack, at, 0);
        _words[BalloonLayout.BufferTop] += EntrySize;
        if (wasSeen)
        {
            FindTop(Stack);
        }
        return true;
    }

    private static void FindTop(Span<int> stack)
    {
        int top = 0;
        for (int i = EntrySize; i < stack.Length; i += EntrySize)
        {
            top = Covers(stack, i, top) ? i : top;
        }
        if (!stack.IsEmpty)
        {
            Exchange(stack, top, stack.Length - EntrySize);
        }
    }

    // Greater depths are nearer; of the same depth, it is a matter of the numbers.
    private static bool Covers(Span<int> stack, int one, int other)
    {
        int difference = stack[one + EntryDepth].CompareTo(stack[other + EntryDepth]);
        return difference > 0 || (difference == 0 && (uint)stack[one] < (uint)stack[other]);
    }

    private static void Exchange(Span<int> stack, int one, int other)
    {
        for (int i = 0; i < EntrySize; i++)
        {
            (stack[one + i], stack[other + i]) = (stack[other + i], stack[one + i]);
        }
    }

    /// <summary>Removes the fills on top that end at a place or before.</summary>
    private readonly void RemoveFillsUpTo(int x)
    {
        while (Top is (uint fill, int depth, int right) && !Stack.IsEmpty && right <= x)
        {
            _ = Hide(fill, depth);
        }
    }
}
