namespace JitTalk.Core.Diagnostics;

/// <summary>What a machine tells about its work, line by line. All kinds of trace are here.</summary>
internal sealed class VmTrace(TextWriter writer, bool primitives)
{
    private readonly HashSet<string> _missing = [];

    /// <summary>Names a missing primitive the first time that it is called.</summary>
    public void MissingPrimitive(string name)
    {
        if (primitives && _missing.Add(name))
        {
            writer.WriteLine($"missing primitive: {name}");
        }
    }
}
