using JitTalk.Perf.Machines;
using JitTalk.Perf.Suites;

namespace JitTalk.Perf.Comparing;

/// <summary>A virtual machine with an image: a process for each run.</summary>
internal sealed class MachineContender(VirtualMachine machine, SmalltalkImage image) : IContender
{
    public string Name => machine.Name;

    public SmalltalkImage Image => image;

    public bool Knows(Suite suite) => true;

    public SuiteRun Measure(Suite suite) => suite.Measure((job, longest) => machine.Run(image, job, longest));
}
