namespace JitTalk.Core.Building;

/// <summary>What the instances of a class look like, beside their named variables.</summary>
internal enum InstanceKind
{
    /// <summary>As those of the superclass.</summary>
    Inherited,
    Variable,
    VariableByte,
    VariableWord,
    Weak,
    Ephemeron,
    Immediate,
    CompiledMethod,
}

/// <summary>A method's source and where it stands.</summary>
/// <param name="Chunk">Its text.</param>
/// <param name="IsOfMetaclass">It is for the class, not for its instances.</param>
internal sealed record MethodSource(Chunk Chunk, bool IsOfMetaclass);

/// <summary>A class as its source defines it.</summary>
internal sealed class ClassSource(string name, SourcePlace place)
{
    public string Name { get; } = name;
    public SourcePlace Place { get; } = place;

    /// <summary>Null for a root.</summary>
    public string? Superclass { get; init; }

    public InstanceKind Kind { get; init; }
    public IReadOnlyList<string> InstanceVariables { get; init; } = [];
    public IReadOnlyList<string> ClassVariables { get; init; } = [];
    public string Category { get; init; } = string.Empty;
    public string Comment { get; set; } = string.Empty;
    public IReadOnlyList<string> MetaclassVariables { get; set; } = [];

    /// <summary>In the order of the source.</summary>
    public List<MethodSource> Methods { get; } = [];
}
