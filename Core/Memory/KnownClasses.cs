using System.Runtime.CompilerServices;

namespace JitTalk.Core.Memory;

/// <summary>Class indices of the classes in the special objects array; 0 where the image has none.</summary>
internal sealed class KnownClasses
{
    public KnownClasses() { }

    public KnownClasses(ObjectMemory memory)
    {
        int Index(SpecialObject which)
        {
            Oop behavior = memory.Special(which);
            return behavior == memory.Nil || behavior.IsImmediate ? 0 : memory.EnsureClassIndex(behavior);
        }

        Array = Index(SpecialObject.ClassArray);
        String = Index(SpecialObject.ClassString);
        ByteArray = Index(SpecialObject.ClassByteArray);
        Bitmap = Index(SpecialObject.ClassBitmap);
        Float = Index(SpecialObject.ClassFloat);
        LargePositive = Index(SpecialObject.ClassLargePositiveInteger);
        LargeNegative = Index(SpecialObject.ClassLargeNegativeInteger);
        Character = Index(SpecialObject.ClassCharacter);
        Point = Index(SpecialObject.ClassPoint);
        Message = Index(SpecialObject.ClassMessage);
        CompiledMethod = Index(SpecialObject.ClassCompiledMethod);
        Context = Index(SpecialObject.ClassContext);
        BlockContext = memory.Dialect.IsSpur ? 0 : Index(SpecialObject.ClassBlockContext);
        Closure = memory.Dialect.HasClosures ? Index(SpecialObject.ClassBlockClosure) : 0;
        FullClosure = memory.Dialect.IsSpur ? Index(SpecialObject.ClassFullBlockClosure) : 0;
        Semaphore = Index(SpecialObject.ClassSemaphore);
        Process = Index(SpecialObject.ClassProcess);
    }

    public int Array { get; }
    public int String { get; }
    public int ByteArray { get; }
    public int Bitmap { get; }
    /// <summary>Float, or BoxedFloat64 where small floats are immediate.</summary>
    public int Float { get; }
    public int LargePositive { get; }
    public int LargeNegative { get; }
    public int Character { get; }
    public int Point { get; }
    public int Message { get; }
    public int CompiledMethod { get; }
    /// <summary>Context, or MethodContext.</summary>
    public int Context { get; }
    /// <summary>BlockContext of images without closures.</summary>
    public int BlockContext { get; }
    public int Closure { get; }
    public int FullClosure { get; }
    public int Semaphore { get; }
    public int Process { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsContext(int classIndex) => classIndex != 0 && (classIndex == Context || classIndex == BlockContext);

    /// <summary>Whether the arithmetic bytecodes know what to do with instances.</summary>
    public bool IsNumber(int classIndex) =>
        classIndex is Oop.IntegerTag or Oop.FloatTag || classIndex == Float || classIndex == LargePositive || classIndex == LargeNegative;
}
