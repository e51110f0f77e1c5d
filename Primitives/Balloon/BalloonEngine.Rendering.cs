namespace JitTalk.Primitives.Balloon;

// A scan line, from state to state.
internal ref partial struct BalloonEngine
{
    /// <summary>Renders until all is done, or the image must do something: then the reason is stored.</summary>
    /// <param name="target">The span buffer and where it goes.</param>
    /// <param name="isWhole">Go on after this scan line.</param>
    public void Render(BalloonTarget target, bool isWhole)
    {
        if (State == BalloonState.Unlocked)
        {
            Start(target.SpanSize);
            State = _isStopped ? BalloonState.Unlocked : BalloonState.AddingFromGlobal;
        }
        while (!_isStopped && State != BalloonState.Completed)
        {
            RenderStep(target);
            if (!isWhole && State == BalloonState.AddingFromGlobal)
            {
                return;
            }
        }
    }

    /// <summary>Begins to scan the active edges.</summary>
    public void BeginScan()
    {
        _words[BalloonLayout.ActiveStart] = 0;
        _words[BalloonLayout.ClearSpan] = 1;
        ClearFills();
        State = BalloonState.ScanningActive;
    }

    /// <summary>Clears the span buffer if this is the first scan line of its pixels.</summary>
    public readonly void ClearSpanIfNew(Span<uint> span)
    {
        if (_words[BalloonLayout.ClearSpan] != 0 && (_words[BalloonLayout.CurrentY] & _words[BalloonLayout.ScanMask]) == 0)
        {
            ClearSpan(span);
        }
        _words[BalloonLayout.ClearSpan] = 0;
    }

    public void EndScan()
    {
        ClearFills();
        _words[BalloonLayout.SpanEndSub] = 0;
        State = BalloonState.BlitBuffer;
    }

    /// <summary>Draws the pixels after their last scan line, and goes on to the next.</summary>
    public void Display(BalloonTarget target)
    {
        if ((_words[BalloonLayout.CurrentY] & _words[BalloonLayout.ScanMask]) == _words[BalloonLayout.ScanMask])
        {
            (int start, int end, int y) = DrawnSpan;
            if (start < end)
            {
                target.Draw(start, end, y);
            }
            if (!HasEdges || _words[BalloonLayout.CurrentY] >= _words[BalloonLayout.FillMaxY])
            {
                State = BalloonState.Completed;
            }
        }
        if (State != BalloonState.Completed)
        {
            _words[BalloonLayout.ActiveStart] = 0;
            _words[BalloonLayout.CurrentY]++;
            State = BalloonState.UpdateEdges;
        }
    }

    private void RenderStep(BalloonTarget target)
    {
        switch (State)
        {
            case BalloonState.AddingFromGlobal:
                if (AddEdges())
                {
                    WaitFor(BalloonState.WaitingForEdge, BalloonStop.GlobalEntry);
                }
                else if (!_isStopped)
                {
                    BeginScan();
                }
                break;
            case BalloonState.ScanningActive:
                ClearSpanIfNew(target.Span);
                if (FillScanLine(target.Span, target.Bitmaps))
                {
                    WaitFor(BalloonState.WaitingForFill, BalloonStop.FillEntry);
                }
                else if (!_isStopped)
                {
                    EndScan();
                }
                break;
            case BalloonState.BlitBuffer:
                Display(target);
                break;
            case BalloonState.UpdateEdges:
                if (UpdateEdges())
                {
                    WaitFor(BalloonState.WaitingChange, BalloonStop.ActiveEntry);
                }
                else
                {
                    State = BalloonState.AddingFromGlobal;
                }
                break;
            default:
                StopBecauseOf(BalloonStop.BadState);
                break;
        }
    }

    private void WaitFor(BalloonState state, BalloonStop reason)
    {
        State = state;
        StopBecauseOf(reason);
    }
}
