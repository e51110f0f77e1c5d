namespace JitTalk.Core.Compiler;

/// <summary>What the generators of a method and of its blocks have in common.</summary>
internal sealed record Compilation(CompilerTarget Target, ICompilationScope Scope)
{
    public SourceOffset Place { get; } = new();

    /// <summary>Of messages that are coded inline.</summary>
    public SymbolSet InlinedSelectors { get; } = new();
}
