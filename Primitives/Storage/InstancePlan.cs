using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

/// <summary>What an instance of a class with a number of elements will be, before memory is asked for.</summary>
/// <param name="ClassIndex">The index that the instance's header gets.</param>
/// <param name="Format">The format, the unused part of the last slot included.</param>
/// <param name="Slots">Slots of 8 bytes.</param>
internal readonly record struct InstancePlan(int ClassIndex, ObjectFormat Format, long Slots)
{
    // Beyond this no arithmetic on sizes overflows, and no memory has room.
    private const long MaximumElements = 1L << 40;

    /// <summary>Plans an instance with <paramref name="elements"/> indexable elements, for a class that has such.</summary>
    public static PrimitiveError Make(ObjectMemory memory, Oop behavior, long elements, out InstancePlan plan)
    {
        plan = default;
        if (!memory.TryShape(behavior, out ClassShape shape) || !IsIndexableOrEmpty(shape.Format, elements))
        {
            return PrimitiveError.BadReceiver;
        }
        if (elements > MaximumElements)
        {
            return PrimitiveError.NoMemory;
        }
        return Finish(memory, behavior, shape, elements, out plan);
    }

    /// <summary>Plans an instance of a class without indexable elements; V3 takes the others too, and makes none.</summary>
    public static PrimitiveError MakeFixed(ObjectMemory memory, Oop behavior, out InstancePlan plan)
    {
        plan = default;
        if (!memory.TryShape(behavior, out ClassShape shape) || shape.Format.IsCompiledMethod()
            || (memory.Dialect.IsSpur && (shape.Format.IsIndexable() || !shape.Format.IsPointers())))
        {
            return PrimitiveError.BadReceiver;
        }
        return Finish(memory, behavior, shape, 0, out plan);
    }

    public Oop Allocate(ObjectMemory memory) => memory.Allocate(ClassIndex, Format, Slots);

    /// <summary>Makes the instance in old space, where nothing moves it, and pins it.</summary>
    public Oop AllocatePinned(ObjectMemory memory)
    {
        Oop oop = memory.AllocateOld(ClassIndex, Format, Slots);
        if (!oop.IsNone)
        {
            unsafe
            {
                ObjectMemory.Fill(ObjectMemory.Slots(oop), Slots, Format.IsPointers() ? memory.Nil : default);
            }
            ObjectMemory.Header(oop) = ObjectHeader.WithPinned(ObjectMemory.Header(oop), true);
        }
        return oop;
    }

    // Some images have fixed subclasses of indexable classes, and send new: 0 to them
    // (VMMaker instantiateClass:indexableSize:).
    private static bool IsIndexableOrEmpty(ObjectFormat format, long elements) =>
        !format.IsCompiledMethod() && (format.IsIndexable() || elements == 0);

    private static PrimitiveError Finish(
        ObjectMemory memory, Oop behavior, ClassShape shape, long elements, out InstancePlan plan)
    {
        plan = default;
        if (memory.IsImmediateClass(behavior))
        {
            return PrimitiveError.BadReceiver;
        }
        int index = memory.EnsureClassIndex(behavior);
        if (index == 0)
        {
            return PrimitiveError.LimitExceeded;
        }
        long bytes = elements * shape.Format.ElementBytes();
        plan = shape.Format.IsPointers()
            ? new InstancePlan(index, shape.Format, shape.FixedSlots + elements)
            : new InstancePlan(index, shape.Format.ForByteLength(bytes), (bytes + 7) >> 3);
        return PrimitiveError.None;
    }
}
