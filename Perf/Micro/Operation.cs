namespace JitTalk.Perf.Micro;

/// <summary>What an image can be told to do, in the order of the list in <c>operations.st</c>; 0 ends it.</summary>
internal enum Operation
{
    None,
    Send,
    BlockValue,
    At,
    Floats,
    Allocate,
    Become,
    Switch,
    Exception,
    CopyBits,
    CopyScreen,
    BlendScreen,
    DrawText,
    Scavenge,
}
