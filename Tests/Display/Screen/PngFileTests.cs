using BigGustave;
using JitTalk.Display.Screen;

namespace JitTalk.Tests.Display.Screen;

internal sealed class PngFileTests
{
    [TestCase(1, 1)]
    [TestCase(3, 200)]
    [TestCase(257, 5)]
    public void Another_reader_sees_the_same_pixels(int width, int height)
    {
        Random random = new(width);
        uint[] pixels = new uint[width * height];
        foreach (ref uint pixel in pixels.AsSpan())
        {
            pixel = random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : 0xFFAA_BBCC;
        }
        using MemoryStream file = new();
        PngFile.Write(file, width, height, pixels);
        file.Position = 0;
        Png read = Png.Open(file);
        Assert.That((read.Width, read.Height), Is.EqualTo((width, height)));
        for (int i = 0; i < pixels.Length; i++)
        {
            Pixel pixel = read.GetPixel(i % width, i / width);
            Assert.That((uint)((pixel.R << 16) | (pixel.G << 8) | pixel.B), Is.EqualTo(pixels[i] & 0xFF_FFFF), $"pixel {i}");
        }
    }
}
