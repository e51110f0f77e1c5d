namespace JitTalk.Core.Building;

/// <summary>A piece of a source file between two bangs (Blue Book p. 500, the fileOut format).</summary>
/// <param name="Text">Without the bang that ends it; doubled bangs are single.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="AnnouncesMethods">It followed a bang of its own: chunks up to an empty one are read as it says.</param>
internal readonly record struct Chunk(string Text, SourcePlace Place, bool AnnouncesMethods)
{
    public bool IsEmpty => Text.Length == 0;

    /// <summary>The line of a place in the text.</summary>
    /// <param name="offset">Characters from its beginning.</param>
    public SourcePlace PlaceAt(int offset) =>
        Place with { Line = Place.Line + Text.AsSpan(0, Math.Min(offset, Text.Length)).Count('\n') };
}
