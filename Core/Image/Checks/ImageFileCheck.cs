using System.Buffers.Binary;

namespace JitTalk.Core.Image.Checks;

/// <summary>
/// Looks at a little-endian image file as the VMs of its time do when they load it, and refuses what they assert not to
/// be so. It shares nothing with reader and writer.
/// </summary>
internal abstract class ImageFileCheck
{
    private const int SpurBit = 0x10;
    private const int FirstWideFormat = 60000;

    protected ImageFileCheck(byte[] file)
    {
        File = file;
        WordSize = BinaryPrimitives.ReadInt32LittleEndian(file) > FirstWideFormat ? 8 : 4;
        HeaderBytes = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        Require(HeaderBytes == (WordSize == 8 ? 128 : 64), "the header's size");
        HeapBytes = HeaderWord(0);
        Base = HeaderWord(1);
        Special = HeaderWord(2);
        Require(HeapBytes == file.Length - HeaderBytes, "the heap's size");
    }

    protected byte[] File { get; }
    protected int WordSize { get; }
    protected int HeaderBytes { get; }
    protected long HeapBytes { get; }
    protected long Base { get; }
    protected long Special { get; }

    /// <summary>Oop to the object there.</summary>
    protected Dictionary<long, Found> Objects { get; } = [];

    /// <summary>What lies at an oop. Offsets count from the start of the file.</summary>
    protected sealed record Found(long Offset, long Body, long Bytes, int Format, long Class, int Hash)
    {
        public bool IsPointers => Format <= 5;
    }

    /// <summary>Checks a file as today's VMs write them: little-endian, without a preamble.</summary>
    /// <exception cref="ImageFormatException">It is not in order; the message says what is wrong first.</exception>
    public static void Verify(byte[] file)
    {
        try
        {
            bool isSpur = (BinaryPrimitives.ReadInt32LittleEndian(file) & SpurBit) != 0;
            ImageFileCheck check = isSpur ? new SpurFileCheck(file) : new V3FileCheck(file);
            check.Verify();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or KeyNotFoundException or OverflowException)
        {
            throw new ImageFormatException("the file is broken: something leads out of it");
        }
    }

    protected abstract void Verify();

    protected abstract bool IsImmediate(long word);

    /// <summary>The literals that the header of a compiled method announces.</summary>
    protected abstract long LiteralCount(long methodHeader);

    protected abstract bool IsContext(Found found);

    protected abstract bool IsMethod(Found found);

    protected void VerifyReferences(Found found)
    {
        long oops = found.IsPointers ? found.Bytes / WordSize : 0;
        if (IsContext(found))
        {
            long stackPointer = Word(found.Body + (2 * WordSize));
            oops = IsImmediate(stackPointer) ? 6 + Integer(stackPointer) : 6;
        }
        else if (IsMethod(found))
        {
            long header = Word(found.Body);
            Require(IsImmediate(header), $"the method header at {found.Offset}");
            oops = 1 + LiteralCount(Integer(header));
        }
        Require(oops * WordSize <= found.Bytes, $"the number of oops of the object at {found.Offset}");
        for (long i = 0; i < oops; i++)
        {
            long word = Word(found.Body + (i * WordSize));
            Require(IsImmediate(word) || Objects.ContainsKey(word), $"the oop 0x{word:x} in slot {i} of the object at {found.Offset}");
        }
    }

    protected virtual long Integer(long word) => WordSize == 8 ? word >> 1 : (int)word >> 1;

    /// <summary>A word after the format number and the size of the header.</summary>
    protected long HeaderWord(int index) => Word(8 + (index * WordSize));

    protected long Word(long offset) => WordSize == 8
        ? Long(offset)
        : BinaryPrimitives.ReadUInt32LittleEndian(File.AsSpan((int)offset));

    protected long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(File.AsSpan((int)offset));

    protected long Slot(Found found, long index) => Word(found.Body + (index * WordSize));

    protected static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ImageFormatException($"the file is broken: {what}");
        }
    }
}
