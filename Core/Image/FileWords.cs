using System.Buffers.Binary;

namespace JitTalk.Core.Image;

/// <summary>The words of an image file, or of a part of one, by their offsets.</summary>
/// <param name="start">Where the bytes are.</param>
/// <param name="wordSize">4 or 8.</param>
/// <param name="isBigEndian">Byte order.</param>
internal readonly unsafe struct FileWords(byte* start, int wordSize, bool isBigEndian)
{
    public byte* Start => start;
    public int WordSize => wordSize;

    /// <summary>A word of the image.</summary>
    public ulong Word(long offset)
    {
        if (wordSize == sizeof(uint))
        {
            return Half(offset);
        }
        ulong wide = *(ulong*)(start + offset);
        return isBigEndian ? BinaryPrimitives.ReverseEndianness(wide) : wide;
    }

    /// <summary>Half a 64-bit word, or a whole one of 32 bits.</summary>
    public uint Half(long offset)
    {
        uint word = *(uint*)(start + offset);
        return isBigEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
    }
}
