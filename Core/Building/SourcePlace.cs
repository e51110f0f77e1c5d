namespace JitTalk.Core.Building;

/// <summary>A line of a source file.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct SourcePlace(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
