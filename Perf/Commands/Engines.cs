using System.Collections.Immutable;
using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Commands;

/// <summary>The engines of the JitTalk that was built with this program.</summary>
internal static class Engines
{
    public static VirtualMachine Jit => VirtualMachine.JitTalk("JitTalk");

    public static ImmutableArray<VirtualMachine> Both => [Jit, VirtualMachine.JitTalk("JitTalk --no-jit", "--no-jit")];
}
