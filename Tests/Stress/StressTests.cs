using System.Globalization;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Images;

namespace JitTalk.Tests.Stress;

/// <summary>
/// <c>stress.st</c> with the heap verified after every collection, in spaces of a common size and in shrunken ones: a few
/// seconds each, or as many minutes as the environment variable JITTALK_STRESS_MINUTES says.
/// </summary>
public class StressTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(60);

    [TestCase("Cuis5.0-3121-64.image", false)]
    [TestCase("Cuis5.0-3121-64.image", true)]
    [TestCase("Cuis5.0-3121-32.image", true)]
    public void All_rounds_find_what_they_expect(string name, bool shrunken)
    {
        MemoryOptions memory = new() { VerifyHeap = HeapVerification.Always };
        if (shrunken)
        {
            memory = memory with { EdenBytes = 256 << 10, EdenReserveBytes = 64 << 10, SurvivorBytes = 64 << 10, LargeObjectBytes = 16 << 10 };
        }
        using RunningImage image = new(name, memory);
        string program = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Stress", "stress.st"));
        TimeSpan time = Minutes() is { } minutes ? TimeSpan.FromMinutes(minutes) : Short;
        Evaluation result = image.Evaluate($"({program}) value: {(long)time.TotalMilliseconds}", time + Allowance);
        Assert.That(result.Succeeded, $"{result.Text}\n{string.Join('\n', result.Stack)}");
        Assert.That(int.Parse(result.Text, CultureInfo.InvariantCulture), Is.GreaterThan(0));
        image.Vm.Memory.Verifier.Verify();
    }

    private static double? Minutes() =>
        double.TryParse(Environment.GetEnvironmentVariable("JITTALK_STRESS_MINUTES"), CultureInfo.InvariantCulture, out double minutes)
            ? minutes
            : null;
}
