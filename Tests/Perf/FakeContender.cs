using JitTalk.Perf.Comparing;
using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Tests.Perf;

/// <summary>Answers what it is told, and writes down when it ran.</summary>
internal sealed class FakeContender(string name, SmalltalkImage? image, List<string> log, Func<SuiteRun> run) : IContender
{
    public string Name => name;

    public SmalltalkImage? Image => image;

    public bool Knows(Suite suite) => true;

    public SuiteRun Measure(Suite suite)
    {
        log.Add(name);
        return run();
    }
}
