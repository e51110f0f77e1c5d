using System.Globalization;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>What a machine tells about its work, line by line. All kinds of trace are here.</summary>
internal sealed class VmTrace(TextWriter writer, bool primitives)
{
    private readonly HashSet<string> _missing = [];

    /// <summary>Says what went wrong outside the image, which learns only that something did.</summary>
    public void Problem(string message) => writer.WriteLine($"jittalk: {message}");

    /// <summary>Adds a line to what has been said.</summary>
    public void Detail(string line) => writer.WriteLine($"    {line}");

    /// <summary>A line per collection.</summary>
    public void Collected(Collection collection)
    {
        const double kilobyte = 1024;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(collection.IsFull ? "full collection" : "scavenge"),-15} {collection.Time.TotalMilliseconds,9:F3} ms, {collection.SurvivedBytes / kilobyte,9:F0} KB survive, old space {collection.OldBytes / kilobyte:F0} KB"));
    }

    /// <summary>Names a missing primitive the first time that it is called.</summary>
    public void MissingPrimitive(string name)
    {
        if (primitives && _missing.Add(name))
        {
            writer.WriteLine($"missing primitive: {name}");
        }
    }
}
