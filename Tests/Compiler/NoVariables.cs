using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>The scope of a class that has no variables and knows no others.</summary>
internal sealed class NoVariables : ICompilationScope
{
    public GlobalBinding ClassBinding { get; } = new("Test");

    public InstanceVariable? FindInstanceVariable(string name) => null;

    public GlobalBinding? FindBinding(string name) => null;

    public LiteralValue? Evaluate(string source) => null;
}
