using System.Text;
using System.Text.Json;
using JitTalk.Core.Profiling;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Profiling;

/// <summary>What a profile looks like in its formats.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProfileWriterTests : IDisposable
{
    private readonly Profile _profile = new(TimeSpan.FromMilliseconds(1));
    private readonly ScratchFolder _folder = new();

    public ProfileWriterTests()
    {
        Add(2, 2.5, "Foo>>run", "Foo>>work");
        Add(1, 1, "Foo>>run", "[] in Foo>>run");
        Add(1, 1, "(idle)");
        Add(3, 3, "(idle)");
        Add(1, 1.5, "Foo>>run", "Foo>>work", "primitive 60 (At)");
        Add(1, 1, "Foo>>run", "Foo>>work");
        Add(1, 2, "(scavenge)");
    }

    public void Dispose() => _folder.Dispose();

    [TestCase("p.folded")]
    [TestCase("p.collapsed")]
    [TestCase("p.TXT")]
    public void Collapsed_stacks_are_a_line_for_each_stack(string name) => Assert.That(Written(name), Is.EqualTo(
        """
        Foo>>run;Foo>>work 3500
        Foo>>run;[] in Foo>>run 1000
        (idle) 4000
        Foo>>run;Foo>>work;primitive 60 (At) 1500
        (scavenge) 2000

        """));

    [TestCase("p.json")]
    [TestCase("p.speedscope.json")]
    public void Speedscope_gets_the_stacks_in_their_order(string name)
    {
        using JsonDocument document = JsonDocument.Parse(Written(name));
        JsonElement root = document.RootElement;
        Assert.That(root.GetProperty("$schema").GetString(), Is.EqualTo("https://www.speedscope.app/file-format-schema.json"));
        Assert.That(root.GetProperty("name").GetString(), Is.EqualTo("my.image"));
        string[] frames = [.. root.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)];
        JsonElement profile = root.GetProperty("profiles")[root.GetProperty("activeProfileIndex").GetInt32()];
        Assert.That(profile.GetProperty("type").GetString(), Is.EqualTo("sampled"));
        Assert.That(profile.GetProperty("unit").GetString(), Is.EqualTo("microseconds"));
        Assert.That(profile.GetProperty("startValue").GetDouble(), Is.Zero);
        Assert.That(profile.GetProperty("endValue").GetDouble(), Is.EqualTo(12000));
        IEnumerable<string> stacks = profile.GetProperty("samples").EnumerateArray()
            .Select(stack => string.Join(' ', stack.EnumerateArray().Select(frame => frames[frame.GetInt32()])));
        Assert.That(stacks, Is.EqualTo(
        [
            "Foo>>run Foo>>work", "Foo>>run [] in Foo>>run", "(idle)", "Foo>>run Foo>>work primitive 60 (At)",
            "Foo>>run Foo>>work", "(scavenge)",
        ]));
        IEnumerable<double> weights = profile.GetProperty("weights").EnumerateArray().Select(weight => weight.GetDouble());
        Assert.That(weights, Is.EqualTo([2500, 1000, 4000, 1500, 1000, 2000]));
    }

    [Test]
    public void The_table_has_shares_of_the_time_that_was_not_idle() => Assert.That(ProfileTable.Render(_profile, "my.image"), Is.EqualTo(
        """
        profile of my.image: 10 samples in 0.01 s, one each 1.20 ms
        busy 0.01 s, which all shares are of; idle 0.00 s
          Smalltalk 56.2 %, primitives 18.8 %, scavenges 25.0 %

        by self time
             self   self, s    total  total, s  samples
           43.8 %     0.004   62.5 %     0.005        3  Foo>>work
           25.0 %     0.002   25.0 %     0.002        1  (scavenge)
           18.8 %     0.002   18.8 %     0.002        1  primitive 60 (At)
           12.5 %     0.001   12.5 %     0.001        1  [] in Foo>>run

        by total time
             self   self, s    total  total, s  samples
            0.0 %     0.000   75.0 %     0.006        5  Foo>>run
           43.8 %     0.004   62.5 %     0.005        4  Foo>>work
           25.0 %     0.002   25.0 %     0.002        1  (scavenge)
           18.8 %     0.002   18.8 %     0.002        1  primitive 60 (At)
           12.5 %     0.001   12.5 %     0.001        1  [] in Foo>>run

        """));

    [Test]
    public void A_profile_of_nothing_can_be_written()
    {
        Profile empty = new(TimeSpan.FromMilliseconds(1));
        Assert.That(ProfileTable.Render(empty, "my.image"), Does.StartWith("profile of my.image: 0 samples in 0.00 s\n"));
        Assert.That(Written("p.folded", empty), Is.Empty);
        Assert.That(() => JsonDocument.Parse(Written("p.json", empty)).Dispose(), Throws.Nothing);
    }

    [Test]
    public void An_older_profile_is_replaced()
    {
        File.WriteAllText(_folder.Path("p.folded"), new string('x', 1000));
        Assert.That(Written("p.folded"), Does.EndWith("(scavenge) 2000\n").And.Not.Contain("x"));
    }

    [TestCase("p", false)]
    [TestCase("p.jpg", false)]
    [TestCase(".json", true)]
    [TestCase("a/b.Collapsed", true)]
    public void The_suffix_says_the_format(string path, bool says) => Assert.That(ProfileFile.SaysFormat(path), Is.EqualTo(says));

    private string Written(string name, Profile? profile = null)
    {
        using (ProfileFile file = new(_folder.Path(name)))
        {
            file.Write(profile ?? _profile, "my.image");
        }
        return File.ReadAllText(_folder.Path(name), Encoding.UTF8);
    }

    private void Add(int samples, double milliseconds, params string[] stack)
    {
        int node = stack.Aggregate(CallTree.Root, (parent, name) => _profile.Tree.Child(parent, _profile.NumberOf(new ProfileFrame(name, KindOf(name)))));
        _profile.Add(node, samples, TimeSpan.FromMilliseconds(milliseconds));
    }

    private static FrameKind KindOf(string name) => name[0] switch
    {
        '(' => name == "(idle)" ? FrameKind.Idle : FrameKind.Scavenge,
        'p' => FrameKind.Primitive,
        _ => FrameKind.Code,
    };
}
