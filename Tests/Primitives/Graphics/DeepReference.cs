namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// Rules 34 and 41 from 32 bits into 8, 16 and 32: without halftone, dithered into fewer bits
/// (VMMaker <c>tryCopyingBitsQuickly</c> and what it calls).
/// </summary>
internal sealed class DeepReference(ReferenceBlit blit)
{
    private static readonly int[,] Matrix = { { 0, 8, 2, 10 }, { 12, 4, 14, 6 }, { 3, 11, 1, 9 }, { 15, 7, 13, 5 } };
    private static readonly int[] Thresholds = [0, 2, 4, 6, 8, 12, 14, 16];

    public static bool IsKind(ReferenceBlit blit) =>
        blit.Rule is 34 or 41 && blit.Source!.Depth == 32
        && (blit.Destination.Depth is 16 or 32
            || (blit.Destination.Depth == 8 && (blit.Rule == 41 || blit.Map is not null)));

    public void Run()
    {
        ReferenceForm destination = blit.Destination;
        (int X, int Y)[] inside =
        [
            .. from y in Enumerable.Range(0, destination.Height)
               from x in Enumerable.Range(0, destination.Width)
               where blit.IsInside(x, y)
               select (x, y),
        ];
        if (inside.Length == 0)
        {
            return;
        }
        (int left, int top) = inside[0];
        int width = inside.Count(point => point.Y == top);
        foreach ((int x, int y) in inside)
        {
            int sourceX = blit.SourceXOf(x);
            uint over = blit.Source!.Get(sourceX, blit.SourceYOf(y));
            uint under = destination.Get(x, y);
            uint result = destination.Depth switch
            {
                32 => Into32(over, under),
                16 => Into16(over, under, Matrix[y % 4, sourceX % 4]),
                // The pattern is a checkerboard for even widths only.
                _ => Into8(over, under, (left + top + (x - left) + ((y - top) * (width + 1))) % 2 != 0),
            };
            destination.Put(x, y, result);
        }
    }

    private bool IsTransparent(uint over) => blit.Rule == 34 ? over >> 24 == 0 : (over & 0xFF_FFFF) == 0;

    private uint Mixed(uint over, uint under) =>
        blit.Rule == 34 ? ReferenceRules.BlendedScaled(over, under) : blit.Paint!.Painted(over, under);

    private uint Into32(uint over, uint under) => IsTransparent(over) ? under : Mixed(over, under);

    private uint Into16(uint over, uint under, int order)
    {
        if (IsTransparent(over))
        {
            return under;
        }
        uint mixed = Mixed(over, ReferenceRules.Widened(under));
        uint result = 0;
        for (int i = 0; i < 3; i++)
        {
            uint component = (mixed >> (8 * i)) & 255;
            uint step = Math.Max(component / 8, 1) - 1;
            result |= (order < Thresholds[component % 8] ? step + 1 : step) << (5 * i);
        }
        return result == 0 ? 1 : result;
    }

    private uint Into8(uint over, uint under, bool isRaised)
    {
        uint raised = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            uint component = (over >> shift) & 255;
            raised |= (isRaised ? component | 31 : component) << shift;
        }
        uint opacity = blit.Rule == 34
            ? raised >> 24
            : (((raised >> 16) & 255) + ((raised >> 8) & 255) + (raised & 255)) / 3;
        if (opacity <= 31)
        {
            return under;
        }
        uint below = ReferenceIndexedColors.Colors[(int)under];
        uint mixed = blit.Rule == 34
            ? opacity < 224 ? ReferenceRules.BlendedScaled(raised, below) : raised
            : blit.Paint!.Painted(opacity > 224 ? uint.MaxValue : raised, below);
        return ReferenceColorMap.Map(blit.Map, mixed, 32, 8);
    }
}
