namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>A Form as the reference sees it: words, and where in them each pixel is.</summary>
internal sealed class ReferenceForm(uint[] words, int width, int height, int signedDepth)
{
    public uint[] Words { get; } = words;
    public int Width { get; } = width;
    public int Height { get; } = height;
    public int SignedDepth { get; } = signedDepth;
    public int Depth => Math.Abs(SignedDepth);
    public int PixelsPerWord => 32 / Depth;
    public int WordsPerRow => WordsFor(Width, SignedDepth);
    public uint Mask => MaskOf(Depth);

    public static int WordsFor(int width, int signedDepth)
    {
        int perWord = 32 / Math.Abs(signedDepth);
        return (width + perWord - 1) / perWord;
    }

    public static uint MaskOf(int bits) => bits == 32 ? uint.MaxValue : (1u << bits) - 1;

    public ReferenceForm Copy() => new((uint[])Words.Clone(), Width, Height, SignedDepth);

    /// <summary>How far up in its word a pixel is: the leftmost is on top, or at the bottom where the depth is negative.</summary>
    public int ShiftOf(int x)
    {
        int place = x % PixelsPerWord;
        return SignedDepth > 0 ? 32 - ((place + 1) * Depth) : place * Depth;
    }

    /// <summary>A pixel, or what fills up the row's last word behind the last; 0 left and right of that.</summary>
    public uint Get(int x, int y) => x < 0 || x >= WordsPerRow * PixelsPerWord
        ? 0
        : (Words[(y * WordsPerRow) + (x / PixelsPerWord)] >> ShiftOf(x)) & Mask;

    public void Put(int x, int y, uint pixel)
    {
        ref uint word = ref Words[(y * WordsPerRow) + (x / PixelsPerWord)];
        word = (word & ~(Mask << ShiftOf(x))) | ((pixel & Mask) << ShiftOf(x));
    }
}
