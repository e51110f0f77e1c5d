using System.Globalization;

namespace JitTalk.Tests.Compiler;

/// <summary>Programs that nobody thought of answer what they should.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class RandomProgramTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Count = 150;

    [Test]
    public void Programs_made_at_random_answer_what_they_should([Values(1, 1001)] int firstSeed)
    {
        int done = 0;
        for (int seed = firstSeed; seed < firstSeed + Count; seed++)
        {
            RandomProgram program = new(seed);
            if (program.Answer() is { } answer)
            {
                Assert.That(Run(program.Source), Is.EqualTo(answer.ToString(CultureInfo.InvariantCulture)), $"{seed}: {program.Source}");
                done++;
            }
        }
        TestContext.Out.WriteLine($"{done} of {Count} end soon enough");
        Assert.That(done, Is.GreaterThan(Count / 2));
    }
}
