using System.Buffers.Binary;

namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// What the header of a JPEG says, and what the image keeps of it, in the bytes it takes for libjpeg's
/// <c>jpeg_decompress_struct</c>: three 32-bit numbers, little-endian. Bytes that the image wrote may say anything.
/// </summary>
internal readonly record struct JpegHeader(int Width, int Height, int Components)
{
    public const int ByteCount = 3 * sizeof(int);

    public static JpegHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(int)..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[(2 * sizeof(int))..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[sizeof(int)..], Height);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[(2 * sizeof(int))..], Components);
    }
}
