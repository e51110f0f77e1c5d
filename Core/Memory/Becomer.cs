using JitTalk.Core.Contracts;

namespace JitTalk.Core.Memory;

/// <summary>
/// <c>become:</c>: makes references to some objects refer to others (VMMaker
/// <c>SpurMemoryManager&gt;&gt;become:with:twoWay:copyHash:</c>). Checks the operands and chooses how: by forwarders, or
/// for objects that the VM itself relies on by a sweep of all references.
/// </summary>
/// <remarks>
/// The pairs of one call take effect one after the other, as if each were a call of its own. Nothing moves, but only at
/// a place where all oops in use are shown by <see cref="Roots.VisitAll"/>.
/// </remarks>
internal static unsafe class Becomer
{
    /// <summary>Exchanges the identities of the elements of two Arrays; hashes stay with the references.</summary>
    public static PrimitiveError Exchange(ObjectMemory memory, Oop left, Oop right)
    {
        PrimitiveError error = CheckArrays(memory, left, right);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        ReadOnlySpan<Oop> lefts = Elements(left);
        ReadOnlySpan<Oop> rights = Elements(right);
        for (int i = 0; i < lefts.Length; i++)
        {
            error = CheckExchange(memory, lefts[i], rights[i]);
            if (error != PrimitiveError.None)
            {
                return error;
            }
        }
        VitalClasses vital = new(memory);
        if (vital.Have(lefts) || vital.Have(rights) || !BecomeForwarding.HasRoomFor(memory, lefts, rights))
        {
            new BecomeSweep(memory).Exchange(lefts, rights);
        }
        else
        {
            BecomeForwarding.Exchange(memory, lefts, rights);
        }
        return PrimitiveError.None;
    }

    /// <summary>Makes references to the elements of one Array refer to those of another.</summary>
    /// <param name="memory">The objects.</param>
    /// <param name="from">The Array of the objects that vanish.</param>
    /// <param name="to">The Array of those that take their place.</param>
    /// <param name="copyHash">Whether they take over the identity hashes too.</param>
    public static PrimitiveError Forward(ObjectMemory memory, Oop from, Oop to, bool copyHash)
    {
        PrimitiveError error = CheckArrays(memory, from, to);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        ReadOnlySpan<Oop> sources = Elements(from);
        ReadOnlySpan<Oop> targets = Elements(to);
        for (int i = 0; i < sources.Length; i++)
        {
            error = CheckForward(memory, sources[i], targets[i], copyHash);
            if (error != PrimitiveError.None)
            {
                return error;
            }
        }
        Forward(memory, sources, targets, copyHash);
        return PrimitiveError.None;
    }

    /// <summary>Moves a young object to old space, where it stays.</summary>
    /// <returns>The object at its new place; <see cref="Oop.None"/> when memory is exhausted.</returns>
    public static Oop Tenure(ObjectMemory memory, Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        Oop copy = memory.AllocateOld(ObjectMemory.ClassIndexOf(oop), ObjectMemory.FormatOf(oop), slots);
        if (copy.IsNone)
        {
            return copy;
        }
        ulong header = ObjectMemory.Header(oop);
        Buffer.MemoryCopy(ObjectMemory.Slots(oop), ObjectMemory.Slots(copy), 8 * slots, 8 * slots);
        ObjectMemory.Header(copy) = ObjectHeader.WithReadOnly(ObjectMemory.Header(copy), ObjectHeader.IsReadOnly(header));
        if (memory.Scavenger.HasYoungReferent(copy))
        {
            memory.Remembered.Add(copy);
        }
        Forward(memory, new ReadOnlySpan<Oop>(in oop), new ReadOnlySpan<Oop>(in copy), copyHash: true);
        return copy;
    }

    private static void Forward(ObjectMemory memory, ReadOnlySpan<Oop> sources, ReadOnlySpan<Oop> targets, bool copyHash)
    {
        VitalClasses vital = new(memory);
        // That no forwarder leads to a Boolean, nil or an integer saves the interpreter from asking.
        if (vital.Have(sources) || vital.HaveValues(targets))
        {
            new BecomeSweep(memory).Forward(sources, targets, copyHash);
        }
        else
        {
            BecomeForwarding.Forward(memory, sources, targets, copyHash);
        }
    }

    private static PrimitiveError CheckArrays(ObjectMemory memory, Oop left, Oop right)
    {
        if (!IsArray(left))
        {
            return PrimitiveError.BadReceiver;
        }
        if (!IsArray(right) || ObjectMemory.SlotCount(left) != ObjectMemory.SlotCount(right))
        {
            return PrimitiveError.BadArgument;
        }
        memory.FollowSlots(left);
        memory.FollowSlots(right);
        return PrimitiveError.None;
    }

    private static bool IsArray(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop) == ObjectFormat.Indexable;

    private static PrimitiveError CheckExchange(ObjectMemory memory, Oop left, Oop right)
    {
        PrimitiveError error = CheckMovable(left);
        if (error == PrimitiveError.None)
        {
            error = CheckMovable(right);
        }
        return error == PrimitiveError.None && !(CanReplace(memory, left, right) && CanReplace(memory, right, left))
            ? PrimitiveError.InappropriateOperation
            : error;
    }

    private static PrimitiveError CheckForward(ObjectMemory memory, Oop from, Oop to, bool copyHash)
    {
        PrimitiveError error = CheckMovable(from);
        if (error != PrimitiveError.None)
        {
            return error;
        }
        bool cannotTakeHash = to.IsImmediate || ObjectHeader.IsReadOnly(ObjectMemory.Header(to));
        return (copyHash && cannotTakeHash) || !CanReplace(memory, from, to)
            ? PrimitiveError.InappropriateOperation
            : PrimitiveError.None;
    }

    private static PrimitiveError CheckMovable(Oop oop)
    {
        if (oop.IsImmediate)
        {
            return PrimitiveError.InappropriateOperation;
        }
        ulong header = ObjectMemory.Header(oop);
        if (ObjectHeader.IsPinned(header))
        {
            return PrimitiveError.ObjectIsPinned;
        }
        return ObjectHeader.IsReadOnly(header) ? PrimitiveError.NoModification : PrimitiveError.None;
    }

    /// <summary>What the VM itself relies on is replaced by its like only.</summary>
    private static bool CanReplace(ObjectMemory memory, Oop from, Oop to)
    {
        if (from == memory.SpecialObjects)
        {
            return IsArray(to) && ObjectMemory.SlotCount(to) >= ObjectMemory.SlotCount(from);
        }
        return memory.Classes.IndexOf(from) == 0 || CouldBeClass(to);
    }

    private static bool CouldBeClass(Oop oop) =>
        oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Class.Format;

    private static ReadOnlySpan<Oop> Elements(Oop array) =>
        new(ObjectMemory.Slots(array), (int)ObjectMemory.SlotCount(array));
}
