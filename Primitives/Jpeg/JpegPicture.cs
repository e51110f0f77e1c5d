using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Jpeg;

/// <summary>A decoded JPEG: rows of gray, or of red, green and blue.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Rows.</param>
/// <param name="planes">One for gray, or three.</param>
/// <param name="isLuminance">Three planes are of luminance and two colour differences, not of red, green and blue.</param>
internal sealed class JpegPicture(int width, int height, JpegPlane[] planes, bool isLuminance)
{
    private const int FractionBits = 16;
    private const int Half = 1 << (FractionBits - 1);

    // libjpeg 6b, jdcolor.c. Later versions have more digits, and other results.
    private const int RedOfCr = (int)((1.40200 * (1 << FractionBits)) + 0.5);
    private const int GreenOfCr = (int)((0.71414 * (1 << FractionBits)) + 0.5);
    private const int GreenOfCb = (int)((0.34414 * (1 << FractionBits)) + 0.5);
    private const int BlueOfCb = (int)((1.77200 * (1 << FractionBits)) + 0.5);

    private readonly byte[][] _samples = [.. planes.Select(_ => new byte[width])];

    public int Width => width;
    public int Height => height;
    public bool IsGray => planes.Length == 1;

    public void Read(int y, Span<Rgb> pixels)
    {
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i].Enlarge(y, _samples[i]);
        }
        byte[] first = _samples[0];
        byte[] second = _samples[IsGray ? 0 : 1];
        byte[] third = _samples[IsGray ? 0 : 2];
        for (int x = 0; x < width; x++)
        {
            pixels[x] = isLuminance ? FromLuminance(first[x], second[x], third[x]) : new Rgb(first[x], second[x], third[x]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Rgb FromLuminance(int y, int cb, int cr)
    {
        cb -= 128;
        cr -= 128;
        return new Rgb(
            Limited(y + (((RedOfCr * cr) + Half) >> FractionBits)),
            Limited(y + (((-GreenOfCb * cb) - (GreenOfCr * cr) + Half) >> FractionBits)),
            Limited(y + (((BlueOfCb * cb) + Half) >> FractionBits)));
    }

    private static byte Limited(int value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
}
