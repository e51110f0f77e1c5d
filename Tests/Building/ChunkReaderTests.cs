using JitTalk.Core.Building;

namespace JitTalk.Tests.Building;

/// <summary>Chunks of source files.</summary>
public sealed class ChunkReaderTests
{
    [Test]
    public void A_bang_ends_a_chunk() => Assert.That(Texts("3 + 4! 5 ! "), Is.EqualTo(["3 + 4", "5"]));

    [Test]
    public void Two_bangs_are_one() => Assert.That(Texts("Transcript show: 'Oh!!'!"), Is.EqualTo(["Transcript show: 'Oh!'"]));

    [Test]
    public void The_end_of_the_file_ends_a_chunk() => Assert.That(Texts("3 + 4"), Is.EqualTo(["3 + 4"]));

    [Test]
    public void An_empty_file_has_no_chunk() => Assert.That(Texts(" \n\t\r\n"), Is.Empty);

    [Test]
    public void A_chunk_between_bangs_announces_methods()
    {
        ChunkReader reader = new("a.st", "!Foo methodsFor: 'x'!\nyes\n\t^ true! !\n3!");
        Chunk announcement = reader.Next()!.Value;
        Assert.That((announcement.Text, announcement.AnnouncesMethods), Is.EqualTo(("Foo methodsFor: 'x'", true)));
        Assert.That(reader.NextMethod().Text, Is.EqualTo("yes\n\t^ true"));
        Assert.That(reader.NextMethod().IsEmpty);
        Assert.That(reader.Next()!.Value.Text, Is.EqualTo("3"));
    }

    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("\r\n")]
    public void Places_count_lines_however_they_end(string end)
    {
        ChunkReader reader = new("a.st", $"1!{end}{end}2{end}3 foo!");
        Assert.That(reader.Next()!.Value.Place, Is.EqualTo(new SourcePlace("a.st", 1)));
        Chunk second = reader.Next()!.Value;
        Assert.That(second.Place, Is.EqualTo(new SourcePlace("a.st", 3)));
        Assert.That(second.PlaceAt(second.Text.IndexOf("foo", StringComparison.Ordinal)), Is.EqualTo(new SourcePlace("a.st", 4)));
    }

    private static IEnumerable<string> Texts(string text)
    {
        ChunkReader reader = new("a.st", text);
        while (reader.Next() is { } chunk)
        {
            yield return chunk.Text;
        }
    }
}
