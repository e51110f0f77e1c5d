namespace JitTalk.Core.Contracts;

/// <summary>
/// The pixels of the image's Display as they lie in its memory: rows of 32-bit words, as many as the size asks for. Good
/// for the call that hands it over.
/// </summary>
/// <param name="Words">The first word of the first row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In rows.</param>
/// <param name="Depth">Bits of a pixel: 1, 2, 4, 8, 16 or 32.</param>
/// <param name="IsMsbFirst">The leftmost pixel of a word is in its most significant bits.</param>
internal readonly unsafe record struct DisplayBits(nint Words, int Width, int Height, int Depth, bool IsMsbFirst)
{
    public int WordsPerRow => (int)((((long)Width * Depth) + 31) >> 5);

    public ReadOnlySpan<uint> Row(int y) => new((uint*)Words + ((long)y * WordsPerRow), WordsPerRow);
}
