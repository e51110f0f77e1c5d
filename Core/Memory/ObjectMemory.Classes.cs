using System.Runtime.CompilerServices;

namespace JitTalk.Core.Memory;

/// <summary>What the format word of a class says about its instances.</summary>
internal readonly record struct ClassShape(ObjectFormat Format, int FixedSlots);

// Classes: which one an object has, its index, what its instances look like, and identity hashes.
internal sealed unsafe partial class ObjectMemory
{
    private readonly Random _hashes = new(20070831);

    /// <summary>Class indices that primitives compare with; 0 where the image has no such class.</summary>
    public KnownClasses Known { get; private set; } = new();

    /// <summary>The class index of any oop; immediates have their tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ClassIndexOf(Oop oop) => oop.IsImmediate ? oop.Tag : ObjectHeader.ClassIndex(Header(oop));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Oop ClassOf(Oop oop) => Classes.Entries[ClassIndexOf(oop)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsInstanceOf(Oop oop, int classIndex) => classIndex != 0 && ClassIndexOf(oop) == classIndex;

    /// <summary>The index of a class, entering it into the table on first use (VMMaker <c>ensureBehaviorHash:</c>).</summary>
    /// <returns>0 when <paramref name="behavior"/> cannot be a class or the table is full.</returns>
    public int EnsureClassIndex(Oop behavior)
    {
        int hash = ObjectHeader.Hash(Header(behavior));
        if (hash != 0 && Classes.Entries[hash] == behavior)
        {
            return hash;
        }
        if (!FormatOf(behavior).IsPointers() || SlotCount(behavior) <= Layouts.Class.Format)
        {
            return 0;
        }
        int index = Classes.Enter(behavior, hash != 0 || Dialect.IsSpur ? hash : _hashes.Next(1, Dialect.IdentityHashMask));
        if (index != 0)
        {
            Header(behavior) = ObjectHeader.WithHash(Header(behavior), index);
        }
        return index;
    }

    /// <summary>Answers false when the format slot of <paramref name="behavior"/> makes no sense.</summary>
    public bool TryShape(Oop behavior, out ClassShape shape)
    {
        shape = default;
        if (behavior.IsImmediate || !FormatOf(behavior).IsPointers() || SlotCount(behavior) <= Layouts.Class.Format
            || !TryFetchInteger(Layouts.Class.Format, behavior, out long format))
        {
            return false;
        }
        shape = Dialect.IsSpur ? SpurShape(format) : V3Shape(format);
        return shape.Format.IsPointers() || (shape.Format >= ObjectFormat.Words64 && shape.Format == shape.Format.Base());
    }

    /// <summary>Makes an instance with <paramref name="elements"/> indexable elements.</summary>
    /// <returns><see cref="Oop.None"/> when the class cannot have them, or memory is exhausted.</returns>
    public Oop Instantiate(Oop behavior, long elements = 0)
    {
        if (elements < 0 || elements > 1L << 48 || !TryShape(behavior, out ClassShape shape)
            || (elements > 0 && !shape.Format.IsIndexable()) || shape.Format.IsCompiledMethod())
        {
            return Oop.None;
        }
        int index = EnsureClassIndex(behavior);
        if (index == 0 || IsImmediateClass(behavior))
        {
            return Oop.None;
        }
        if (shape.Format.IsPointers())
        {
            return Allocate(index, shape.Format, shape.FixedSlots + elements);
        }
        long bytes = elements * shape.Format.ElementBytes();
        return Allocate(index, shape.Format.ForByteLength(bytes), (bytes + 7) >> 3);
    }

