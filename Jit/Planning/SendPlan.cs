using JitTalk.Core.Execution;

namespace JitTalk.Jit.Planning;

/// <summary>What a send to one class comes to.</summary>
internal enum SendKind
{
    /// <summary>A call through the cell.</summary>
    Call,
    AnswerSelf,
    /// <summary>Answers the named slot <see cref="SendCase.Operand"/>.</summary>
    AnswerSlot,
    /// <summary>Answers the constant <see cref="SendCase.Operand"/>, an oop's bits that never move.</summary>
    AnswerConstant,
    /// <summary>The primitive <see cref="SendCase.Operand"/>, inline where the translator can.</summary>
    Primitive,
    Value,
    FullValue,
    BlockContextValue,
    /// <summary>A method that is done in place, <see cref="SendCase.Leaf"/>.</summary>
    Leaf,
}

/// <summary>One class that a send is prepared for.</summary>
/// <param name="ClassIndex">The receiver's class.</param>
/// <param name="Kind">What is done for it.</param>
/// <param name="Operand">See <see cref="SendKind"/>.</param>
/// <param name="Shape">What instances of the class look like, for subscripts.</param>
/// <param name="Made">When the receiver is a class itself: what it makes.</param>
/// <param name="Leaf">The method, of kind Leaf.</param>
/// <param name="Cell">The cell of selector and class; for <c>value…</c> a <see cref="BlockCell"/>.</param>
internal sealed record SendCase(
    int ClassIndex, SendKind Kind, long Operand, Core.Memory.ClassShape Shape, InstanceShape? Made, Leaf? Leaf, nint Cell);

/// <summary>What a class makes, of those that need no more than slots with nil.</summary>
/// <param name="Format">The format word of the class, an oop's bits, by which it is known to make the same still.</param>
/// <param name="Header">The header of an instance.</param>
/// <param name="Slots">Its slots, or those that come before its elements.</param>
/// <param name="Layout">Its object format.</param>
internal sealed record InstanceShape(long Format, long Header, int Slots, Core.Memory.ObjectFormat Layout);

/// <summary>How one send is compiled.</summary>
internal sealed record SendPlan
{
    public required string Selector { get; init; }
    public required int ArgumentCount { get; init; }

    /// <summary>The classes it has met, if they are few; the most frequent is not known.</summary>
    public required IReadOnlyList<SendCase> Cases { get; init; }

    /// <summary>Of arithmetic: the cases that come before it is tried without a send, being of no numbers.</summary>
    public int CasesBeforeNumbers { get; init; }

    /// <summary>For any class: the cell that this send alone uses.</summary>
    public required nint AnyCell { get; init; }

    /// <summary>It has met more classes than are told apart.</summary>
    public bool IsMany { get; init; }

    /// <summary>A receiver of another class leaves the code, for it was never seen.</summary>
    public required bool Exits { get; init; }

    /// <summary>To super: one case, and no look at the receiver.</summary>
    public bool IsSuper { get; init; }

    /// <summary>perform:, which looks up what its first argument says.</summary>
    public bool IsPerform { get; init; }
}
