namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// The colours of the 256 indices as a list (VMMaker <c>default8To32Table</c>, which was printed by an image): named
/// ones, greys, and a cube in the order red, blue, green.
/// </summary>
internal static class ReferenceIndexedColors
{
    public static IReadOnlyList<uint> Colors { get; } = [.. Named, .. Greys.Select(g => 0xFF00_0000 | (g * 0x01_0101u)), .. Cube];

    private static uint[] Named =>
    [
        0, 0xFF000001, 0xFFFFFFFF, 0xFF808080, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFF00FFFF, 0xFFFFFF00, 0xFFFF00FF,
    ];

    private static byte[] Greys =>
    [
        0x20, 0x40, 0x60, 0x9F, 0xBF, 0xDF,
        0x08, 0x10, 0x18, 0x28, 0x30, 0x38, 0x48, 0x50, 0x58, 0x68, 0x70, 0x78,
        0x87, 0x8F, 0x97, 0xA7, 0xAF, 0xB7, 0xC7, 0xCF, 0xD7, 0xE7, 0xEF, 0xF7,
    ];

    private static IEnumerable<uint> Cube
    {
        get
        {
            uint[] levels = [0, 0x33, 0x66, 0x99, 0xCC, 0xFF];
            return from red in levels
                   from blue in levels
                   from green in levels
                   let color = (red << 16) | (green << 8) | blue
                   select 0xFF00_0000 | Math.Max(color, 1);
        }
    }
}
