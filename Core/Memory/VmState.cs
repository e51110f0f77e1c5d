namespace JitTalk.Core.Memory;

/// <summary>
/// The words that the collector, the interpreter and compiled code share, in off-heap memory at a fixed low address.
/// </summary>
internal struct VmState
{
    /// <summary>Where the next young object starts.</summary>
    public long EdenFree;

    /// <summary>The end of what a safepoint-free allocation may take; beyond it a reserve begins.</summary>
    public long EdenLimit;

    /// <summary>
    /// The stack address that an activation may not pass. Zero makes the next check fail: that is how other threads
    /// and the allocator ask for a poll (VMMaker <c>forceInterruptCheck</c>).
    /// </summary>
    public long StackLimit;

    /// <summary>Not 0 while there may be forwarders: who compares or asks for a class has to follow them.</summary>
    public long HasForwarders;

    /// <summary>
    /// While native activations end before their time: the Smalltalk frame whose activation goes on, 0 for the outermost;
    /// else <see cref="NoUnwind"/>.
    /// </summary>
    public long UnwindTo;

    /// <summary>What that frame answers to its caller, which is left already; 0 when it goes on itself, below what is on top of it.</summary>
    public long UnwindResult;

    public const long NoUnwind = -1;
}
