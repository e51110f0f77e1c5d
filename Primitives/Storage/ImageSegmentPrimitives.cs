using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Storage;

/// <summary>Image segments: graphs of objects as words (VMMaker <c>primitiveStoreImageSegment</c>, <c>primitiveLoadImageSegment</c>).</summary>
internal static unsafe class ImageSegmentPrimitives
{
    /// <summary>
    /// Stores what only the roots reach in an object of words, and the objects outside that it refers to in an Array.
    /// Both are cut to size.
    /// </summary>
    [Primitive(98)]
    public static Oop StoreImageSegment(VirtualMachine vm, Oop receiver, Oop roots, Oop words, Oop outPointers)
    {
        PrimitiveError error = !IsArray(roots) ? PrimitiveError.Generic : Check(words, outPointers);
        if (error == PrimitiveError.None && HoldsLiveContext(vm, roots))
        {
            error = PrimitiveError.UnsupportedOperation;
        }
        if (error == PrimitiveError.None)
        {
            error = ObjectSegmentWriter.Store(vm.Memory, vm.Settings, roots, words, outPointers);
        }
        return error == PrimitiveError.None ? ObjectMemory.Followed(receiver) : vm.Fail(error);
    }

    /// <summary>Answers the Array of roots.</summary>
    [Primitive(99)]
    public static Oop LoadImageSegment(VirtualMachine vm, Oop receiver, Oop words, Oop outPointers)
    {
        _ = receiver;
        Oop roots = Oop.None;
        PrimitiveError error = Check(words, outPointers);
        if (error == PrimitiveError.None)
        {
            error = ObjectSegmentReader.Load(vm.Memory, words, outPointers, out roots);
        }
        return error == PrimitiveError.None ? roots : vm.Fail(error);
    }

    private static PrimitiveError Check(Oop words, Oop outPointers)
    {
        if (!words.IsPointer || !ObjectMemory.FormatOf(words).IsWords32() || !IsArray(outPointers))
        {
            return PrimitiveError.Generic;
        }
        ulong either = ObjectMemory.Header(words) | ObjectMemory.Header(outPointers);
        return ObjectHeader.IsReadOnly(either) ? PrimitiveError.NoModification
            : ObjectHeader.IsPinned(either) ? PrimitiveError.ObjectIsPinned
            : PrimitiveError.None;
    }

    private static bool IsArray(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop) == ObjectFormat.Indexable;

    /// <summary>What a context holds may be in a frame.</summary>
    private static bool HoldsLiveContext(VirtualMachine vm, Oop array)
    {
        foreach (Oop element in new ReadOnlySpan<Oop>(ObjectMemory.Slots(array), (int)ObjectMemory.SlotCount(array)))
        {
            if (vm.Interpreter.IsMarried(ObjectMemory.Followed(element)))
            {
                return true;
            }
        }
        return false;
    }
}
