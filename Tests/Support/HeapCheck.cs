using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>Walks all objects and follows every oop.</summary>
internal static unsafe class HeapCheck
{
    /// <summary>Every oop and every class index leads to an object.</summary>
    public static void VerifyOops(ObjectMemory memory) => Walk(memory, checkShapes: false);

    /// <summary>Also, every object looks as its class says.</summary>
    public static void Verify(ObjectMemory memory) => Walk(memory, checkShapes: true);

    private static void Walk(ObjectMemory memory, bool checkShapes)
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
            Require(objects.Contains(memory.ClassOf(oop).Bits), oop, "has no class");
            Require(!checkShapes || HasShapeOfClass(memory, oop), oop, "is not shaped as its class says");
            for (long i = 0; i < memory.PointerSlotCount(oop); i++)
            {
                Oop value = ObjectMemory.Followed(ObjectMemory.Slots(oop)[i]);
                Require(value.IsPointer ? objects.Contains(value.Bits) : !memory.ClassOf(value).IsNone, oop, "refers to no object");
            }
        }
    }

    private static bool HasShapeOfClass(ObjectMemory memory, Oop oop) =>
        memory.TryShape(memory.ClassOf(oop), out ClassShape shape)
        && (shape.Format == ObjectMemory.FormatOf(oop).Base() || shape.FixedSlots == 0 || HasFired(oop, shape));

    private static bool HasFired(Oop oop, ClassShape shape) =>
        shape.Format == ObjectFormat.Ephemeron && ObjectMemory.FormatOf(oop) == ObjectFormat.Fixed;

    private static void Require(bool holds, Oop oop, string what)
    {
        if (!holds)
        {
            throw new AssertionException($"the object {oop} {what}");
        }
    }
}
