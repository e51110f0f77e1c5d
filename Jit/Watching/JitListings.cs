namespace JitTalk.Jit.Watching;

/// <summary>What is listed of each unit that is compiled, below its line in the trace.</summary>
[Flags]
internal enum JitListings
{
    None = 0,

    /// <summary>The method's bytecodes.</summary>
    Bytecode = 1,

    /// <summary>What the translator made of them.</summary>
    Il = 2,

    /// <summary>What RyuJIT made of that.</summary>
    Asm = 4,
}
