namespace JitTalk.Core.Memory;

// Walking all objects in the order of their addresses: old space, then eden. For questions about the whole image.
internal sealed unsafe partial class ObjectMemory
{
    /// <summary>The first object, or <see cref="Oop.None"/> in an empty memory.</summary>
    public Oop FirstObject => OldFree > OldStart ? ObjectAt(OldStart) : FirstYoungObject;

    /// <summary>The object after <paramref name="oop"/>, or <see cref="Oop.None"/> at the end.</summary>
    /// <remarks>The class index says whether it is an object of the image: see <see cref="IsVisible"/>.</remarks>
    public Oop NextObject(Oop oop)
    {
        long end = AddressAfter(oop);
        if (oop.Bits >= OldStart)
        {
            return end < OldFree ? ObjectAt(end) : FirstYoungObject;
        }
        if (oop.Bits < EdenEnd)
        {
            return end < State->EdenFree ? ObjectAt(end) : Scavenger.FirstSurvivor;
        }
        return end < Scavenger.SurvivorsEnd ? ObjectAt(end) : Oop.None;
    }

    /// <summary>False for what the memory manager keeps for itself: free chunks, class table pages.</summary>
    public static bool IsVisible(Oop oop) => ObjectHeader.ClassIndex(Header(oop)) > ObjectHeader.LastPunClassIndex;

    /// <summary>The number of slots that hold oops.</summary>
    /// <remarks>A context's slots beyond its stack pointer, and a compiled method's bytes, are not oops.</remarks>
    public long PointerSlotCount(Oop oop)
    {
        ulong header = Header(oop);
        if (ObjectHeader.ClassIndex(header) == ObjectHeader.ForwardedClassIndex)
        {
            return 1;
        }
        ObjectFormat format = ObjectHeader.Format(header);
        if (format.IsPointers())
        {
            long slots = SlotCount(oop);
            if (Known.IsContext(ObjectHeader.ClassIndex(header)))
            {
                return UsedContextSlots(Slots(oop)[Layouts.Context.StackPointer], slots);
            }
            return slots;
        }
        return format.IsCompiledMethod() ? Math.Min(SlotCount(oop), 1 + CompiledCode.LiteralCount(oop, Dialect)) : 0;
    }

    /// <summary>
    /// Clears the slots of a context, of which <paramref name="used"/> hold oops, that lie beyond its stack pointer: they
    /// would dangle when the image raises it.
    /// </summary>
    public void ClearStaleSlots(Oop oop, long used)
    {
        long slots = SlotCount(oop);
        if (used < slots)
        {
            Fill(Slots(oop) + used, slots - used, Nil);
        }
    }

    /// <summary>The slots of a context up to the top of its stack, where its stack pointer, a slot, says that is.</summary>
    public static long UsedContextSlots(Oop stackPointer, long slots)
    {
        long stack = stackPointer.IsInteger ? Math.Max(stackPointer.Integer, 0) : 0;
        return Math.Min(slots, Layouts.Context.FirstTemp + stack);
    }

    private long EdenEnd => EdenStart + Options.EdenBytes + Options.EdenReserveBytes;

    private Oop FirstYoungObject => State->EdenFree > EdenStart ? ObjectAt(EdenStart) : Scavenger.FirstSurvivor;

    public static Oop ObjectAt(long address) => new(ObjectHeader.IsOverflowWord(*(ulong*)address) ? address + 8 : address);

    /// <summary>The first byte of an object: of its header, or of the slot count before it.</summary>
    public static long StartOf(Oop oop) =>
        ObjectHeader.IsOverflowWord(Header(oop)) ? oop.Bits - ObjectHeader.Bytes : oop.Bits;

    public static long AddressAfter(Oop oop) => oop.Bits + 8 + (8 * Math.Max(SlotCount(oop), 1));
}
