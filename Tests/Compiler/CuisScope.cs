using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>What the compiler asks about a class of a saved Cuis.</summary>
internal sealed class CuisScope : ICompilationScope
{
    private readonly CuisImage _image;
    private readonly Oop _behavior;
    private readonly Dictionary<string, InstanceVariable> _variables = [];

    public CuisScope(CuisImage image, Oop behavior)
    {
        _image = image;
        _behavior = behavior;
        foreach ((string name, Oop declarer) in image.InstanceVariablesOf(behavior))
        {
            _variables[name] = new InstanceVariable(_variables.Count, image.IsContextClass(declarer));
        }
        ClassBinding = image.ClassBindingOf(behavior);
    }

    public GlobalBinding ClassBinding { get; }

    public InstanceVariable? FindInstanceVariable(string name) => _variables.GetValueOrDefault(name);

    public GlobalBinding? FindBinding(string name) => _image.FindBinding(_behavior, name);

    /// <summary>Nobody runs the image here: only where the value goes is compared.</summary>
    public LiteralValue? Evaluate(string source) => new EvaluatedLiteral(source);
}

/// <summary>Stands for the value of an expression between backticks.</summary>
internal sealed record EvaluatedLiteral(string Source) : LiteralValue;
