namespace JitTalk.Primitives.Zip;

/// <summary>
/// Lengths and distances of matches as codes with extra bits (RFC 1951, 3.2.5; image: <c>ZipWriteStream class</c>).
/// </summary>
internal static class DeflateCodes
{
    public const int MinimumMatch = 3;
    public const int MaximumMatch = 258;
    public const int WindowSize = 32768;
    public const int EndOfBlock = 256;

    /// <summary>Literals, the end of a block, and 29 lengths.</summary>
    public const int LiteralCodes = 286;
    public const int DistanceCodes = 30;

    private const int FirstLengthCode = 257;

    private static readonly byte[] LengthExtra =
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly byte[] DistanceExtra =
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    private static readonly int[] LengthBases = Bases(LengthExtra);
    private static readonly int[] DistanceBases = Bases(DistanceExtra);
    private static readonly ushort[] CodeOfLength = MakeCodeOfLength();

    /// <param name="length">Of a match, less the least length: 0 to 255.</param>
    /// <param name="extraBits">How many bits follow the code.</param>
    /// <param name="extra">Those bits.</param>
    public static int Length(int length, out int extraBits, out int extra)
    {
        int code = CodeOfLength[length];
        extraBits = LengthExtra[code - FirstLengthCode];
        extra = extraBits == 0 ? 0 : length - LengthBases[code - FirstLengthCode];
        return code;
    }

    /// <param name="distance">Of a match, less one: 0 to 32767.</param>
    /// <param name="extraBits">How many bits follow the code.</param>
    /// <param name="extra">Those bits.</param>
    public static int Distance(int distance, out int extraBits, out int extra)
    {
        // From 4 on, there are two codes for each power of two.
        int code = distance < 4 ? distance : (2 * int.Log2(distance)) + ((distance >> (int.Log2(distance) - 1)) & 1);
        extraBits = DistanceExtra[code];
        extra = distance - DistanceBases[code];
        return code;
    }

    private static int[] Bases(byte[] extra)
    {
        int[] bases = new int[extra.Length];
        for (int i = 1; i < bases.Length; i++)
        {
            bases[i] = bases[i - 1] + (1 << extra[i - 1]);
        }
        return bases;
    }

    private static ushort[] MakeCodeOfLength()
    {
        ushort[] codes = new ushort[MaximumMatch - MinimumMatch + 1];
        // The code that RFC 1951 has for the longest alone is not used: the image's counts have no room for it.
        for (int code = 0; code < LengthExtra.Length - 1; code++)
        {
            int end = Math.Min(codes.Length, LengthBases[code] + (1 << LengthExtra[code]));
            codes.AsSpan(LengthBases[code]..end).Fill((ushort)(FirstLengthCode + code));
        }
        return codes;
    }
}
