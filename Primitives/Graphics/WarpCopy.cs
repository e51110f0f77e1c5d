namespace JitTalk.Primitives.Graphics;

/// <summary>Draws a quadrilateral of the source into the clipped rectangle of a request (VMMaker <c>warpLoop</c>).</summary>
internal static unsafe class WarpCopy
{
    // Rows of more words are buffered off the stack.
    private const int StackWords = 2048;

    public static void Run(
        BitBltRequest request, in BlitArea area, RuleState state, in WarpQuadrilateral quadrilateral, in WarpSampler sampler)
    {
        RowWriter writer = new(request, area, state, hidesOutside: true);
        Span<uint> buffer = writer.WordCount <= StackWords ? stackalloc uint[writer.WordCount] : new uint[writer.WordCount];
        fixed (uint* words = buffer)
        {
            for (int y = area.Y; y < area.Y + area.Height; y++)
            {
                Pick(request, area, sampler, quadrilateral.Row(y - request.DestY), words);
                uint halftone = request.Halftone.WordAt(y);
                for (int i = 0; i < writer.WordCount; i++)
                {
                    words[i] &= halftone;
                }
                writer.Write(y, words);
            }
        }
    }

    private static void Pick(
        BitBltRequest request, in BlitArea area, in WarpSampler sampler,
        (WarpQuadrilateral.Side X, WarpQuadrilateral.Side Y) row, uint* words)
    {
        ref readonly Form to = ref request.Destination;
        uint mask = to.PixelMask;
        int firstWord = to.WordOf(area.X);
        words[0] = 0;
        int word = 0;
        for (int x = area.X; x < area.X + area.Width; x++)
        {
            if (to.WordOf(x) - firstWord != word)
            {
                words[++word] = 0;
            }
            long step = x - request.DestX;
            uint pixel = sampler.Sample(request, row.X.At(step), row.Y.At(step), row.X.Step, row.Y.Step);
            words[word] |= (pixel & mask) << to.ShiftOf(x);
        }
    }
}
