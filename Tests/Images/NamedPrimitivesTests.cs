using JitTalk.Tests.Primitives;

namespace JitTalk.Tests.Images;

/// <summary>The list of primitives knows all that real images name, and says of each whether it is there.</summary>
public class NamedPrimitivesTests
{
    private const string Names =
        """
        | s |
        s := WriteStream on: String new.
        CompiledMethod allInstances do: [:m | | l |
            m primitive = 117 ifTrue: [
                l := m literalAt: 1.
                ((l isKindOf: Array) and: [l size >= 2 and: [((l at: 1) isKindOf: String) and: [(l at: 2) isKindOf: String]]]) ifTrue: [
                    s nextPutAll: (l at: 1); nextPutAll: ' '; nextPutAll: (l at: 2); nextPutAll: ';']]].
        s contents
        """;

    [TestCase("/usr/share/scratch/Scratch.image", 250)]
    [TestCase("Cuis5.0-3121-64.image", 70)]
    public void What_images_name_is_in_the_list(string name, int least)
    {
        Assume.That(!name.StartsWith('/') || File.Exists(name), "Debian's package scratch is not installed");
        using RunningImage image = new(name);
        string[] named = [.. image.Evaluate(Names, TimeSpan.FromSeconds(60)).Text.Trim('\'').Split(';').Select(n => n.Trim().Trim('\'')).Distinct()];
        HashSet<string> listed = [.. Listed()];
        string[] modulesAndNames = [.. named.Where(n => n.Split(' ') is [{ Length: > 0 }, { Length: > 0 }])];
        Assert.That(modulesAndNames, Has.Length.GreaterThan(least));
        Assert.That(modulesAndNames.Where(n => !listed.Contains(n)), Is.Empty);
    }

    private static IEnumerable<string> Listed()
    {
        string section = string.Empty;
        foreach (string line in File.ReadLines(PrimitiveListTests.ListPath))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : section;
            if (line.StartsWith("| ", StringComparison.Ordinal))
            {
                yield return $"{section} {line.Split('|')[1].Trim()}";
            }
        }
    }
}
