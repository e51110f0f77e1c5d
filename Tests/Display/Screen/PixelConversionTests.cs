using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Display.Screen;

namespace JitTalk.Tests.Display.Screen;

/// <summary>Pixels of every depth against a slow, obvious conversion.</summary>
internal sealed class PixelConversionTests
{
    private const int Width = 71;

    [Test]
    public unsafe void Every_depth_converts_as_pixel_by_pixel([Values(1, 2, 4, 8, 16, 32)] int depth, [Values] bool isMsbFirst)
    {
        Random random = new(depth);
        uint[] words = new uint[((Width * depth) + 31) / 32 * 3];
        random.NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        fixed (uint* first = words)
        {
            DisplayBits display = new((nint)first, Width, 3, depth, isMsbFirst);
            for (int y = 0; y < 3; y++)
            {
                for (int left = 0; left < Width; left++)
                {
                    uint[] target = new uint[random.Next(Width - left + 1)];
                    PixelConversion.ConvertRow(display, y, left, target);
                    Assert.That(target, Is.EqualTo(Enumerable.Range(left, target.Length).Select(x => Color(Pixel(words, depth, isMsbFirst, x, y), depth))));
                }
            }
        }
    }

    [TestCase(1, 0u, 0xFFFF_FFFFu, "white")]
    [TestCase(1, 1u, 0xFF00_0000u, "black")]
    [TestCase(2, 3u, 0xFF80_8080u, "grey")]
    [TestCase(4, 4u, 0xFFFF_0000u, "red")]
    [TestCase(8, 0u, 0xFFFF_FFFFu, "transparent is white")]
    [TestCase(8, 255u, 0xFFFF_FFFFu, "the cube's last")]
    [TestCase(8, 41u, 0xFF00_3300u, "the cube counts green first")]
    [TestCase(16, 0x7FFFu, 0xFFFF_FFFFu, "white stays white")]
    [TestCase(16, 0x0001u, 0xFF00_0008u, "the darkest blue")]
    [TestCase(16, 0xFC00u, 0xFFFF_0000u, "the unused bit")]
    [TestCase(32, 0x0012_3456u, 0xFF12_3456u, "opacity does not matter")]
    public unsafe void Colours_are_these(int depth, uint pixel, uint color, string name)
    {
        uint word = pixel << (32 - depth);
        DisplayBits display = new((nint)(&word), 1, 1, depth, true);
        uint[] target = new uint[1];
        PixelConversion.ConvertRow(display, 0, 0, target);
        Assert.That(target[0], Is.EqualTo(color), name);
    }

    private static uint Pixel(uint[] words, int depth, bool isMsbFirst, int x, int y)
    {
        int rowWords = ((Width * depth) + 31) / 32;
        int bit = x * depth;
        uint word = words[(y * rowWords) + (bit / 32)];
        int shift = isMsbFirst ? 32 - depth - (bit % 32) : bit % 32;
        return (uint)((word >> shift) & ((1L << depth) - 1));
    }

    private static uint Color(uint pixel, int depth) => depth switch
    {
        32 => 0xFF00_0000 | pixel,
        16 => 0xFF00_0000 | (Eight(pixel >> 10) << 16) | (Eight(pixel >> 5) << 8) | Eight(pixel),
        _ => Indexed(pixel),
    };

    private static uint Eight(uint five) => ((five & 31) << 3) | ((five & 31) >> 2);

    // Squeak's table, by what its colours are called (Color class>>initializeIndexedColors).
    private static uint Indexed(uint index)
    {
        uint[] first =
        [
            0xFF_FFFF, 0, 0xFF_FFFF, 0x80_8080, 0xFF_0000, 0x00_FF00, 0x00_00FF, 0x00_FFFF, 0xFF_FF00, 0xFF_00FF,
        ];
        if (index < first.Length)
        {
            return 0xFF00_0000 | first[index];
        }
        if (index >= 40)
        {
            uint cube = index - 40;
            return 0xFF00_0000 | (cube / 36 * 51 << 16) | (cube % 6 * 51 << 8) | (cube / 6 % 6 * 51);
        }
        int[] thirtySeconds = [4, 8, 12, 20, 24, 28, .. Enumerable.Range(1, 31).Where(i => i % 4 != 0)];
        uint grey = (uint)Math.Round(thirtySeconds[index - 10] * 255 / 32.0, MidpointRounding.AwayFromZero);
        return 0xFF00_0000 | (grey * 0x01_0101);
    }
}
