namespace JitTalk.Primitives.Graphics;

/// <summary>Finds places where a source pixel and the destination pixel beneath meet a test of two colours.</summary>
/// <param name="Test">0: both match. 1: neither does. 2: only the destination's does.</param>
/// <param name="SourceColor">The pixel value to compare source pixels with.</param>
/// <param name="DestinationColor">The pixel value to compare destination pixels with.</param>
internal readonly record struct ColorComparison(int Test, uint SourceColor, uint DestinationColor)
{
    /// <summary>Counts the places in an area, or the first one only.</summary>
    public long Count(BitBltRequest request, in BlitArea area, bool all)
    {
        uint wanted = Opaque(SourceColor, request.Source.Depth);
        uint wantedBeneath = Opaque(DestinationColor, request.Destination.Depth);
        long count = 0;
        for (int y = 0; y < area.Height; y++)
        {
            for (int x = 0; x < area.Width; x++)
            {
                bool matches = request.Source.Pixel(area.SourceX + x, area.SourceY + y) == wanted;
                bool matchesBeneath = request.Destination.Pixel(area.X + x, area.Y + y) == wantedBeneath;
                if (matches != (Test == 0) || matchesBeneath != (Test != 1))
                {
                    continue;
                }
                count++;
                if (!all)
                {
                    return count;
                }
            }
        }
        return count;
    }

    /// <summary>Colours to compare with may lack the opacity that pixels have (<c>BitBltDispatch.c</c>).</summary>
    private static uint Opaque(uint color, int depth) => depth == 32 && color != 0 ? color | 0xFF00_0000 : color;
}
