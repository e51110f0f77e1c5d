using JitTalk.Core.Diagnostics;
using JitTalk.Core.Image;

namespace JitTalk.Core.Memory;

/// <summary>
/// Walks the whole memory and proves that it holds objects, that every reference leads to one, and that the tables beside
/// the objects agree with them (VMMaker <c>runLeakCheckerFor:</c>). Only at a safepoint.
/// </summary>
/// <remarks>
/// What <see cref="Verify"/> finds can only be the machine's doing. An image may leave an object that is not shaped as
/// its class says, or a context with a pc that is none (a class that is being rebuilt, a debugger at work): those are
/// asked for with <see cref="VerifyShapes"/>.
/// </remarks>
internal sealed unsafe partial class HeapVerifier(ObjectMemory memory)
{
    // A chain of forwarders is followed where it is met; a longer one is a circle.
    private const int LongestChain = 1 << 16;

    // A full collection reads the heap at least once itself; images of less than so many edens are looked at after each.
    private const int ScavengesPerFullCollection = 16;

    private readonly Oop* _classes = memory.Classes.Entries;

    // Free chunks that were remembered objects when become: made them free: the next scavenge forgets them.
    private readonly HashSet<Oop> _buried = [];
    private ObjectStarts _starts = new(0);
    private long _rememberedBits;
    private long _scavengesToSkip;
    private long _fullToSkip;

    /// <summary>Called after a collection: verifies if it is time to (<see cref="MemoryOptions.VerifyHeap"/>).</summary>
    public void AfterCollection(bool wholeMemory)
    {
        HeapVerification when = memory.Options.VerifyHeap;
        ref long toSkip = ref wholeMemory ? ref _fullToSkip : ref _scavengesToSkip;
        if (when == HeapVerification.Never || (when == HeapVerification.Sometimes && toSkip-- > 0))
        {
            return;
        }
        // Edens that the heap would fill: as many scavenges cost what it costs to look at it. Full collections do more.
        _scavengesToSkip = (memory.OldFree - memory.OldStart) / memory.Options.EdenBytes;
        _fullToSkip = _scavengesToSkip / ScavengesPerFullCollection;
        Verify();
    }

