using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Writes all objects of a memory as those of an image file: gives each a place, then writes it there with slots of the
/// image's own word size. Subclasses know headers and tags. What the memory manager keeps for itself is left out,
/// and so are forwarders: references to them go to what they stand for.
/// </summary>
/// <remarks>No frame may be left on the stack: contexts are written as they lie in memory.</remarks>
internal abstract unsafe class HeapWriter : IDisposable
{
    /// <summary>Where the first object is said to have lain: above what could be taken for a tagged word.</summary>
    public const long Base = 0x1_0000;

    private readonly SavePlaces _places;

    protected HeapWriter(ObjectMemory memory)
    {
        Memory = memory;
        WordSize = memory.Dialect.WordSize;
        _places = new SavePlaces(memory, memory.Dialect.IsSpur ? 8 : WordSize);
    }

    /// <summary>Bytes of all that is written.</summary>
    public long HeapBytes { get; private set; }

    protected ObjectMemory Memory { get; }
    protected int WordSize { get; }

    /// <summary>Gives every object its place.</summary>
    /// <exception cref="ImageFormatException">There are more objects than the image's addresses can name.</exception>
    public void Place()
    {
        long at = PlaceFirst(0);
        for (Oop oop = Memory.FirstObject; !oop.IsNone; oop = Memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && !IsConstant(oop))
            {
                at = Place(oop, at);
            }
        }
        HeapBytes = at + TrailerBytes;
        if (WordSize == sizeof(uint) && Base + HeapBytes > uint.MaxValue)
        {
            throw new ImageFormatException("the image has more objects than a 32-bit image can hold");
        }
    }

    /// <summary>Gives some objects places, one behind the other, and no others.</summary>
    /// <returns>Bytes of them all.</returns>
    public long Place(IEnumerable<Oop> objects)
    {
        long at = 0;
        foreach (Oop oop in objects)
        {
            at = Place(oop, at);
        }
        return at;
    }

    /// <summary>Writes the objects in the order of their places.</summary>
    public void Write(ImageOutput output)
    {
        WriteFirst(output);
        for (Oop oop = Memory.FirstObject; !oop.IsNone; oop = Memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && !IsConstant(oop))
            {
                WriteObject(oop, output);
            }
        }
        WriteTrailer(output);
    }

    /// <summary>The word that stands for an oop in the file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Word(Oop oop)
    {
        if (oop.IsImmediate)
        {
            return Immediate(oop);
        }
        long place = _places[oop];
        return place >= 0 ? (ulong)(Origin + place) : FollowedWord(oop);
    }

    public abstract void WriteObject(Oop oop, ImageOutput output);

    public void Dispose() => _places.Dispose();

    /// <summary>The address of the first place.</summary>
    protected virtual long Origin => Base;

    /// <summary>Bytes behind the last object.</summary>
    protected virtual int TrailerBytes => 0;

    /// <summary>What an immediate is in the file.</summary>
    protected abstract ulong Immediate(Oop oop);

    /// <summary>Bytes before the header word that oops name.</summary>
    protected abstract int PrefixBytes(Oop oop);

    /// <summary>Bytes from the header word to the next object.</summary>
    protected abstract long SizeInFile(Oop oop);

    protected virtual void WriteTrailer(ImageOutput output) { }

    /// <summary>nil, false and true lie in front: Cog tells them by their neighbourhood.</summary>
    protected virtual long PlaceFirst(long at) => Place(Memory.True, Place(Memory.False, Place(Memory.Nil, at)));

    protected virtual void WriteFirst(ImageOutput output)
    {
        WriteObject(Memory.Nil, output);
        WriteObject(Memory.False, output);
        WriteObject(Memory.True, output);
    }

    /// <summary>Bytes of the elements of any object in the image's word size.</summary>
    protected long BodyBytes(Oop oop)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        return format.IsPointers() ? ObjectMemory.SlotCount(oop) * WordSize
            : ObjectMemory.ByteLength(oop) - (OopCount(oop, format) * (8 - WordSize));
    }

    /// <summary>Writes the elements and as many zeros as fill up <paramref name="room"/> bytes.</summary>
    protected void WriteBody(Oop oop, long room, ImageOutput output)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        Oop* slots = ObjectMemory.Slots(oop);
        long oops = OopCount(oop, format);
        for (long i = 0; i < oops; i++)
        {
            output.PutWord(Word(slots[i]), WordSize);
        }
        long written = oops * WordSize;
        if (format.IsPointers())
        {
            // Above its stack pointer a context holds what once was there.
            for (long i = ObjectMemory.SlotCount(oop) - oops; i > 0; i--)
            {
                output.PutWord(Word(Memory.Nil), WordSize);
                written += WordSize;
            }
        }
        else
        {
            long tail = ObjectMemory.ByteLength(oop) - (8 * oops);
            output.Put(new ReadOnlySpan<byte>(slots + oops, (int)tail));
            written += tail;
        }
        output.PutZeros((int)(room - written));
    }

    private long OopCount(Oop oop, ObjectFormat format) => format.IsBits() ? 0 : Memory.PointerSlotCount(oop);

    private bool IsConstant(Oop oop) => oop == Memory.Nil || oop == Memory.False || oop == Memory.True;

    /// <summary>Where an object was placed; −1 for one that was not.</summary>
    protected long PlaceOf(Oop oop) => _places[oop];

    /// <summary>The word that stands for an object that has no place.</summary>
    protected virtual ulong WordOfUnplaced(Oop oop) =>
        throw new ImageFormatException($"an object refers to {oop}, where no object is");

    private long Place(Oop oop, long at)
    {
        at += PrefixBytes(oop);
        _places[oop] = at;
        return at + SizeInFile(oop);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong FollowedWord(Oop oop)
    {
        Oop target = ObjectMemory.Followed(oop);
        return target != oop ? Word(target) : WordOfUnplaced(oop);
    }
}
