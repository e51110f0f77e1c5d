using System.Buffers.Binary;

namespace JitTalk.Core.Image;

/// <summary>Collects the words of an image file, little-endian, and passes them on in large pieces.</summary>
internal sealed class ImageOutput(Stream file)
{
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _used;

    public void Put64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        _used += sizeof(ulong);
    }

    public void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)), value);
        _used += sizeof(uint);
    }

    public void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(sizeof(ushort)), value);
        _used += sizeof(ushort);
    }

    /// <summary>A word of the image: 4 or 8 bytes.</summary>
    public void PutWord(ulong value, int wordSize)
    {
        if (wordSize == sizeof(uint))
        {
            Put32((uint)value);
        }
        else
        {
            Put64(value);
        }
    }

    public void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();
            if (bytes.Length >= _buffer.Length)
            {
                file.Write(bytes);
                return;
            }
        }
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Fewer zero bytes than the buffer holds.</summary>
    public void PutZeros(int count)
    {
        Room(count)[..count].Clear();
        _used += count;
    }

    public void Flush()
    {
        file.Write(_buffer, 0, _used);
        _used = 0;
    }

    private Span<byte> Room(int bytes)
    {
        if (bytes > _buffer.Length - _used)
        {
            Flush();
        }
        return _buffer.AsSpan(_used);
    }
}
