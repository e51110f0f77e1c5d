using System.Reflection.Emit;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Code;

/// <summary>Compiled code of one place of entry, with what it refers to.</summary>
internal sealed unsafe class CodeUnit
{
    public required int Number { get; init; }
    public required Place Place { get; init; }

    /// <summary>Class&gt;&gt;selector, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The method's oop, then its literals: off the heap, and seen by the collector.</summary>
    public required Oop* Constants { get; init; }

    public required int ConstantCount { get; init; }

    /// <summary>For a block: the values that its closure carries.</summary>
    public int CopiedCount { get; init; }

    /// <summary>What the frame's stack holds at the entry, where the frame or a block is entered.</summary>
    public int Depth { get; init; }

    /// <summary>Named slots that the receiver has to have.</summary>
    public int ReceiverVariables { get; init; }

    /// <summary>Where it reads variables of its receiver it asks whether that is a context, which may have them in a frame.</summary>
    public bool ReadsContexts { get; init; }

    /// <summary>Receivers may be contexts.</summary>
    public bool ServesContexts => ReceiverVariables == 0 || ReadsContexts;

    /// <summary>Lookups whose outcome is built into the code.</summary>
    public List<nint> Assumptions { get; } = [];

    /// <summary>Oops that the collector sees, beside its own constants: literals of methods that it does itself.</summary>
    public List<nint> OtherConstants { get; } = [];

    /// <summary>Cells that this unit alone uses.</summary>
    public List<nint> Cells { get; } = [];

    public List<nint> BlockCells { get; } = [];

    public List<nint> Exits { get; } = [];

    /// <summary>Keeps the code alive.</summary>
    public DynamicMethod? Body { get; set; }

    /// <summary>The code's address; 0 before it is compiled.</summary>
    public nint Code { get; set; }

    public UnitMeasures Measures { get; } = new();

    /// <summary>Sends to classes that the code did not foresee.</summary>
    public int Misses { get; set; }

    /// <summary>Another thread is making its code, and nobody else may free it.</summary>
    public bool IsPending { get; set; }

    /// <summary>It is in no table any more.</summary>
    public bool IsDropped { get; set; }

    public UnitEntry Entry => Place.Entry;

    public bool AssumesMeaning(Oop selector) => Assumptions.Exists(cell => ((CallCell*)cell)->Selector == selector);

    public bool AssumesMethod(Oop method) => Assumptions.Exists(cell => ((CallCell*)cell)->Assumed == method);
}
