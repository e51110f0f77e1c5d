using System.Diagnostics;
using System.Reflection;
using JitTalk.Core.Execution;
using JitTalk.Jit;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Images;

/// <summary>
/// Cuis's own tests, test by test as on the reference VM. Where ours is known to differ, <c>known-differences.txt</c>
/// says why. An unoptimized build leaves out the classes that take minutes, and the 32-bit image. Of the ways to run each
/// image, one is taken, or all if the environment variable JITTALK_ALL_SUITES is 1.
/// </summary>
public sealed class CuisSuiteTests
{
    private const string SecondsPerTest = "60";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly string[] SlowClasses =
    [
        "BitBltTest", "DecompilerTestFailuresCollector", "DecompilerTests", "IntegerTest", "JpegTest",
        "LaggedFibonacciRandomTest", "ParkMiller88RandomTest", "ParkMiller93RandomTest", "ProcessorTest",
        "StatisticsTest", "TestSuiteTest", "TestValueWithinFix", "TrieTest",
    ];

    // Verdicts that depend on how loaded the machine is, on the reference VM too (shared/suites/README.md).
    private static readonly string[] TimingDependent = ["ProcessorTest>>testGrab", "ProcessorTest>>testValueUnpreemptively"];

    private static bool IsOptimized =>
        typeof(Interpreter).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    /// <summary>When code is compiled.</summary>
    public enum Compiling
    {
        AsUsersHaveIt,
        AtFirstCall,
        Never,
    }

    [TestCase("Cuis64-tests.image", "reference-64.txt", Compiling.AsUsersHaveIt, true)]
    [TestCase("Cuis64-tests.image", "reference-64.txt", Compiling.AtFirstCall, false)]
    [TestCase("Cuis64-tests.image", "reference-64.txt", Compiling.Never, false)]
    [TestCase("Cuis32-tests.image", "reference-32.txt", Compiling.AsUsersHaveIt, false)]
    [TestCase("Cuis32-tests.image", "reference-32.txt", Compiling.AtFirstCall, true)]
    [TestCase("Cuis32-tests.image", "reference-32.txt", Compiling.Never, false)]
    public void Ends_as_on_the_reference_machine(string name, string reference, Compiling compiling, bool always)
    {
        Assume.That(always || Environment.GetEnvironmentVariable("JITTALK_ALL_SUITES") == "1", "only if all are wanted");
        Assume.That(IsOptimized || name.StartsWith("Cuis64", StringComparison.Ordinal), "takes too long unoptimized");
        Dictionary<string, string> expected = Verdicts(File.ReadLines(SharedImages.Suite("cuis", reference)));
        string[] skipped = [.. expected.Keys.Where(test => !IsCompared(test))];
        Dictionary<string, string> actual = Run(name, compiling, skipped);
        foreach (string test in skipped)
        {
            _ = expected.Remove(test);
            _ = actual.Remove(test);
        }
        IEnumerable<string> differing = expected.Keys.Union(actual.Keys)
            .Where(test => expected.GetValueOrDefault(test) != actual.GetValueOrDefault(test));
        Assert.That(differing, Is.EquivalentTo(KnownDifferences().Where(IsCompared)));
    }

    private static bool IsCompared(string test) =>
        !TimingDependent.Any(prefix => test.StartsWith(prefix, StringComparison.Ordinal))
        && (IsOptimized || !SlowClasses.Contains(test[..test.IndexOf('>')]));

    private static Dictionary<string, string> Run(string name, Compiling compiling, string[] skipped)
    {
        using ScratchFolder folder = new();
        string output = folder.Path("verdicts.txt");
        string skip = folder.Path("skipped.txt");
        File.WriteAllLines(skip, skipped);
        string[] arguments = ["-s", SharedImages.Suite("cuis", "run-tests.st"), output, SecondsPerTest, string.Empty, skip];
        JitOptions? jit = compiling switch
        {
            Compiling.AsUsersHaveIt => new(),
            Compiling.AtFirstCall => new() { CallThreshold = 1, LoopThreshold = JitOptions.TurnsPerCall, IsBackground = false, Grace = TimeSpan.Zero },
            _ => null,
        };
        using RunningImage image = new(name, jit, arguments);
        Assert.That(image.Run(Limit), $"{name} did not come to an end");
        return Verdicts(File.ReadLines(output));
    }

    /// <summary>From lines of test, verdict and more, separated by tabs.</summary>
    private static Dictionary<string, string> Verdicts(IEnumerable<string> lines) => lines
        .Where(line => line.Contains(">>", StringComparison.Ordinal))
        .Select(line => line.Split('\t'))
        .ToDictionary(fields => fields[0], fields => fields[1]);

    private static IEnumerable<string> KnownDifferences() => File
        .ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Images", "known-differences.txt"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t')[0]);
}
