namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The colours of 8-bit pixels (Squeak <c>Color class&gt;&gt;initializeIndexedColors</c>): sixteen named ones, the greys
/// between, then a cube of six levels of red, blue and green.
/// </summary>
internal static class IndexedColors
{
    private const int FirstGrey = 10;
    private const int FirstOfCube = 40;
    private const int Levels = 6;
    private const uint Opaque = 0xFF00_0000;

    // Black is not quite 0, which would be transparent.
    private const uint Black = 1;

    private static readonly uint[] Table = MakeTable();

    /// <summary>The opaque 32-bit colour of an index; 0, which is transparent, for index 0.</summary>
    public static uint Rgb(byte index) => Table[index];

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        ReadOnlySpan<uint> named =
        [
            Black, 0xFF_FFFF, 0x80_8080, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0x00_FFFF, 0xFF_FF00, 0xFF_00FF,
        ];
        for (int i = 0; i < named.Length; i++)
        {
            table[1 + i] = Opaque | named[i];
        }
        MakeGreys(table);
        for (int i = FirstOfCube; i < table.Length; i++)
        {
            int cube = i - FirstOfCube;
            table[i] = Color(Level(cube / (Levels * Levels)), Level(cube % Levels), Level(cube / Levels % Levels));
        }
        return table;
    }

    /// <summary>Multiples of an eighth come first, then the other multiples of a thirty-second.</summary>
    private static void MakeGreys(uint[] table)
    {
        int index = FirstGrey;
        int[] eighths = [1, 2, 3, 5, 6, 7];
        IEnumerable<int> others = Enumerable.Range(1, 31).Where(i => i % 4 != 0);
        foreach (int step in eighths.Select(e => 4 * e).Concat(others))
        {
            uint grey = (uint)Math.Round(step * 255 / 32.0, MidpointRounding.AwayFromZero);
            table[index++] = Color(grey, grey, grey);
        }
    }

    private static uint Level(int step) => (uint)(step * 255 / (Levels - 1));

    private static uint Color(uint red, uint green, uint blue)
    {
        uint rgb = (red << 16) | (green << 8) | blue;
        return Opaque | (rgb == 0 ? Black : rgb);
    }
}
