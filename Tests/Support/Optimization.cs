using System.Diagnostics;
using System.Reflection;
using JitTalk.Core.Execution;

namespace JitTalk.Tests.Support;

/// <summary>How the machine was built: unoptimized, what takes minutes is left out.</summary>
internal static class Optimization
{
    public static bool IsOn { get; } =
        typeof(Interpreter).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };
}
