namespace JitTalk.Primitives.Zip;

/// <summary>The sums at the ends of zipped streams.</summary>
internal static class Checksums
{
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>RFC 1950, 9.</summary>
    public static uint Adler32(uint sum, ReadOnlySpan<byte> bytes)
    {
        const uint modulus = 65521;
        // So many bytes can be added before the sums must be reduced (zlib: NMAX).
        const int run = 5552;
        (uint low, uint high) = (sum & 0xFFFF, sum >> 16);
        while (!bytes.IsEmpty)
        {
            ReadOnlySpan<byte> some = bytes[..Math.Min(run, bytes.Length)];
            foreach (byte each in some)
            {
                low += each;
                high += low;
            }
            low %= modulus;
            high %= modulus;
            bytes = bytes[some.Length..];
        }
        return (high << 16) + low;
    }

    /// <summary>RFC 1952, 8, without its inversions before and after, which are the image's.</summary>
    public static uint Crc32(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte each in bytes)
        {
            sum = CrcTable[(byte)(sum ^ each)] ^ (sum >> 8);
        }
        return sum;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xEDB8_8320;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint sum = i;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * polynomial);
            }
            table[i] = sum;
        }
        return table;
    }
}
