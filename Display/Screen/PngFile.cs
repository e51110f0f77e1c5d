using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace JitTalk.Display.Screen;

/// <summary>Writes pictures as PNG: 8 bits each of red, green and blue (PNG Specification, third edition).</summary>
internal static class PngFile
{
    private const int BytesPerPixel = 3;
    private const byte TrueColor = 2;
    private const byte BitsPerSample = 8;
    private const byte FilterUp = 2;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <param name="file">Where to.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In rows.</param>
    /// <param name="pixels">Row by row, red, green and blue in the lower 24 bits.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Stream file, int width, int height, ReadOnlySpan<uint> pixels)
    {
        file.Write([0x89, .. "PNG\r\n\u001a\n"u8]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = BitsPerSample;
        header[9] = TrueColor;
        header[10..].Clear();
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(width, height, pixels));
        WriteChunk(file, "IEND", []);
    }

    // Rows are written as differences to the one above, which suits the plain areas of user interfaces.
    private static byte[] Compress(int width, int height, ReadOnlySpan<uint> pixels)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize))
        {
            byte[] above = new byte[width * BytesPerPixel];
            byte[] row = new byte[width * BytesPerPixel];
            byte[] filtered = new byte[1 + row.Length];
            filtered[0] = FilterUp;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    uint pixel = pixels[(y * width) + x];
                    row[x * BytesPerPixel] = (byte)(pixel >> 16);
                    row[(x * BytesPerPixel) + 1] = (byte)(pixel >> 8);
                    row[(x * BytesPerPixel) + 2] = (byte)pixel;
                }
                for (int i = 0; i < row.Length; i++)
                {
                    filtered[1 + i] = (byte)(row[i] - above[i]);
                }
                zlib.Write(filtered);
                (row, above) = (above, row);
            }
        }
        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] name = Encoding.ASCII.GetBytes(type);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, name), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }
        return crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xEDB8_8320;
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? polynomial ^ (crc >> 1) : crc >> 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
