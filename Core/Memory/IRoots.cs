namespace JitTalk.Core.Memory;

/// <summary>Someone outside the heap who holds oops across safepoints.</summary>
internal interface IRoots
{
    /// <summary>Shows every oop held to <paramref name="visitor"/>, which may replace it.</summary>
    void VisitRoots(RootVisitor visitor);

    /// <summary>Called after objects have moved, to drop what was computed from addresses.</summary>
    /// <param name="oldOnesToo">False after a scavenge, when only young objects have.</param>
    void ObjectsMoved(bool oldOnesToo);
}

internal delegate void RootVisitor(ref Oop oop);
