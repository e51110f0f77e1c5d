using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>All classes of an image that is built, each after its superclass.</summary>
internal sealed class BuiltClasses
{
    private readonly OrderedDictionary<string, BuiltClass> _classes = [];

    /// <param name="sources">Each after its superclass.</param>
    public BuiltClasses(IEnumerable<ClassSource> sources)
    {
        foreach (ClassSource source in sources)
        {
            _classes.Add(source.Name, new BuiltClass(source, source.Superclass is { } name ? this[name] : null));
        }
    }

    public IEnumerable<BuiltClass> All => _classes.Values;

    /// <exception cref="BuildException">There is no such class.</exception>
    public BuiltClass this[string name] => _classes.TryGetValue(name, out BuiltClass? built)
        ? built
        : throw new BuildException($"the source lacks the class {name}, which every image needs");

    /// <summary>The class itself; see the indexer.</summary>
    public Oop OopOf(string name) => this[name].Oop;
}
