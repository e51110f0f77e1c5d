namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// Makes up what to draw: sizes of a few words, rectangles that stick out, Forms over themselves, halftones, and maps of
/// all kinds. The same seed makes the same.
/// </summary>
internal sealed class RandomBlits(int seed)
{
    private const int LargestHeight = 5;
    private const int MostWords = 24;

    private readonly Random _random = new(seed);

    /// <summary>Words that a Form of these needs at most, and some behind them, which nobody may touch.</summary>
    public const int FormWords = (MostWords * LargestHeight) + 16;

    public static int[] Depths => [1, 2, 4, 8, 16, 32, -1, -2, -4, -8, -16, -32];

    public static int[] TableSizes => [0, 1, 2, 4, 16, 256, 512, 4096, 32768];

    public ReferenceBlit Blit(int rule, int sourceDepth, int depth)
    {
        ReferenceForm destination = Form(depth);
        ReferenceForm? source = sourceDepth == depth && Chance(2) ? destination : Chance(8) ? null : Form(sourceDepth);
        (int clipX, int clipY, int clipWidth, int clipHeight) = Clip(destination);
        return new ReferenceBlit
        {
            Rule = rule,
            Destination = destination,
            Source = source,
            Halftone = Halftone(),
            Map = Map(Math.Abs(sourceDepth), rule is 23 or 33),
            DestX = Start(destination.Width),
            DestY = Start(destination.Height),
            Width = _random.Next(destination.Width + 9) - 2,
            Height = _random.Next(destination.Height + 5) - 1,
            SourceX = Start((source ?? destination).Width),
            SourceY = Start((source ?? destination).Height),
            ClipX = clipX,
            ClipY = clipY,
            ClipWidth = clipWidth,
            ClipHeight = clipHeight,
            Alpha = Byte(),
            Paint = new((uint)_random.Next(1 << 24), Byte(), Chance(2) ? null : Bytes(), Chance(2) ? null : Bytes()),
        };
    }

    public ReferenceWarp Warp(int rule, int sourceDepth, int depth)
    {
        ReferenceForm destination = Form(depth);
        ReferenceForm source = Form(sourceDepth);
        (int clipX, int clipY, int clipWidth, int clipHeight) = Clip(destination);
        bool isSmooth = Chance(2);
        return new ReferenceWarp
        {
            Rule = rule,
            Destination = destination,
            Source = source,
            Halftone = Halftone(),
            Map = Map(isSmooth ? 32 : Math.Abs(sourceDepth), rule is 23 or 33),
            DestX = Start(destination.Width),
            DestY = Start(destination.Height),
            Width = _random.Next(destination.Width + 9) - 2,
            Height = _random.Next(destination.Height + 5) - 1,
            ClipX = clipX,
            ClipY = clipY,
            ClipWidth = clipWidth,
            ClipHeight = clipHeight,
            Corners = [.. Enumerable.Range(0, 8).Select(i => Corner(i % 2 == 0 ? source.Width : source.Height))],
            Smoothing = isSmooth ? _random.Next(2, 5) : 1,
            Colors = [.. Enumerable.Range(0, 256).Select(_ => BitBltBench.RandomWord(_random))],
        };
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private ReferenceForm Form(int signedDepth)
    {
        int width = _random.Next(1, Math.Min(MostWords * 32 / Math.Abs(signedDepth), 260) + 1);
        uint[] words = [.. Enumerable.Range(0, FormWords).Select(_ => Word())];
        return new ReferenceForm(words, width, _random.Next(1, LargestHeight + 1), signedDepth);
    }

    /// <summary>Random bits, with pixels of 0 among them, which rules treat apart.</summary>
    private uint Word() => _random.Next(5) switch
    {
        0 => 0,
        1 => BitBltBench.RandomWord(_random) & BitBltBench.RandomWord(_random) & BitBltBench.RandomWord(_random),
        _ => BitBltBench.RandomWord(_random),
    };

    private int Start(int extent) => Chance(3) ? 0 : _random.Next(-6, extent + 3);

    private (int X, int Y, int Width, int Height) Clip(ReferenceForm form) => Chance(2)
        ? (0, 0, form.Width, form.Height)
        : (_random.Next(-6, form.Width), _random.Next(-2, form.Height), _random.Next(form.Width + 9), _random.Next(form.Height + 3));

    private uint[]? Halftone() => Chance(3)
        ? [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Chance(3) ? uint.MaxValue : Word())]
        : null;

    private ReferenceColorMap? Map(int sourceDepth, bool isNeeded)
    {
        if (!isNeeded && Chance(2))
        {
            return null;
        }
        int[] colorSizes = [512, 4096, 32768];
        int size = Chance(4) ? TableSizes[_random.Next(TableSizes.Length)]
            : sourceDepth <= 8 ? 1 << sourceDepth
            : colorSizes[_random.Next(colorSizes.Length)];
        bool isObject = Chance(3);
        bool hasMoves = isObject && !Chance(4);
        bool isIdentity = Chance(5);
        return new ReferenceColorMap
        {
            IsObject = isObject,
            Table = isObject && Chance(2) ? null : Table(size),
            Shifts = hasMoves ? [.. Enumerable.Range(0, 4).Select(_ => isIdentity ? 0 : _random.Next(-31, 32))] : null,
            Masks = hasMoves
                ? isIdentity ? [0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000] : [.. Enumerable.Range(0, 4).Select(_ => Word())]
                : null,
        };
    }

    private uint[] Table(int size)
    {
        uint[] table = new uint[size];
        _random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.AsSpan()));
        return table;
    }

    private uint Byte() => Chance(3) ? 255 : (uint)_random.Next(256);

    private byte[] Bytes()
    {
        byte[] bytes = new byte[256];
        _random.NextBytes(bytes);
        return bytes;
    }

    private int Corner(int extent) => _random.Next(5) switch
    {
        0 => 0,
        1 => (extent - 1) << 14,
        _ => _random.Next(-3 << 14, (extent + 3) << 14),
    };
}
