using JitTalk.Jit;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Images;

/// <summary>
/// Cuis's own tests, test by test as on the reference VM. Where ours is known to differ, <c>known-differences.txt</c>
/// says why. An unoptimized build leaves out the classes that take minutes, and the 32-bit image. Of the ways to run each
/// image, one is taken, or all if the environment variable JITTALK_ALL_SUITES is 1.
/// </summary>
/// <remarks>
/// Tests of processes expect that after <c>Processor yield</c> another one has come to its wait. It has not if a timer
/// preempts it before, and so sends it behind the one that yielded: then the verdict depends on how long the machine was
/// kept, by others or by its compiler. So the class of a test that differs is run once more by itself.
/// </remarks>
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
        Assume.That(Optimization.IsOn || name.StartsWith("Cuis64", StringComparison.Ordinal), "takes too long unoptimized");
        Dictionary<string, string> expected = Verdicts(File.ReadLines(SharedImages.Suite("cuis", reference)));
        string[] skipped = [.. expected.Keys.Where(test => !IsCompared(test))];
        Dictionary<string, string> actual = Run(name, compiling, skipped);
        foreach (string test in skipped)
        {
            _ = expected.Remove(test);
            _ = actual.Remove(test);
        }
        string[] known = [.. KnownDifferences().Where(IsCompared)];
        foreach (string again in Differing(expected, actual).Except(known).Select(ClassOf).Distinct().ToArray())
        {
            foreach ((string test, string verdict) in Run(name, compiling, skipped, again).Where(v => !skipped.Contains(v.Key)))
            {
                actual[test] = verdict;
            }
        }
        Assert.That(Differing(expected, actual), Is.EquivalentTo(known));
    }

    private static IEnumerable<string> Differing(Dictionary<string, string> expected, Dictionary<string, string> actual) =>
        expected.Keys.Union(actual.Keys).Where(test => expected.GetValueOrDefault(test) != actual.GetValueOrDefault(test));

    private static string ClassOf(string test) => test[..test.IndexOf('>')];

    private static bool IsCompared(string test) =>
        !TimingDependent.Any(prefix => test.StartsWith(prefix, StringComparison.Ordinal))
        && (Optimization.IsOn || !SlowClasses.Contains(ClassOf(test)));

    private static Dictionary<string, string> Run(string name, Compiling compiling, string[] skipped, string prefix = "")
    {
        using ScratchFolder folder = new();
        string output = folder.Path("verdicts.txt");
        string skip = folder.Path("skipped.txt");
        File.WriteAllLines(skip, skipped);
        string[] arguments = ["-s", SharedImages.Suite("cuis", "run-tests.st"), output, SecondsPerTest, prefix, skip];
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
