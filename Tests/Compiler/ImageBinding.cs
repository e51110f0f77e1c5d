using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>An Association of an image.</summary>
internal sealed class ImageBinding(string name, Oop association, Oop value) : GlobalBinding(name)
{
    /// <summary>None for one that a compiler would make anew.</summary>
    public Oop Association { get; } = association;

    public Oop Value { get; } = value;
}
