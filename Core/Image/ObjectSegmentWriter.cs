using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Stores a graph of objects in an image segment; see <see cref="ObjectSegmentFormat"/>.</summary>
internal static unsafe class ObjectSegmentWriter
{
    /// <summary>
    /// Stores what only <paramref name="roots"/> reach, and cuts both other objects to size. Nothing has happened when it
    /// fails. Objects do not move, but only at a place where all oops in use are shown by <see cref="Roots"/>.
    /// </summary>
    /// <param name="memory">The objects.</param>
    /// <param name="settings">Of the image.</param>
    /// <param name="roots">An Array.</param>
    /// <param name="words">An object of 32-bit elements that takes the segment.</param>
    /// <param name="outPointers">An Array that takes the objects outside that are referred to.</param>
    public static PrimitiveError Store(ObjectMemory memory, ImageSettings settings, Oop roots, Oop words, Oop outPointers)
    {
        long room = ObjectMemory.ByteLength(words) - ObjectSegmentFormat.StampBytes(memory.Dialect);
        if (room < 0)
        {
            return PrimitiveError.Generic;
        }
        ObjectSegmentGraph graph = new(memory, roots);
        List<Oop> objects = graph.Objects;
        OutPointers outside = new();
        using HeapWriter writer = memory.Dialect.IsSpur
            ? new SpurSegmentWriter(memory, outside)
            : new V3SegmentWriter(memory, outside);
        long bytes = writer.Place(objects);
        if (bytes > room)
        {
            return PrimitiveError.WritePastObject;
        }
        if (writer is SpurSegmentWriter spur && objects.Exists(oop => memory.Classes.IndexOf(oop) != 0 && !spur.CanName(oop)))
        {
            return PrimitiveError.LimitExceeded;
        }
        using MemoryStream stream = new((int)bytes + ObjectSegmentFormat.StampBytes(memory.Dialect));
        try
        {
            Write(memory, settings, writer, objects, stream);
        }
        catch (ImageFormatException)
        {
            // An immediate that the image's words do not hold.
            return PrimitiveError.InappropriateOperation;
        }
        if (outside.Count > ObjectMemory.SlotCount(outPointers))
        {
            return PrimitiveError.BadIndex;
        }
        if (outside.Count > ObjectSegmentFormat.OutClassBit)
        {
            return PrimitiveError.LimitExceeded;
        }
        PrimitiveError error = Replace(memory, words, stream.GetBuffer().AsSpan(0, (int)stream.Length), outPointers, outside);
        if (error == PrimitiveError.None)
        {
            graph.DropWeakReferences();
        }
        return error;
    }

    private static void Write(ObjectMemory memory, ImageSettings settings, HeapWriter writer, List<Oop> objects, Stream stream)
    {
        ImageOutput output = new(stream);
        uint stamp = ObjectSegmentFormat.Stamp(memory.Dialect, settings);
        output.Put32(stamp);
        if (ObjectSegmentFormat.StampBytes(memory.Dialect) > sizeof(uint))
        {
            output.Put32(memory.Dialect.IsSpur ? stamp : 0);
        }
        foreach (Oop oop in objects)
        {
            writer.WriteObject(oop, output);
        }
        output.Flush();
    }

    /// <summary>Has objects of the right size take the places of the two that were long enough.</summary>
    private static PrimitiveError Replace(ObjectMemory memory, Oop words, ReadOnlySpan<byte> segment, Oop outPointers, OutPointers outside)
    {
        Oop newWords = memory.Allocate(
            ObjectMemory.ClassIndexOf(words), ObjectFormat.Words32.ForByteLength(segment.Length), (segment.Length + 7) >> 3);
        Oop newOutPointers = memory.Allocate(ObjectMemory.ClassIndexOf(outPointers), ObjectFormat.Indexable, outside.Count);
        if (newWords.IsNone || newOutPointers.IsNone)
        {
            return PrimitiveError.NoMemory;
        }
        segment.CopyTo(ObjectMemory.ByteSpan(newWords));
        for (int i = 0; i < outside.Count; i++)
        {
            memory.Store(i, newOutPointers, outside[i]);
        }
        Oop from = memory.NewArray([words, outPointers]);
        Oop to = memory.NewArray([newWords, newOutPointers]);
        return from.IsNone || to.IsNone ? PrimitiveError.NoMemory : Becomer.Forward(memory, from, to, copyHash: true);
    }

    /// <summary>The objects outside that a segment refers to, in the order in which it does.</summary>
    private sealed class OutPointers
    {
        private readonly List<Oop> _objects = [];
        private readonly Dictionary<Oop, int> _indices = [];

        public int Count => _objects.Count;

        public Oop this[int index] => _objects[index];

        public int IndexOf(Oop oop)
        {
            if (!_indices.TryGetValue(oop, out int index))
            {
                index = _indices[oop] = _objects.Count;
                _objects.Add(oop);
            }
            return index;
        }

        public ulong WordOf(Oop oop, ImageDialect dialect) =>
            ObjectSegmentFormat.OutPointerBit(dialect)
            | (uint)((IndexOf(oop) + ObjectSegmentFormat.FirstOutPointer(dialect)) * dialect.WordSize);
    }

    private sealed class SpurSegmentWriter(ObjectMemory memory, OutPointers outside) : SpurWriter(memory)
    {
        protected override long Origin => ObjectSegmentFormat.Origin(Memory.Dialect);

        /// <summary>Whether the class index of an instance can tell where in the segment a class lies.</summary>
        public bool CanName(Oop behavior) => InnerIndex(behavior) < ObjectSegmentFormat.OutClassBit;

        protected override ulong WordOfUnplaced(Oop oop) => outside.WordOf(oop, Memory.Dialect);

        protected override ulong HeaderOf(Oop oop)
        {
            ulong header = base.HeaderOf(oop);
            Oop behavior = ObjectMemory.Followed(Memory.ClassOf(oop));
            long index = PlaceOf(behavior) >= 0
                ? InnerIndex(behavior)
                : ObjectSegmentFormat.OutClassBit + outside.IndexOf(behavior);
            header = ObjectHeader.WithClassIndex(header, (int)index & ObjectHeader.ClassIndexMask);
            // A class gets the index that is its hash where it is loaded.
            return Memory.Classes.IndexOf(oop) > ObjectHeader.LastPunClassIndex
                ? ObjectHeader.WithRemembered(ObjectHeader.WithHash(header, 0), true)
                : header;
        }

        private long InnerIndex(Oop behavior) =>
            (PlaceOf(behavior) / ObjectHeader.Bytes) + ObjectSegmentFormat.FirstClassIndex;
    }

    private sealed class V3SegmentWriter(ObjectMemory memory, OutPointers outside) : V3Writer(memory)
    {
        protected override long Origin => ObjectSegmentFormat.Origin(Memory.Dialect);

        protected override ulong WordOfUnplaced(Oop oop) => outside.WordOf(oop, Memory.Dialect);
    }
}
