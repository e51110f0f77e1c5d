namespace JitTalk.Core.Memory;

/// <summary>
/// <c>become:</c> in time that does not depend on the size of the image: objects of one size exchange their contents,
/// others turn into forwarders, which every reader sees through and the collectors do away with
/// (VMMaker <c>innerBecomeObjectsIn:and:copyHash:</c>, <c>outOfPlaceBecome:and:copyHashFlag:</c>).
/// </summary>
internal static unsafe class BecomeForwarding
{
    /// <summary>Whether copies of all these objects fit.</summary>
    public static bool HasRoomFor(ObjectMemory memory, ReadOnlySpan<Oop> lefts, ReadOnlySpan<Oop> rights)
    {
        long bytes = 0;
        for (int i = 0; i < lefts.Length; i++)
        {
            bytes += ObjectMemory.SizeOf(ObjectMemory.SlotCount(lefts[i])) + ObjectMemory.SizeOf(ObjectMemory.SlotCount(rights[i]));
        }
        return bytes < memory.BytesLeft / 2;
    }

    /// <summary>Exchanges identities; the hashes stay with the references.</summary>
    public static void Exchange(ObjectMemory memory, ReadOnlySpan<Oop> lefts, ReadOnlySpan<Oop> rights)
    {
        for (int i = 0; i < lefts.Length; i++)
        {
            Oop left = ObjectMemory.Followed(lefts[i]);
            Oop right = ObjectMemory.Followed(rights[i]);
            if (left == right)
            {
                continue;
            }
            if (ObjectMemory.SlotCount(left) == ObjectMemory.SlotCount(right))
            {
                ExchangeContents(memory, left, right);
            }
            else
            {
                Oop newLeft = Copy(memory, right, left);
                Oop newRight = Copy(memory, left, right);
                Forward(memory, left, newLeft);
                Forward(memory, right, newRight);
            }
        }
        Finish(memory);
    }

    /// <summary>Makes references to the sources refer to the targets.</summary>
    public static void Forward(ObjectMemory memory, ReadOnlySpan<Oop> sources, ReadOnlySpan<Oop> targets, bool copyHash)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            Oop from = ObjectMemory.Followed(sources[i]);
            Oop to = ObjectMemory.Followed(targets[i]);
            if (from == to)
            {
                continue;
            }
            int hash = ObjectHeader.Hash(ObjectMemory.Header(from));
            if (copyHash && hash != 0 && memory.Classes.IndexOf(to) == 0)
            {
                ObjectMemory.Header(to) = ObjectHeader.WithHash(ObjectMemory.Header(to), hash);
            }
            Forward(memory, from, to);
        }
        Finish(memory);
    }

    private static void ExchangeContents(ObjectMemory memory, Oop left, Oop right)
    {
        int bytes = checked(8 * (int)ObjectMemory.SlotCount(left));
        Span<byte> lefts = new(ObjectMemory.Slots(left), bytes);
        Span<byte> rights = new(ObjectMemory.Slots(right), bytes);
        const int piece = 256;
        Span<byte> saved = stackalloc byte[piece];
        while (lefts.Length > 0)
        {
            int count = Math.Min(piece, lefts.Length);
            lefts[..count].CopyTo(saved);
            rights[..count].CopyTo(lefts);
            saved[..count].CopyTo(rights);
            lefts = lefts[count..];
            rights = rights[count..];
        }
        ulong header = ObjectMemory.Header(left);
        TakeShape(memory, left, ObjectMemory.Header(right));
        TakeShape(memory, right, header);
    }

    private static void TakeShape(ObjectMemory memory, Oop oop, ulong shape)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithFormat(ObjectHeader.WithClassIndex(header, ObjectHeader.ClassIndex(shape)), ObjectHeader.Format(shape));
        if (oop.Bits >= memory.OldStart && memory.Scavenger.HasYoungReferent(oop))
        {
            memory.Remembered.Add(oop);
        }
    }

    /// <summary>A copy of an object, with the hash of another one.</summary>
    private static Oop Copy(ObjectMemory memory, Oop oop, Oop hashOwner)
    {
        long slots = ObjectMemory.SlotCount(oop);
        Oop copy = memory.AllocateRaw(ObjectMemory.ClassIndexOf(oop), ObjectMemory.FormatOf(oop), slots);
        if (copy.IsNone)
        {
            throw new OutOfMemoryException("no memory to exchange objects");
        }
        Buffer.MemoryCopy(ObjectMemory.Slots(oop), ObjectMemory.Slots(copy), 8 * slots, 8 * slots);
        int hash = ObjectHeader.Hash(ObjectMemory.Header(hashOwner));
        ObjectMemory.Header(copy) = ObjectHeader.WithHash(ObjectMemory.Header(copy), hash);
        return copy;
    }

    private static void Forward(ObjectMemory memory, Oop from, Oop to)
    {
        ref ulong header = ref ObjectMemory.Header(from);
        header = ObjectHeader.WithClassIndex(header, ObjectHeader.ForwardedClassIndex);
        memory.Store(0, from, to);
        memory.HasForwarders = true;
    }

    /// <summary>No forwarder stays where code runs: frames are read without a look at headers.</summary>
    private static void Finish(ObjectMemory memory)
    {
        memory.Roots.Visit((ref Oop oop) =>
        {
            if (!oop.IsNone)
            {
                oop = ObjectMemory.Followed(oop);
            }
        });
        memory.Roots.ObjectsMoved(oldOnesToo: false);
    }
}
