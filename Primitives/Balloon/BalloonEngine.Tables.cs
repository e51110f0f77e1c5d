namespace JitTalk.Primitives.Balloon;

// The global edge table, in order of Y, then X; and the active edges, in order of X.
internal ref partial struct BalloonEngine
{
    private readonly Span<int> Actives => _words.Slice(ActiveBase, _words[BalloonLayout.ActiveUsed]);

    /// <summary>Makes ready for the first scan line.</summary>
    /// <param name="spanSize">Pixels of the span buffer.</param>
    public void Start(int spanSize)
    {
        _words[BalloonLayout.SpanSize] = spanSize;
        SetLevel(_words[BalloonLayout.Level]);
        int shift = _words[BalloonLayout.Shift];
        _words[BalloonLayout.ClipMinX] = Math.Max(0, _words[BalloonLayout.ClipMinX]);
        _words[BalloonLayout.ClipMaxX] = Math.Min(spanSize, _words[BalloonLayout.ClipMaxX]);
        _words[BalloonLayout.FillMinX] = _words[BalloonLayout.ClipMinX] << shift;
        _words[BalloonLayout.FillMinY] = _words[BalloonLayout.ClipMinY] << shift;
        _words[BalloonLayout.FillMaxX] = _words[BalloonLayout.ClipMaxX] << shift;
        _words[BalloonLayout.FillMaxY] = _words[BalloonLayout.ClipMaxY] << shift;
        _words[BalloonLayout.GlobalStart] = 0;
        _words[BalloonLayout.GlobalUsed] = 0;
        _words[BalloonLayout.ActiveStart] = 0;
        _words[BalloonLayout.ActiveUsed] = 0;
        (int Y, int X, int Edge)[] edges = VisibleEdges();
        if (!HasSpace(edges.Length))
        {
            return;
        }
        Array.Sort(edges);
        for (int i = 0; i < edges.Length; i++)
        {
            _words[GlobalBase + i] = edges[i].Edge;
        }
        _words[BalloonLayout.GlobalUsed] = edges.Length;
        _words[BalloonLayout.CurrentY] = edges.Length == 0
            ? _words[BalloonLayout.FillMaxY]
            : Math.Max(edges[0].Y, _words[BalloonLayout.FillMinY]);
        // All of the span buffer is to be cleared at first.
        _words[BalloonLayout.SpanStart] = 0;
        _words[BalloonLayout.SpanEnd] = (spanSize << shift) - 1;
    }

    /// <summary>Moves edges that begin at this scan line to the active ones; stops before one that the image steps.</summary>
    /// <returns>Whether there is such an edge.</returns>
    public bool AddEdges()
    {
        int y = _words[BalloonLayout.CurrentY];
        while (_words[BalloonLayout.GlobalStart] < _words[BalloonLayout.GlobalUsed])
        {
            int edge = NextGlobal;
            if (Field(edge, BalloonLayout.Y) > y)
            {
                return false;
            }
            int kind = KindOf(edge);
            if (kind == BalloonType.ExternalEdge)
            {
                return true;
            }
            if (!HasSpace(1))
            {
                return false;
            }
            StepToFirst(edge, y);
            Insert(edge);
            _words[BalloonLayout.GlobalStart]++;
        }
        return false;
    }

    /// <summary>Steps the active edges to this scan line; stops at one that the image steps.</summary>
    /// <returns>Whether there is such an edge.</returns>
    public readonly bool UpdateEdges()
    {
        while (_words[BalloonLayout.ActiveStart] < _words[BalloonLayout.ActiveUsed])
        {
            int edge = FirstActive;
            if (--Field(edge, BalloonLayout.Lines) <= 0)
            {
                RemoveFirstActive();
            }
            else if (KindOf(edge) == BalloonType.ExternalEdge)
            {
                return true;
            }
            else
            {
                Step(edge, _words[BalloonLayout.CurrentY]);
                ResortFirstActive();
                _words[BalloonLayout.ActiveStart]++;
            }
        }
        return false;
    }

    /// <summary>The edge of the global table that is the next to begin.</summary>
    public readonly int NextGlobal => _words[GlobalBase + _words[BalloonLayout.GlobalStart]];

    /// <summary>The first active edge that is not done.</summary>
    public readonly int FirstActive => Actives[_words[BalloonLayout.ActiveStart]];

    public readonly bool HasEdges =>
        _words[BalloonLayout.GlobalStart] < _words[BalloonLayout.GlobalUsed] || _words[BalloonLayout.ActiveUsed] != 0;

    /// <summary>Makes an edge active whose X and number of scan lines the image has said.</summary>
    public void AddChanged(int edge)
    {
        if (HasSpace(1))
        {
            Insert(edge);
        }
    }

    /// <summary>Goes on with the active edge that the image has stepped.</summary>
    public readonly void UpdateChanged(int edge)
    {
        if (Field(edge, BalloonLayout.Lines) <= 0)
        {
            RemoveFirstActive();
        }
        else
        {
            ResortFirstActive();
            _words[BalloonLayout.ActiveStart]++;
        }
    }

    public readonly (int X, int Z, int Lines) Edge(int edge) =>
        (Field(edge, BalloonLayout.X), Field(edge, BalloonLayout.Z), Field(edge, BalloonLayout.Lines));

    public readonly void SetEdge(int edge, int x, int y, int z, int lines)
    {
        (Field(edge, BalloonLayout.X), Field(edge, BalloonLayout.Y)) = (x, y);
        (Field(edge, BalloonLayout.Z), Field(edge, BalloonLayout.Lines)) = (z, lines);
    }

    private readonly (int Y, int X, int Edge)[] VisibleEdges()
    {
        List<(int Y, int X, int Edge)> edges = [];
        int end = _words[BalloonLayout.ObjectUsed];
        for (int item = 0; item < end;)
        {
            int type = TypeOf(item);
            if ((type & BalloonType.FillMask) == 0 && (type & BalloonType.EdgeMask) != 0 && IsVisible(item))
            {
                edges.Add((Field(item, BalloonLayout.Y), Field(item, BalloonLayout.X), item));
            }
            int length = Field(item, BalloonLayout.Length);
            item += length >= BalloonLayout.FillSize ? length : throw new IndexOutOfRangeException();
        }
        return [.. edges];
    }

    private readonly bool IsVisible(int edge)
    {
        if (Field(edge, BalloonLayout.Y) >= _words[BalloonLayout.FillMaxY])
        {
            return false;
        }
        if (KindOf(edge) is not (BalloonType.Line or BalloonType.Bezier))
        {
            return true;
        }
        int width = IsWide(edge) ? Field(edge, BalloonLayout.WideExtent) : 0;
        int right = _words[BalloonLayout.FillMaxX];
        return Field(edge, BalloonLayout.EndY) + width >= _words[BalloonLayout.FillMinY]
            && (Field(edge, BalloonLayout.X) - width < right || Field(edge, BalloonLayout.EndX) - width < right);
    }

    private readonly void StepToFirst(int edge, int y)
    {
        switch (TypeOf(edge))
        {
            case BalloonType.Line:
                StepToFirstLine(edge, y);
                break;
            case BalloonType.Line | BalloonType.Wide:
                StepToFirstWideLine(edge, y);
                break;
            case BalloonType.Bezier:
                StepToFirstBezier(edge, y);
                break;
            case BalloonType.Bezier | BalloonType.Wide:
                StepToFirstWideBezier(edge, y);
                break;
        }
    }

    private readonly void Step(int edge, int y)
    {
        switch (TypeOf(edge))
        {
            case BalloonType.Line:
                StepLine(edge);
                break;
            case BalloonType.Line | BalloonType.Wide:
                StepWideLine(edge);
                break;
            case BalloonType.Bezier:
                StepBezier(edge, y);
                break;
            case BalloonType.Bezier | BalloonType.Wide:
                StepWideBezier(edge, y);
                break;
        }
    }

    private readonly void Insert(int edge)
    {
        if (Field(edge, BalloonLayout.Lines) <= 0)
        {
            return;
        }
        int index = 0;
        foreach (int active in Actives)
        {
            if (!SortsBefore(active, edge))
            {
                break;
            }
            index++;
        }
        int used = _words[BalloonLayout.ActiveUsed]++;
        Actives[index..used].CopyTo(Actives[(index + 1)..]);
        Actives[index] = edge;
    }

    // At the same place, what began higher, then what began further left.
    private readonly bool SortsBefore(int one, int other) =>
        (Field(one, BalloonLayout.X), Field(one, BalloonLayout.Y)).CompareTo((Field(other, BalloonLayout.X), Field(other, BalloonLayout.Y))) < 0;

    private readonly void RemoveFirstActive()
    {
        int index = _words[BalloonLayout.ActiveStart];
        Actives[(index + 1)..].CopyTo(Actives[index..]);
        _words[BalloonLayout.ActiveUsed]--;
    }

    private readonly void ResortFirstActive()
    {
        Span<int> actives = Actives;
        int index = _words[BalloonLayout.ActiveStart];
        int edge = actives[index];
        int x = Field(edge, BalloonLayout.X);
        for (; index > 0 && Field(actives[index - 1], BalloonLayout.X) > x; index--)
        {
            actives[index] = actives[index - 1];
        }
        actives[index] = edge;
    }
}
