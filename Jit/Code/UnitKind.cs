namespace JitTalk.Jit.Code;

/// <summary>Where a unit's code is entered.</summary>
internal enum UnitKind
{
    /// <summary>By a send: makes the method's frame.</summary>
    Method,
    /// <summary>By <c>value</c>: makes the frame of a closure or BlockContext.</summary>
    Block,
    /// <summary>In a frame that is there: at the head of a loop, or where a process was left.</summary>
    Loop,
    /// <summary>The same in a frame whose temps are in the heap, for BlockContexts that were made in it.</summary>
    HeapLoop,
    /// <summary>The same in the frame of a BlockContext.</summary>
    BlockLoop,
}

/// <summary>What tells one place of entry from others, in one method.</summary>
/// <param name="Kind">How it is entered.</param>
/// <param name="Offset">Of the first bytecode, from slot 0.</param>
internal readonly record struct UnitEntry(UnitKind Kind, int Offset);
