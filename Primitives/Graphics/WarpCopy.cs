using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>Draws a quadrilateral of the source into the clipped rectangle of a request (VMMaker <c>warpLoop</c>).</summary>
internal static unsafe class WarpCopy
{
    // Rows of more words are buffered off the stack.
    private const int StackWords = 4096;

    [SkipLocalsInit]
    public static void Run(
        BitBltRequest request, in BlitArea area, RuleState state, in WarpQuadrilateral quadrilateral, in WarpSampler sampler)
    {
        RowWriter writer = new(request, area, state, hidesOutside: true);
        int room = writer.WordCount + MappedPixels.Room(area.Width);
        Span<uint> buffer = room <= StackWords ? stackalloc uint[room] : new uint[room];
        fixed (uint* words = buffer)
        {
            // Where pixels are words, they need not be packed.
            uint* pixels = request.Destination.Depth == 32 ? words : words + writer.WordCount;
            for (int y = area.Y; y < area.Y + area.Height; y++)
            {
                (WarpQuadrilateral.Side x, WarpQuadrilateral.Side sourceY) = quadrilateral.Row(y - request.DestY);
                sampler.Take(request.Map, x, sourceY, area.X - request.DestX, pixels, area.Width);
                if (pixels != words)
                {
                    PackedPixels.Pack(request.Destination, pixels, area.X, words, area.Width);
                }
                uint halftone = request.Halftone.WordAt(y);
                for (int i = 0; halftone != uint.MaxValue && i < writer.WordCount; i++)
                {
                    words[i] &= halftone;
                }
                writer.Write(y, words);
            }
        }
    }
}
