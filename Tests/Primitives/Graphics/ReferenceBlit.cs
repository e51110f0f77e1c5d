namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>What a BitBlt is asked for, and what comes of it, pixel by pixel (VMMaker <c>copyBits</c>).</summary>
internal class ReferenceBlit
{
    private ReferenceForm? _before;

    public required int Rule { get; init; }
    public required ReferenceForm Destination { get; init; }

    /// <summary>Null for none; the destination itself where a Form is moved over itself.</summary>
    public ReferenceForm? Source { get; init; }

    /// <summary>A word for each row of the destination, over and over; null for none.</summary>
    public uint[]? Halftone { get; init; }

    public ReferenceColorMap? Map { get; init; }
    public int DestX { get; init; }
    public int DestY { get; init; }
    public int Width { get; init; }
    public int Height { get; init; }
    public int SourceX { get; init; }
    public int SourceY { get; init; }
    public int ClipX { get; init; }
    public int ClipY { get; init; }
    public int ClipWidth { get; init; }
    public int ClipHeight { get; init; }

    /// <summary>The argument of rules 30 and 31.</summary>
    public uint Alpha { get; init; }

    /// <summary>The arguments of rule 41.</summary>
    public ReferencePaint? Paint { get; init; }

    /// <summary>What rules 22 and 32 answer.</summary>
    public long Count { get; private set; }

    public bool UsesSource => Source is not null && Rule is not (0 or 5 or 10 or 15);

    /// <summary>Source pixels are converted one by one, and the destination around them is not seen.</summary>
    protected virtual bool IsMapped => UsesSource
        && (ReferenceColorMap.IsNeeded(Map, Source!.Depth, Destination.Depth) || Source.SignedDepth != Destination.SignedDepth);

    public void Run()
    {
        if (UsesSource && !ReferenceEquals(Source, Destination) && GetType() == typeof(ReferenceBlit) && DeepReference.IsKind(this))
        {
            new DeepReference(this).Run();
            return;
        }
        // All that is moved is what was there before.
        _before = Source?.Copy();
        for (int y = 0; y < Destination.Height; y++)
        {
            for (int word = 0; word < Destination.WordsPerRow; word++)
            {
                RunWord(word * Destination.PixelsPerWord, y);
            }
        }
    }

    /// <summary>Whether a pixel of the destination is drawn on.</summary>
    public virtual bool IsInside(int x, int y) =>
        IsInRectangle(x, y)
        && (!UsesSource || (SourceXOf(x) is >= 0 && SourceXOf(x) < Source!.Width && SourceYOf(y) >= 0 && SourceYOf(y) < Source.Height));

    public int SourceXOf(int x) => x - DestX + SourceX;
    public int SourceYOf(int y) => y - DestY + SourceY;

    protected bool IsInRectangle(int x, int y) =>
        x >= 0 && y >= 0 && x < Destination.Width && y < Destination.Height
        && x >= DestX && y >= DestY && x < DestX + Width && y < DestY + Height
        && x >= ClipX && y >= ClipY && x < ClipX + ClipWidth && y < ClipY + ClipHeight;

    /// <summary>The source's pixel for one of the destination.</summary>
    protected virtual uint SourcePixel(int x, int y)
    {
        uint pixel = _before!.Get(SourceXOf(x), SourceYOf(y));
        return IsMapped ? ReferenceColorMap.Map(Map, pixel, Source!.Depth, Destination.Depth) : pixel;
    }

    /// <summary>Combines the pixels of a word, from <paramref name="left"/> on.</summary>
    private void RunWord(int left, int y)
    {
        int[] all = [.. Enumerable.Range(left, Destination.PixelsPerWord)];
        int[] inside = [.. all.Where(x => IsInside(x, y))];
        if (inside.Length == 0)
        {
            return;
        }
        uint source = 0;
        uint destination = 0;
        foreach (int x in IsMapped ? inside : all)
        {
            source |= MaskedPixel(x, y) << Destination.ShiftOf(x);
            destination |= Destination.Get(x, y) << Destination.ShiftOf(x);
        }
        // Rules 22 and 23 count all the pixels of a word.
        CountPixels(source, destination, Rule is 22 or 23 ? all : inside);
        uint combined = ReferenceRules.IsOfWords(Rule)
            ? ReferenceRules.CombineWords(Rule, Destination.Depth, source, destination)
            : 0;
        foreach (int x in inside)
        {
            uint pixel = ReferenceRules.IsOfWords(Rule)
                ? combined >> Destination.ShiftOf(x)
                : ReferenceRules.CombinePixels(
                    Rule, Destination.Depth, PixelOf(source, x), PixelOf(destination, x), Alpha, Paint);
            Destination.Put(x, y, pixel);
        }
    }

    private void CountPixels(uint source, uint destination, int[] columns)
    {
        foreach (int x in columns)
        {
            if (Rule is 22 or 32)
            {
                Count += ReferenceRules.Difference(Destination.Depth, PixelOf(source, x), PixelOf(destination, x));
            }
            if (Rule is 23 or 33 && UsesSource)
            {
                Map?.Tally(PixelOf(destination, x), Destination.Depth);
            }
        }
    }

    private uint PixelOf(uint word, int x) => (word >> Destination.ShiftOf(x)) & Destination.Mask;

    private uint MaskedPixel(int x, int y)
    {
        uint pixel = (UsesSource ? SourcePixel(x, y) : uint.MaxValue) & Destination.Mask;
        bool hasHalftone = Halftone is not null && Rule is not (0 or 5 or 10 or 15);
        return hasHalftone ? pixel & PixelOf(Halftone![y % Halftone.Length], x) : pixel;
    }
}
