using JitTalk.Core.Compiler;

namespace JitTalk.Core.Building;

/// <summary>What the compiler asks about a class of the image that is built.</summary>
internal sealed class SourceScope : ICompilationScope
{
    // The VM maps the slots of contexts, so accesses to them are coded in the form that it can tell.
    private const string ContextClass = "Context";

    private readonly BuiltClass _class;
    private readonly IReadOnlyDictionary<string, GlobalBinding> _globals;
    private readonly Dictionary<string, InstanceVariable> _variables;

    /// <param name="built">The class.</param>
    /// <param name="isMetaclass">The methods are for the class itself.</param>
    /// <param name="classVariables">The variables of every class object, inherited by all metaclasses.</param>
    /// <param name="globals">All globals.</param>
    public SourceScope(
        BuiltClass built, bool isMetaclass, IEnumerable<string> classVariables, IReadOnlyDictionary<string, GlobalBinding> globals)
    {
        _class = built;
        _globals = globals;
        ClassBinding = isMetaclass ? built.MetaclassBinding : built.Binding;
        IEnumerable<(string Name, bool IsOfContext)> names = isMetaclass
            ? classVariables.Concat(built.MetaclassVariables).Select(name => (name, false))
            : built.Variables.Select(variable => (variable.Name, variable.Declarer.Name == ContextClass));
        _variables = names.Select((variable, index) => (variable.Name, new InstanceVariable(index, variable.IsOfContext)))
            .ToDictionary(pair => pair.Name, pair => pair.Item2);
    }

    public GlobalBinding ClassBinding { get; }

    public InstanceVariable? FindInstanceVariable(string name) => _variables.GetValueOrDefault(name);

    public GlobalBinding? FindBinding(string name)
    {
        for (BuiltClass? at = _class; at is not null; at = at.Superclass)
        {
            if (at.ClassVariables.TryGetValue(name, out GlobalBinding? binding))
            {
                return binding;
            }
        }
        return _globals.GetValueOrDefault(name);
    }

    /// <summary>Nothing runs while an image is built.</summary>
    public LiteralValue? Evaluate(string source) => null;
}
