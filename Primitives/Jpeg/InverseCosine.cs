namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// The inverse discrete cosine transform in integers (Loeffler, Ligtenberg and Moschytz; libjpeg <c>jidctint.c</c>), with
/// quotients and rounding of the image's JPEGReadWriter.
/// </summary>
internal static class InverseCosine
{
    private const int Side = 8;
    private const int ConstantBits = 13;
    private const int FirstPassBits = 2;
    private const int FirstPassDivisor = 1 << (ConstantBits - FirstPassBits);
    private const int SecondPassDivisor = 1 << (ConstantBits + FirstPassBits + 3);
    private const int SampleOffset = 127;

    /// <summary>Turns coefficients into samples of 0 to 255.</summary>
    /// <param name="block">The coefficients, by rows; the samples, afterwards.</param>
    /// <param name="quantization">What the coefficients are multiplied by.</param>
    public static void Run(Span<int> block, ReadOnlySpan<int> quantization)
    {
        Span<int> columns = stackalloc int[McuDecoder.BlockSize];
        Span<long> line = stackalloc long[Side];
        for (int column = 0; column < Side; column++)
        {
            bool isConstant = true;
            for (int row = 0; row < Side; row++)
            {
                int at = (row * Side) + column;
                line[row] = (long)block[at] * quantization[at];
                isConstant &= row == 0 || block[at] == 0;
            }
            if (isConstant)
            {
                // The image scales by the first factor of all, whatever the column.
                line.Fill(((long)block[column] * quantization[0]) << FirstPassBits);
            }
            else
            {
                Transform(line, FirstPassDivisor);
            }
            for (int row = 0; row < Side; row++)
            {
                columns[(row * Side) + column] = (int)line[row];
            }
        }
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                line[column] = columns[(row * Side) + column];
            }
            Transform(line, SecondPassDivisor);
            for (int column = 0; column < Side; column++)
            {
                block[(row * Side) + column] = (int)Math.Clamp(line[column] + SampleOffset, 0, 255);
            }
        }
    }

    private static void Transform(Span<long> v, long divisor)
    {
        // The even part.
        long common = (v[2] + v[6]) * 4433;
        long e2 = common - (v[6] * 15137);
        long e3 = common + (v[2] * 6270);
        long e0 = (v[0] + v[4]) << ConstantBits;
        long e1 = (v[0] - v[4]) << ConstantBits;
        (long a, long b, long c, long d) = (e0 + e3, e1 + e2, e1 - e2, e0 - e3);
        // The odd part.
        long all = (v[7] + v[3] + v[5] + v[1]) * 9633;
        long z1 = (v[7] + v[1]) * -7373;
        long z2 = (v[5] + v[3]) * -20995;
        long z3 = ((v[7] + v[3]) * -16069) + all;
        long z4 = ((v[5] + v[1]) * -3196) + all;
        long o0 = (v[7] * 2446) + z1 + z3;
        long o1 = (v[5] * 16819) + z2 + z4;
        long o2 = (v[3] * 25172) + z2 + z3;
        long o3 = (v[1] * 12299) + z1 + z4;
        (v[0], v[7]) = ((a + o3) / divisor, (a - o3) / divisor);
        (v[1], v[6]) = ((b + o2) / divisor, (b - o2) / divisor);
        (v[2], v[5]) = ((c + o1) / divisor, (c - o1) / divisor);
        (v[3], v[4]) = ((d + o0) / divisor, (d - o0) / divisor);
    }
}
