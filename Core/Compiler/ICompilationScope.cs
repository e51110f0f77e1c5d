namespace JitTalk.Core.Compiler;

/// <summary>A variable that outlives methods: a global, class variable or pool variable. Equal only to itself.</summary>
internal class GlobalBinding(string name)
{
    public string Name { get; } = name;
}

/// <summary>A named slot of the receiver.</summary>
/// <param name="Index">From 0.</param>
/// <param name="IsOfContext">
/// Whether the receiver may be a context, whose slots the VM maps: such accesses are coded in the long form, which it can tell.
/// </param>
internal sealed record InstanceVariable(int Index, bool IsOfContext);

/// <summary>All that the compiler asks about the class that a method is for.</summary>
internal interface ICompilationScope
{
    /// <summary>The class itself: the last literal, where super sends begin their search.</summary>
    GlobalBinding ClassBinding { get; }

    InstanceVariable? FindInstanceVariable(string name);

    /// <summary>A class variable, pool variable or global, sought in this order; null where there is none.</summary>
    GlobalBinding? FindBinding(string name);

    /// <summary>The value of an expression between backticks; null where nothing can evaluate it.</summary>
    LiteralValue? Evaluate(string source);
}
