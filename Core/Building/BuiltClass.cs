using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>A class with its metaclass, in the memory of the image that is built.</summary>
/// <param name="source">What its source says.</param>
/// <param name="superclass">Null for a root.</param>
internal sealed class BuiltClass(ClassSource source, BuiltClass? superclass)
{
    /// <summary>The format of classes of immediates, which have no instances in memory (VMMaker <c>instSpecOfClass:</c>).</summary>
    private const int ImmediateFormat = 7;

    public string Name => Source.Name;
    public ClassSource Source { get; } = source;
    public BuiltClass? Superclass { get; } = superclass;

    /// <summary>The named variables of instances, inherited ones first, each with the class that declares it.</summary>
    public IReadOnlyList<(string Name, BuiltClass Declarer)> Variables =>
        [.. Superclass?.Variables ?? [], .. Source.InstanceVariables.Select(variable => (variable, this))];

    /// <summary>The variables of the class itself beyond those that every class has.</summary>
    public IReadOnlyList<string> MetaclassVariables => [.. Superclass?.MetaclassVariables ?? [], .. Source.MetaclassVariables];

    public InstanceKind Kind => Source.Kind == InstanceKind.Inherited ? Superclass?.Kind ?? InstanceKind.Inherited : Source.Kind;

    public Oop Oop { get; set; }
    public Oop MetaclassOop { get; set; }

    /// <summary>The variables that the class and its instances share.</summary>
    public IReadOnlyDictionary<string, GlobalBinding> ClassVariables { get; } =
        source.ClassVariables.ToDictionary(name => name, name => new GlobalBinding(name));

    /// <summary>For methods of the class; its name is a global.</summary>
    public GlobalBinding Binding { get; } = new(source.Name);

    /// <summary>For methods of the metaclass, which no global names.</summary>
    public GlobalBinding MetaclassBinding { get; } = new(source.Name + " class");

    /// <summary>The format word of Spur's classes: named slots, and above bit 16 the format of instances.</summary>
    public long FormatWord
    {
        get
        {
            int named = Variables.Count;
            int format = Kind switch
            {
                InstanceKind.Variable => (int)(named > 0 ? ObjectFormat.FixedAndIndexable : ObjectFormat.Indexable),
                InstanceKind.VariableByte => (int)ObjectFormat.Bytes,
                InstanceKind.VariableWord => (int)ObjectFormat.Words32,
                InstanceKind.Weak => (int)ObjectFormat.Weak,
                InstanceKind.Ephemeron => (int)ObjectFormat.Ephemeron,
                InstanceKind.CompiledMethod => (int)ObjectFormat.CompiledMethod,
                InstanceKind.Immediate => ImmediateFormat,
                _ => (int)(named > 0 ? ObjectFormat.Fixed : ObjectFormat.Empty),
            };
            return named + ((long)format << 16);
        }
    }
}
