namespace JitTalk.Perf.Native;

/// <summary>Draws the Mandelbrot set as a bitmap, of which only the exclusive or of all bytes is kept.</summary>
/// <param name="size">The height and width in pixels; the published ones are 500.</param>
internal sealed class Mandelbrot(int size) : INativeBenchmark
{
    private const int Steps = 50;

    public string Name => "mandelbrot";

    public long Run()
    {
        int parity = 0;
        for (int row = 0; row < size; row++)
        {
            double imaginary = (2.0 * row / size) - 1.0;
            int pixels = 0;
            int bits = 0;
            for (int column = 0; column < size; column++)
            {
                pixels = (pixels << 1) + Escapes((2.0 * column / size) - 1.5, imaginary);
                if (++bits == 8)
                {
                    parity ^= pixels;
                    pixels = 0;
                    bits = 0;
                }
            }
            parity ^= pixels << (8 - bits);
        }
        return parity;
    }

    private static int Escapes(double real, double imaginary)
    {
        double y = 0.0;
        double xSquare = 0.0;
        double ySquare = 0.0;
        for (int step = 0; step < Steps; step++)
        {
            double x = xSquare - ySquare + real;
            y = (2.0 * x * y) + imaginary;
            xSquare = x * x;
            ySquare = y * y;
            if (xSquare + ySquare > 4.0)
            {
                return 1;
            }
        }
        return 0;
    }
}
