using JitTalk.Core.Bytecodes;
using JitTalk.Core.Image;
using JitTalk.Jit.Code;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit.Planning;

/// <summary>
/// All that the translator needs to know, taken from the image by the machine's thread: the translator itself looks at
/// no object, so that it can run on another one.
/// </summary>
internal sealed record UnitPlan
{
    public required CodeUnit Unit { get; init; }
    public required ImageDialect Dialect { get; init; }
    public required Surroundings Surroundings { get; init; }

    /// <summary>What is reached from the entry, by offset.</summary>
    public required IReadOnlyList<Instruction> Instructions { get; init; }

    /// <summary>How deep the stack, temps included, is before each instruction.</summary>
    public required IReadOnlyList<int> Depths { get; init; }

    /// <summary>Offsets that jumps lead to.</summary>
    public required IReadOnlySet<int> Targets { get; init; }

    public required int ArgumentCount { get; init; }

    /// <summary>Temps of the frame at the entry, arguments included.</summary>
    public required int TempCount { get; init; }

    /// <summary>Stack slots below this one are read or written as temps somewhere, and live in memory.</summary>
    public required int TempLimit { get; init; }

    /// <summary>Temps are in the home context, in the heap; all slots below <see cref="TempLimit"/> are.</summary>
    public required bool HasHeapTemps { get; init; }

    /// <summary>The frame is a BlockContext's, and its home has temps of its own.</summary>
    public bool IsBlockContext => HasHeapTemps && Unit.Entry.Kind is UnitKind.Block or UnitKind.BlockLoop;

    /// <summary>A block that is an object of its own, made from a CompiledBlock.</summary>
    public required bool IsFullBlock { get; init; }

    /// <summary>The frame is a closure's: method returns are its home's.</summary>
    public required bool IsBlock { get; init; }

    /// <summary>The activation is no point to switch processes at (primitive 198).</summary>
    public required bool IsMarker { get; init; }

    public required IReadOnlyDictionary<int, SendPlan> Sends { get; init; }
    public required IReadOnlyDictionary<int, NumberMode> Numbers { get; init; }

    /// <summary>Slots of a context of the method.</summary>
    public required int ContextSlots { get; init; }

    /// <summary>Where the bodies of closures begin, as the image counts, by the offset of what makes them.</summary>
    public required IReadOnlyDictionary<int, int> ImagePcs { get; init; }

    /// <summary>Every guess is to go wrong.</summary>
    public required bool FailsSpeculations { get; init; }

    /// <summary>For a listing; null when none is wanted.</summary>
    public ConstantNames? Names { get; init; }

    /// <summary>The pc that the image and the disassembler see, for an offset from slot 0.</summary>
    public int PcOf(int offset) => offset + 1 - ((sizeof(long) - Dialect.WordSize) * Unit.ConstantCount);
}

/// <summary>The machine around the code: addresses and oops that stay where they are.</summary>
internal sealed record Surroundings(
    long Nil, long True, long False, long OldStart, nint State, nint Machine, nint ClassTable,
    int ArrayClass, int FloatClass, int ContextClass, int ClosureClass, nint StackStart, bool HasFloatTag,
    nint MethodCache, uint MethodCacheMask);
