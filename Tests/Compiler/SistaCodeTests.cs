using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>What SistaV1 has room for and V3 has not.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(SistaEngines))]
public class SistaCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [Test]
    public void Jumps_of_SistaV1_go_far()
    {
        string much = string.Concat(Enumerable.Repeat("a := a + 1. ", 6000));
        Assert.That(Run($"| a | a := 0. [a < 12000] whileTrue: [{much}]. ^a"), Is.EqualTo("12000"));
        Assert.That(Run($"| a | a := 0. 3 ifNil: [{much}]. ^a"), Is.EqualTo("0"));
    }

    [Test]
    public void A_block_of_SistaV1_copies_more_than_one_of_V3()
    {
        string names = string.Join(' ', Enumerable.Range(1, 27).Select(i => $"v{i}"));
        string sets = string.Concat(Enumerable.Range(1, 27).Select(i => $"v{i} := {i}. "));
        Assert.That(Run($"| {names} | {sets} ^[{string.Join(" + ", names.Split(' '))}] value"), Is.EqualTo("378"));
    }

    [Test]
    public void Slots_of_large_indices_in_SistaV1()
    {
        _ = Machine.Image.NewClass("Large", "Object", ObjectFormat.Fixed, 600);
        _ = Define("Large", "set: x slot256 := x. slot599 := slot256 + 1. ^slot599 := slot599 + (slot300 := slot256)");
        _ = Define("Large", "get ^slot599");
        AnswersAre(("^Large new set: 3", "7"), ("^Large new set: 3; get", "7"));
    }

    [Test]
    public void SistaV1_has_room_for_thousands_of_literals()
    {
        const int count = 9000;
        string sums = string.Concat(Enumerable.Range(1, count).Select(i => $"s := s + {100_000 + i}. "));
        _ = Define("Subject", "last: n ^[n] value");
        Assert.That(
            Run($"| s | s := 0. {sums} Global := s. ^[:x | x - Global] value: (self last: s + 1)"), Is.EqualTo("1"));
    }
}
