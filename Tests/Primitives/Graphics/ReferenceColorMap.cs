namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>A colour map as the reference sees it: none, a table, or a ColorMap of shifts, masks and perhaps a table.</summary>
internal sealed class ReferenceColorMap
{
    public uint[]? Table { get; init; }

    /// <summary>How far each mask's bits go to the left; null where the depths say it.</summary>
    public int[]? Shifts { get; init; }

    public uint[]? Masks { get; init; }

    /// <summary>It is a ColorMap: nothing is converted that it does not say.</summary>
    public bool IsObject { get; init; }

    public bool HasTable => Table is { Length: > 0 };

    /// <summary>Bits of a component in an index; 0 where the table has no size for colours.</summary>
    public int ComponentBits => Table?.Length switch
    {
        512 => 3,
        4096 => 4,
        32768 => 5,
        _ => 0,
    };

    /// <summary>Whether source pixels have to be taken one by one on account of the map.</summary>
    public static bool IsNeeded(ReferenceColorMap? map, int sourceDepth, int depth) =>
        map is not null || (sourceDepth is 16 or 32 && depth is 16 or 32 && sourceDepth != depth);

    /// <summary>What becomes of a source pixel, before it is cut to the depth of the destination.</summary>
    public static uint Map(ReferenceColorMap? map, uint pixel, int sourceDepth, int depth)
    {
        uint converted = map is { IsObject: true }
            ? map.Moved(pixel)
            : Converted(pixel, BitsOf(sourceDepth), map is { ComponentBits: > 0 } ? map.ComponentBits : BitsOf(depth));
        return Looked(map, converted);
    }

    /// <summary>The same for an averaged colour of 8 bits a component.</summary>
    public static uint MapSmoothed(ReferenceColorMap? map, uint color, int depth)
    {
        if (map is { IsObject: true })
        {
            return Looked(map, map.Moved(color));
        }
        if (map is { HasTable: true })
        {
            // Into a table without a size for colours nothing of a colour gets but that there is one.
            uint index = map.ComponentBits == 0 ? Math.Min(color, 1) : Converted(color, 8, map.ComponentBits);
            return Looked(map, index);
        }
        return depth == 16 ? Converted(color, 8, 5) : color;
    }

    /// <summary>A colour with another number of bits for each component; pixels without components stay.</summary>
    public static uint Converted(uint pixel, int from, int to)
    {
        if (from == 0 || to == 0 || from == to)
        {
            return pixel;
        }
        uint result = 0;
        for (int i = 0; i < 3; i++)
        {
            uint component = (pixel >> (i * from)) & ReferenceForm.MaskOf(from);
            component = to < from ? component >> (from - to) : component << (to - from);
            result |= component << (i * to);
        }
        return result == 0 && pixel != 0 ? 1 : result;
    }

    /// <summary>Counts a destination pixel in the table.</summary>
    public void Tally(uint pixel, int depth)
    {
        if (!HasTable)
        {
            return;
        }
        uint index = pixel;
        if (depth >= 16)
        {
            int bits = BitsOf(depth);
            index = 0;
            for (int i = 0; i < 3; i++)
            {
                index |= ((pixel >> (i * bits)) & ReferenceForm.MaskOf(bits)) >> (bits - ComponentBits) << (i * ComponentBits);
            }
            if (index == 0 && pixel != 0 && bits != ComponentBits)
            {
                index = 1;
            }
        }
        Table![index % Table.Length]++;
    }

    private static uint Looked(ReferenceColorMap? map, uint index) =>
        map is { HasTable: true } ? map.Table![index % map.Table.Length] : index;

    private static int BitsOf(int depth) => depth switch
    {
        16 => 5,
        32 => 8,
        _ => 0,
    };

    private uint Moved(uint pixel)
    {
        if (Shifts is null || Masks is null)
        {
            return pixel;
        }
        uint result = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong component = pixel & Masks[i];
            result |= (uint)(Shifts[i] >= 0 ? component << Shifts[i] : component >> -Shifts[i]);
        }
        bool isIdentity = Shifts.All(s => s == 0) && Masks is [0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
        return result == 0 && pixel != 0 && !isIdentity ? 1 : result;
    }
}