    /// <summary>
    /// The frequent case of <see cref="Instantiate"/>: a class of a Spur image that is in its table, named slots alone, room in
    /// eden. Answers false, with nothing done, for all else.
    /// </summary>
    public bool TryInstantiateFixed(Oop behavior, out Oop made)
    {
        const int named = (int)ObjectFormat.Fixed;
        made = default;
        if (!Dialect.IsSpur || !behavior.IsPointer)
        {
            return false;
        }
        ulong header = Header(behavior);
        int index = ObjectHeader.Hash(header);
        if (index <= ObjectHeader.LastPunClassIndex || Classes.Entries[index] != behavior || !ObjectHeader.Format(header).IsPointers()
            || SlotCount(behavior) <= Layouts.Class.Format || Slots(behavior)[Layouts.Class.Format] is not { IsInteger: true } format)
        {
            return false;
        }
        ClassShape shape = SpurShape(format.Integer);
        long end = State->EdenFree + ObjectHeader.Bytes + (8 * Math.Max(shape.FixedSlots, 1));
        if ((int)shape.Format > named || shape.FixedSlots >= ObjectHeader.OverflowSlots || end > State->EdenLimit)
        {
            return false;
        }
        made = new(State->EdenFree);
        State->EdenFree = end;
        Header(made) = ObjectHeader.Make(index, shape.Format, shape.FixedSlots);
        for (Oop* slot = Slots(made); slot < (Oop*)end; slot++)
        {
            *slot = Nil;
        }
        return true;
    }

    /// <summary>Slots that have names; the rest is indexable.</summary>
    public int FixedSlotsOf(Oop oop) => FormatOf(oop) switch
    {
        ObjectFormat.Indexable => 0,
        ObjectFormat.Empty or ObjectFormat.Fixed or ObjectFormat.Ephemeron => (int)SlotCount(oop),
        > ObjectFormat.Ephemeron => 0,
        _ => TryShape(ClassOf(oop), out ClassShape shape) ? Math.Min(shape.FixedSlots, (int)SlotCount(oop)) : 0,
    };

    /// <summary>The identity hash as the image sees it, never 0; made on first use.</summary>
    public int IdentityHash(Oop oop)
    {
        if (oop.IsImmediate)
        {
            return (int)(oop.Bits >> Oop.TagBits) & Dialect.IdentityHashMask;
        }
        int hash = ObjectHeader.Hash(Header(oop));
        if (hash == 0)
        {
            // Bit 12 keeps a V3 hash of 0 apart from "none yet"; the image never sees it.
            hash = Dialect.IsSpur
                ? _hashes.Next(ObjectHeader.LastPunClassIndex + 1, ObjectHeader.HashMask)
                : _hashes.Next(1, Dialect.IdentityHashMask) | (Dialect.IdentityHashMask + 1);
            Header(oop) = ObjectHeader.WithHash(Header(oop), hash);
        }
        return hash & Dialect.IdentityHashMask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsContext(Oop oop) => oop.IsPointer && Known.IsContext(ObjectHeader.ClassIndex(Header(oop)));

    /// <summary>SmallInteger, and Character or SmallFloat64 where those are immediate, have no instances in memory.</summary>
    public bool IsImmediateClass(Oop behavior) =>
        behavior == Classes.Entries[Oop.IntegerTag]
        || (Dialect.HasImmediateCharacters && behavior == Classes.Entries[Oop.CharacterTag])
        || (Dialect.HasImmediateFloats && behavior == Classes.Entries[Oop.FloatTag]);

    private static ClassShape SpurShape(long format) =>
        new((ObjectFormat)((int)(format >> 16) & 31), (int)format & 0xFFFF);

    // VMMaker ObjectMemory: the instance size counts the header and is split in two fields.
    private static ClassShape V3Shape(long format)
    {
        int spec = (int)(format >> 7) & 15;
        int slots = (int)(((format >> 10) & 0xC0) + ((format >> 1) & 0x3F)) - 1;
        return new(WidenedFormat(spec), Math.Max(slots, 0));
    }

    /// <summary>The format of this memory for one of V3's sixteen.</summary>
    public static ObjectFormat WidenedFormat(int v3Format) => v3Format switch
    {
        < 5 => (ObjectFormat)v3Format,
        5 or 6 => ObjectFormat.Words32,
        7 => ObjectFormat.Words64,
        < 12 => ObjectFormat.Bytes,
        _ => ObjectFormat.CompiledMethod,
    };

    private void ReadKnownClasses()
    {
        if (Classes.Entries[Oop.IntegerTag].IsNone)
        {
            Classes[Oop.IntegerTag] = Special(SpecialObject.ClassSmallInteger);
        }
        Known = new KnownClasses(this);
    }
}
