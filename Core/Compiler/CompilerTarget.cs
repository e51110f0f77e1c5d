namespace JitTalk.Core.Compiler;

/// <summary>The bytecode sets that methods are compiled to.</summary>
internal enum CompilerTarget
{
    /// <summary>Blocks are parts of their method's code.</summary>
    V3PlusClosures,

    /// <summary>Blocks are code of their own, literals of the code around them.</summary>
    SistaV1,
}
