namespace JitTalk.Core.Building;

/// <summary>Puts classes in an order in which each comes after its superclass, and otherwise as their source has them.</summary>
internal static class ClassOrder
{
    /// <exception cref="BuildException">A superclass is missing, or a class inherits from itself.</exception>
    public static IReadOnlyList<ClassSource> Arrange(IReadOnlyDictionary<string, ClassSource> classes)
    {
        List<ClassSource> arranged = [];
        HashSet<string> placed = [];
        foreach (ClassSource source in classes.Values)
        {
            Stack<ClassSource> waiting = [];
            for (ClassSource? next = source; next is not null && !placed.Contains(next.Name); next = SuperclassOf(next, classes))
            {
                if (waiting.Contains(next))
                {
                    throw new BuildException(source.Place, $"{source.Name} inherits from itself");
                }
                waiting.Push(next);
            }
            foreach (ClassSource next in waiting)
            {
                arranged.Add(next);
                _ = placed.Add(next.Name);
            }
        }
        return arranged;
    }

    private static ClassSource? SuperclassOf(ClassSource source, IReadOnlyDictionary<string, ClassSource> classes) =>
        source.Superclass is not { } name ? null
        : classes.TryGetValue(name, out ClassSource? superclass) ? superclass
        : throw new BuildException(source.Place, $"there is no class {name}, the superclass of {source.Name}");
}