    /// <summary>Proves that the memory is in order.</summary>
    /// <exception cref="HeapCorruptException">It is not.</exception>
    public void Verify()
    {
        FindObjects();
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            CheckObject(oop);
        }
        CheckClassTable();
        CheckRemembered();
        CheckSpecialObjects();
        CheckRoots();
    }

    private void FindObjects()
    {
        _starts = new ObjectStarts(memory.OldFree - memory.EdenStart);
        _rememberedBits = 0;
        _buried.Clear();
        FindObjects(memory.OldStart, memory.OldFree);
        FindObjects(memory.EdenStart, memory.State->EdenFree);
        Oop survivor = memory.Scavenger.FirstSurvivor;
        if (!survivor.IsNone)
        {
            bool overflows = ObjectHeader.SlotField(ObjectMemory.Header(survivor)) == ObjectHeader.OverflowSlots;
            FindObjects(survivor.Bits - (overflows ? ObjectHeader.Bytes : 0), memory.Scavenger.SurvivorsEnd);
        }
    }

    private void FindObjects(long at, long end)
    {
        while (at < end)
        {
            ulong word = *(ulong*)at;
            bool overflows = ObjectHeader.IsOverflowWord(word);
            long slots = overflows ? ObjectHeader.OverflowCount(word) : ObjectHeader.SlotField(word);
            Oop oop = new(overflows ? at + ObjectHeader.Bytes : at);
            if (slots > (end - at) / 8 || at + ObjectMemory.SizeOf(slots) > end
                || (overflows && (slots < ObjectHeader.OverflowSlots
                    || ObjectHeader.SlotField(ObjectMemory.Header(oop)) != ObjectHeader.OverflowSlots)))
            {
                throw new HeapCorruptException(
                    $"heap corrupt: what begins at 0x{at:x} with 0x{word:x}, {slots} slots, does not end in its space");
            }
            ulong header = ObjectMemory.Header(oop);
            if (ObjectHeader.ClassIndex(header) != 0)
            {
                _starts.Add(oop.Bits - memory.EdenStart);
            }
            else if (ObjectHeader.IsRemembered(header))
            {
                _ = _buried.Add(oop);
            }
            at = ObjectMemory.AddressAfter(oop);
        }
    }

    private bool IsObject(Oop oop) =>
        oop.Bits >= memory.EdenStart && oop.Bits < memory.OldFree && _starts.Contains(oop.Bits - memory.EdenStart);

    private bool IsReferable(Oop oop) => oop.IsImmediate ? !_classes[oop.Tag].IsNone : IsObject(oop);

    private void CheckObject(Oop oop)
    {
        ulong header = ObjectMemory.Header(oop);
        int index = ObjectHeader.ClassIndex(header);
        if (index == 0)
        {
            return;
        }
        if (ObjectHeader.HasMarkBits(header))
        {
            throw Corrupt(oop, "is marked, while no collection runs");
        }
        if (index == ObjectHeader.ForwardedClassIndex)
        {
            CheckForwarder(oop);
            return;
        }
        if (index <= ObjectHeader.LastPunClassIndex || !IsObject(_classes[index]) || _classes[index].IsNone)
        {
            throw Corrupt(oop, "has a class index that no class has");
        }
        CheckFormat(oop, header);
        CheckSlots(oop, memory.PointerSlotCount(oop));
    }

    private void CheckFormat(Oop oop, ulong header)
    {
        ObjectFormat format = ObjectHeader.Format(header);
        long slots = ObjectMemory.SlotCount(oop);
        bool isKnown = format.IsPointers() || format is >= ObjectFormat.Words64 and < (ObjectFormat)32;
        if (!isKnown || format.UnusedBytes() > 8 * slots)
        {
            throw Corrupt(oop, $"has format {(int)format} and {slots} slots");
        }
        if (format.IsCompiledMethod() && !CompiledCode.IsSound(oop, memory.Dialect))
        {
            throw Corrupt(oop, "is a method whose header announces more than there is");
        }
    }

    private void CheckSlots(Oop oop, long count)
    {
        Oop* slots = ObjectMemory.Slots(oop);
        bool refersToYoung = false;
        for (long i = 0; i < count; i++)
        {
            Oop value = slots[i];
            if (!IsReferable(value))
            {
                throw Corrupt(oop, $"slot {i} refers to 0x{value.Bits:x}, where no object is");
            }
            refersToYoung |= memory.IsYoung(value);
        }
        CheckRememberedBit(oop, refersToYoung);
    }

    private void CheckRememberedBit(Oop oop, bool refersToYoung)
    {
        bool isRemembered = ObjectHeader.IsRemembered(ObjectMemory.Header(oop));
        if (isRemembered)
        {
            _rememberedBits++;
            if (memory.IsYoung(oop))
            {
                throw Corrupt(oop, "is young and marked as remembered");
            }
        }
        else if (refersToYoung && !memory.IsYoung(oop))
        {
            throw Corrupt(oop, "is old, refers to a young object, and is not remembered");
        }
    }

    private void CheckForwarder(Oop oop)
    {
        if (!memory.HasForwarders)
        {
            throw Corrupt(oop, "is a forwarder, and the machine believes that there is none");
        }
        Oop target = ObjectMemory.Slots(oop)[0];
        if (!IsReferable(target))
        {
            throw Corrupt(oop, $"is forwarded to 0x{target.Bits:x}, where no object is");
        }
        CheckRememberedBit(oop, memory.IsYoung(target));
        for (int length = 0; IsForwarder(target); length++)
        {
            target = ObjectMemory.Slots(target)[0];
            if (length == LongestChain || !IsReferable(target))
            {
                throw Corrupt(oop, "is forwarded to no object in the end");
            }
        }
    }

    private static bool IsForwarder(Oop oop) =>
        oop.IsPointer && ObjectMemory.ClassIndexOf(oop) == ObjectHeader.ForwardedClassIndex;

    private HeapCorruptException Corrupt(Oop oop, string what) =>
        new($"heap corrupt: the {(memory.IsYoung(oop) ? "young" : "old")} object {ClassNameOf(oop)} at 0x{oop.Bits:x}: it {what}");

    /// <summary>For the message: the name of the class, if all that names it is in order.</summary>
    private string ClassNameOf(Oop oop)
    {
        int index = ObjectMemory.ClassIndexOf(oop);
        Oop behavior = _classes[index];
        if (index <= ObjectHeader.LastPunClassIndex || !IsSoundClass(behavior))
        {
            return $"of class index {index}";
        }
        return $"of class {new ImageBrowser(memory).NameOf(behavior)}";
    }

    private bool IsSoundClass(Oop behavior) =>
        HasSoundSlots(behavior) && HasSoundSlots(_classes[ObjectMemory.ClassIndexOf(behavior)])
        && HasSoundSlots(memory.Special(SpecialObject.ClassArray))
        && HasSoundSlots(memory.ClassOf(memory.Special(SpecialObject.ClassArray)));

    private bool HasSoundSlots(Oop oop)
    {
        if (!oop.IsPointer || !IsObject(oop) || !ObjectMemory.FormatOf(oop).IsPointers()
            || !IsObject(_classes[ObjectMemory.ClassIndexOf(oop)]))
        {
            return false;
        }
        for (long i = 0; i < memory.PointerSlotCount(oop); i++)
        {
            Oop value = ObjectMemory.Slots(oop)[i];
            if (value.IsPointer && (!IsObject(value) || !IsObject(_classes[ObjectMemory.ClassIndexOf(value)])))
            {
                return false;
            }
        }
        return true;
    }
}
