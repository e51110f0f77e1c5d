namespace JitTalk.Core.Building;

/// <summary>Source from which no image can be made; the message says where and why, for people.</summary>
internal sealed class BuildException : Exception
{
    public BuildException(string message)
        : base(message)
    {
    }

    public BuildException(SourcePlace place, string message)
        : base($"{place}: {message}")
    {
    }
}
