using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>Fills the array of what a machine knows by place (VMMaker <c>initializeSpecialObjectIndices</c>).</summary>
internal sealed class SpecialObjectsMaker(ObjectMemory memory, Func<string, Oop> classNamed, Func<string, Oop> symbol)
{
    /// <summary>The length of the array.</summary>
    public const int Count = 60;

    private static readonly (SpecialObject Which, string Class)[] Classes =
    [
        (SpecialObject.ClassBitmap, "Bitmap"),
        (SpecialObject.ClassSmallInteger, "SmallInteger"),
        (SpecialObject.ClassString, "String"),
        (SpecialObject.ClassArray, "Array"),
        (SpecialObject.ClassFloat, "BoxedFloat64"),
        (SpecialObject.ClassContext, "Context"),
        (SpecialObject.ClassPoint, "Point"),
        (SpecialObject.ClassLargePositiveInteger, "LargePositiveInteger"),
        (SpecialObject.ClassLargeNegativeInteger, "LargeNegativeInteger"),
        (SpecialObject.ClassMessage, "Message"),
        (SpecialObject.ClassCompiledMethod, "CompiledMethod"),
        (SpecialObject.ClassSemaphore, "Semaphore"),
        (SpecialObject.ClassMutex, "Mutex"),
        (SpecialObject.ClassCharacter, "Character"),
        (SpecialObject.ClassByteArray, "ByteArray"),
        (SpecialObject.ClassProcess, "Process"),
        (SpecialObject.ClassBlockClosure, "BlockClosure"),
        (SpecialObject.ClassFullBlockClosure, "FullBlockClosure"),
    ];

    private static readonly (SpecialObject Which, string Selector)[] Selectors =
    [
        (SpecialObject.SelectorDoesNotUnderstand, "doesNotUnderstand:"),
        (SpecialObject.SelectorCannotReturn, "cannotReturn:"),
        (SpecialObject.SelectorMustBeBoolean, "mustBeBoolean"),
        (SpecialObject.SelectorCannotInterpret, "cannotInterpret:"),
        (SpecialObject.SelectorAboutToReturn, "aboutToReturn:through:"),
        (SpecialObject.SelectorRunWithIn, "run:with:in:"),
        (SpecialObject.SelectorAttemptToAssign, "attemptToAssign:withIndex:"),
        (SpecialObject.SelectorUnknownBytecode, "unknownBytecode"),
    ];

    // In the order of the codes, from 1 (VMMaker: sqVirtualMachine.h, PrimErr…). No code stands for nil.
    private static readonly string?[] Errors =
    [
        null, "bad receiver", "bad argument", "bad index", "bad number of arguments", "inappropriate operation",
        "unsupported operation", "no modification", "insufficient object memory", "insufficient C memory", "not found",
        "bad method", "internal error in named primitive machinery", "object may move", "resource limit exceeded",
        "object is pinned", "primitive write beyond end of object", "object moved", "object not pinned", "callback error",
        "operating system error", "FFI call exception", "heap compaction needed", "operation failed",
    ];

    /// <summary>The classes, which must be there for anything else to be made.</summary>
    public void PutClasses()
    {
        foreach ((SpecialObject which, string name) in Classes)
        {
            Put(which, classNamed(name));
        }
        // What the memory makes from now on is of these classes.
        memory.SpecialObjects = memory.SpecialObjects;
    }

    /// <summary>The selectors, the errors of primitives, and the objects of the running image.</summary>
    /// <param name="smalltalk">The dictionary of globals.</param>
    /// <param name="scheduler">The Association of the process scheduler.</param>
    public void PutObjects(Oop smalltalk, Oop scheduler)
    {
        foreach ((SpecialObject which, string selector) in Selectors)
        {
            Put(which, symbol(selector));
        }
        Put(SpecialObject.SmalltalkDictionary, smalltalk);
        Put(SpecialObject.SchedulerAssociation, scheduler);
        Put(SpecialObject.SpecialSelectors, memory.NewArray([.. SpecialSelectors.WithArgumentCounts.SelectMany(
            pair => (Oop[])[symbol(OfClosures(pair.Selector)), Oop.FromInteger(pair.ArgumentCount)])]));
        Put(SpecialObject.PrimitiveErrorTable, memory.NewArray([.. Errors.Select(error => error is null ? memory.Nil : symbol(error))]));
        Put(SpecialObject.ExternalObjects, memory.NewArray(0));
    }

    /// <summary>Where blocks were copied, images of closures compare (VMMaker <c>bytecodePrimNotIdentical</c>).</summary>
    private static string OfClosures(string selector) => selector == "blockCopy:" ? "~~" : selector;

    private void Put(SpecialObject which, Oop value) => memory.Store((int)which, memory.SpecialObjects, value);
}
