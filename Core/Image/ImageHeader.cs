using System.Buffers.Binary;

namespace JitTalk.Core.Image;

/// <summary>What the header flags say (VMMaker <c>setImageHeaderFlagsFrom:</c>).</summary>
[Flags]
internal enum ImageHeaderFlags : ulong
{
    None = 0,
    FullScreen = 0x1,
    LittleEndianFloats = 0x2,
    ProcessHasThreadAffinity = 0x4,
    FlagInterpretedMethods = 0x8,
    PreemptionDoesNotYield = 0x10,
    ProcessHasErrorNumber = 0x20,
    QueueFinalization = 0x40,
    SendWheelEvents = 0x80,
    MixedArithmeticFails = 0x100,
    FileTimesInUtc = 0x200,
    NoUpscaling = 0x400,
    MixedComparisonFails = 0x800,
}

/// <summary>The words before the objects of an image file. What the VM does not use is kept for saving.</summary>
/// <param name="Number">The format number as it stands in the file.</param>
/// <param name="Format">What that number means.</param>
/// <param name="IsBigEndian">Byte order of the whole file.</param>
/// <param name="Offset">0, or 512 where a preamble precedes the image.</param>
/// <param name="HeaderBytes">Bytes from the format number to the first object.</param>
/// <param name="HeapBytes">Bytes of objects in the file.</param>
/// <param name="OldBase">Where the first object lay when the image was saved.</param>
/// <param name="SpecialObjects">Where the special objects array lay.</param>
/// <param name="LastHash">The state of the hash generator.</param>
/// <param name="SavedWindowSize">Width in the upper 16 bits, height in the lower 16, of its low 32.</param>
/// <param name="Flags">What the image asks of the VM.</param>
/// <param name="ExtraVmMemory">Bytes to leave to the VM, for old Macs.</param>
/// <param name="StackPages">Stack pages that the image asks for; 0 for the VM's choice.</param>
/// <param name="CogCodeSize">Native code zone in some VMs' units; unknown to others.</param>
/// <param name="EdenBytes">Size of eden that the image asks for; 0 for the VM's choice.</param>
/// <param name="ExternalSemaphores">Size of the semaphore table that the image asks for; 0 for the VM's choice.</param>
/// <param name="UnknownShort">The 16 bits after the size of the semaphore table.</param>
/// <param name="FirstSegmentBytes">Spur: bytes of the first segment, its bridge included.</param>
/// <param name="FreeOldSpace">Spur: free bytes among the objects.</param>
internal sealed record ImageHeader(
    int Number,
    ImageFormat Format,
    bool IsBigEndian,
    int Offset,
    int HeaderBytes,
    ulong HeapBytes,
    ulong OldBase,
    ulong SpecialObjects,
    ulong LastHash,
    ulong SavedWindowSize,
    ImageHeaderFlags Flags,
    uint ExtraVmMemory,
    ushort StackPages,
    ushort CogCodeSize,
    uint EdenBytes,
    ushort ExternalSemaphores,
    ushort UnknownShort,
    ulong FirstSegmentBytes,
    ulong FreeOldSpace)
{
    private const int PreambleBytes = 512;
    private const int LargestHeader = 1 << 16;

    public int Width => (int)(SavedWindowSize >> 16) & 0xFFFF;
    public int Height => (int)SavedWindowSize & 0xFFFF;

    /// <summary>Where in the file the first object begins.</summary>
    public long HeapOffset => Offset + HeaderBytes;

    /// <exception cref="ImageFormatException">It is no image, or its sizes do not fit the file.</exception>
    public static ImageHeader Read(Stream file)
    {
        byte[] start = ReadUpTo(file, PreambleBytes + 128);
        foreach (int offset in new[] { 0, PreambleBytes })
        {
            if (start.Length < offset + sizeof(uint))
            {
                continue;
            }
            foreach (bool bigEndian in new[] { false, true })
            {
                uint number = bigEndian
                    ? BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(offset))
                    : BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(offset));
                if (ImageFormat.Find(number) is { } format)
                {
                    return Parse(start.AsSpan(offset), (int)number, format, bigEndian, offset, file.Length);
                }
            }
        }
        throw new ImageFormatException("not a Squeak image: it begins with no known format number");
    }

    private static ImageHeader Parse(
        ReadOnlySpan<byte> bytes, int number, ImageFormat format, bool bigEndian, int offset, long fileBytes)
    {
        Fields fields = new(bytes, format.Dialect.WordSize, bigEndian);
        _ = fields.Next(4);
        uint headerBytes = (uint)fields.Next(4);
        ImageHeader header = new(
            number, format, bigEndian, offset, (int)headerBytes,
            HeapBytes: fields.NextWord(),
            OldBase: fields.NextWord(),
            SpecialObjects: fields.NextWord(),
            LastHash: fields.NextWord(),
            SavedWindowSize: fields.NextWord(),
            Flags: (ImageHeaderFlags)fields.NextWord(),
            ExtraVmMemory: (uint)fields.Next(4),
            StackPages: (ushort)fields.Next(2),
            CogCodeSize: (ushort)fields.Next(2),
            EdenBytes: (uint)fields.Next(4),
            ExternalSemaphores: (ushort)fields.Next(2),
            UnknownShort: (ushort)fields.Next(2),
            FirstSegmentBytes: fields.NextWord(),
            FreeOldSpace: fields.NextWord());
        if (fields.IsCut)
        {
            throw new ImageFormatException($"the image is cut: its header ends after {bytes.Length} bytes");
        }
        if (headerBytes < fields.Length || headerBytes > LargestHeader || headerBytes % 8 != 0)
        {
            throw new ImageFormatException($"the image says that its header has {headerBytes} bytes");
        }
        long available = fileBytes - header.HeapOffset;
        if (header.HeapBytes > (ulong)Math.Max(available, 0))
        {
            throw new ImageFormatException(
                $"the image is cut: its objects take {header.HeapBytes} bytes, the file has {Math.Max(available, 0)}");
        }
        return header;
    }

    private static byte[] ReadUpTo(Stream file, int count)
    {
        byte[] bytes = new byte[count];
        file.Position = 0;
        int read = file.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return bytes[..read];
    }

    /// <summary>The header's fields in order. Reading past the end answers 0 and is remembered.</summary>
    private ref struct Fields(ReadOnlySpan<byte> bytes, int wordSize, bool bigEndian)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Length { get; private set; }

        public readonly bool IsCut => Length > _bytes.Length;

        public ulong NextWord() => Next(wordSize);

        public ulong Next(int size)
        {
            Length += size;
            if (IsCut)
            {
                return 0;
            }
            ulong value = 0;
            for (int i = 0; i < size; i++)
            {
                int place = bigEndian ? size - 1 - i : i;
                value |= (ulong)_bytes[Length - size + i] << (8 * place);
            }
            return value;
        }
    }
}
