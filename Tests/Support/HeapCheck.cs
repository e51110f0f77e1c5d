using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>Walks all objects and follows every oop.</summary>
internal static unsafe class HeapCheck
{
    public static void Verify(ObjectMemory memory)
    {
        HashSet<long> objects = [];
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop))
            {
                objects.Add(oop.Bits);
            }
        }
        foreach (long bits in objects)
        {
            Oop oop = new(bits);
            Oop behavior = memory.ClassOf(oop);
            Require(objects.Contains(behavior.Bits), oop, "has no class");
            Require(memory.TryShape(behavior, out ClassShape shape), oop, "has a class without a shape");
            Require(shape.Format == ObjectMemory.FormatOf(oop).Base() || shape.FixedSlots == 0, oop, "is not shaped as its class says");
            for (long i = 0; i < memory.PointerSlotCount(oop); i++)
            {
                Oop value = ObjectMemory.Slots(oop)[i];
                Require(value.IsPointer ? objects.Contains(value.Bits) : !memory.ClassOf(value).IsNone, oop, "refers to no object");
            }
        }
    }

    private static void Require(bool holds, Oop oop, string what)
    {
        if (!holds)
        {
            throw new AssertionException($"the object {oop} {what}");
        }
    }
}
