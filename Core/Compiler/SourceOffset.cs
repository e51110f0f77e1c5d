namespace JitTalk.Core.Compiler;

/// <summary>Where in the source the part begins that is being coded: what is too much is too much there.</summary>
internal sealed class SourceOffset
{
    /// <summary>In characters from 0.</summary>
    public int Offset { get; set; }

    public SyntaxErrorException TooMany(string what, int most) => new($"Too many {what}: {most} can be", Offset);
}
