using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>Compares two memories of one dialect object by object: nil, false and true, then the others in their order.</summary>
internal static unsafe class HeapComparison
{
    public static void AreAlike(ObjectMemory left, ObjectMemory right)
    {
        List<Oop> lefts = Objects(left);
        List<Oop> rights = Objects(right);
        Assert.That(rights, Has.Count.EqualTo(lefts.Count), "objects");
        Dictionary<Oop, Oop> twins = [];
        for (int i = 0; i < lefts.Count; i++)
        {
            twins[lefts[i]] = rights[i];
        }
        Oop Twin(Oop oop) => oop.IsPointer ? twins[oop] : oop;

        Assert.That(Twin(left.SpecialObjects), Is.EqualTo(right.SpecialObjects));
        foreach ((Oop mine, Oop other) in twins)
        {
            Require(Twin(left.ClassOf(mine)) == right.ClassOf(other), mine, "another class");
            Require(ObjectMemory.FormatOf(mine) == ObjectMemory.FormatOf(other), mine, "another format");
            Require(ObjectMemory.SlotCount(mine) == ObjectMemory.SlotCount(other), mine, "another size");
            Require(VisibleHash(left, mine) == VisibleHash(right, other), mine, "another hash");
            Require(Flags(mine) == Flags(other), mine, "other flags");
            long oops = left.PointerSlotCount(mine);
            for (long i = 0; i < oops; i++)
            {
                Require(Twin(ObjectMemory.Slots(mine)[i]) == ObjectMemory.Slots(other)[i], mine, $"another oop in slot {i}");
            }
            if (!ObjectMemory.FormatOf(mine).IsPointers())
            {
                int from = 8 * (int)oops;
                Require(ObjectMemory.ByteSpan(mine)[from..].SequenceEqual(ObjectMemory.ByteSpan(other)[from..]), mine, "other bytes");
            }
        }
    }

    /// <summary>All objects of the image.</summary>
    public static List<Oop> Objects(ObjectMemory memory)
    {
        List<Oop> objects = [memory.Nil, memory.False, memory.True];
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && !objects[..3].Contains(oop))
            {
                objects.Add(oop);
            }
        }
        return objects;
    }

    private static int VisibleHash(ObjectMemory memory, Oop oop) =>
        ObjectHeader.Hash(ObjectMemory.Header(oop)) & memory.Dialect.IdentityHashMask;

    private static (bool, bool) Flags(Oop oop) =>
        (ObjectHeader.IsReadOnly(ObjectMemory.Header(oop)), ObjectHeader.IsPinned(ObjectMemory.Header(oop)));

    private static void Require(bool holds, Oop oop, string what)
    {
        if (!holds)
        {
            throw new AssertionException($"the object {oop} came back with {what}");
        }
    }
}
