using System.CommandLine;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using JitTalk.Core.Image;
using JitTalk.Perf.Machines;
using Perfolizer.Horology;
using Job = BenchmarkDotNet.Jobs.Job;

namespace JitTalk.Perf.Micro;

/// <summary><c>perf micro</c>: single abilities of the machine, each beside its floor in C#.</summary>
internal static class MicroCommand
{
    private const int Failed = 1;
    private const string All = "all";

    private static readonly TimeInterval IterationTime = TimeInterval.FromMilliseconds(150);

    private static string[] Categories =>
    [
        .. typeof(MicroBenchmarks).GetMethods().SelectMany(m => m.GetCustomAttributes<BenchmarkCategoryAttribute>())
            .SelectMany(c => c.Categories).Distinct(),
    ];

    public static Command Create()
    {
        Option<FileInfo> image = new("--image")
        {
            Description = "the image of Cuis that runs the operations",
            DefaultValueFactory = _ => new FileInfo("../shared/images/Cuis5.0-3121-64.image"),
        };
        Option<string> filter = new("--filter")
        {
            HelpName = "NAME",
            Description = $"what to measure, with commas between: {string.Join(", ", Categories)}",
            DefaultValueFactory = _ => All,
        };
        Command command = new("micro", "single abilities of JitTalk (send, at:, allocation, …), each beside its floor in C#") { image, filter };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(image), parsed.GetRequiredValue(filter), Console.Out, Console.Error));
        return command;
    }

    private static int Run(FileInfo image, string filter, TextWriter output, TextWriter error)
    {
        string[] wanted = filter == All ? Categories : filter.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Except(Categories, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            error.WriteLine($"perf: there is no benchmark {unknown}: only {string.Join(", ", Categories)}");
            return Failed;
        }
        if (!image.Exists)
        {
            error.WriteLine($"perf: no such file: {image.FullName}; --image names an image of Cuis 5 for 64 bits");
            return Failed;
        }
        try
        {
            new MicroImage(image).Dispose();
        }
        catch (Exception e) when (e is ImageFormatException or MeasurementException)
        {
            error.WriteLine($"perf: {image.Name}: {e.Message}");
            return Failed;
        }
        MicroBenchmarks.ImageFile = image;
        DirectoryInfo artifacts = Directory.CreateTempSubdirectory("perf");
        try
        {
            Summary summary = BenchmarkRunner.Run<MicroBenchmarks>(Configuration(wanted, artifacts, error));
            return Report(summary, output, error);
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }

    // BenchmarkDotNet's usual way builds a project for each benchmark: that takes minutes, and a network.
    private static ManualConfig Configuration(string[] wanted, DirectoryInfo artifacts, TextWriter error) => new ManualConfig()
        .AddJob(Job.Default
            .WithToolchain(new InProcessEmitToolchain(timeout: TimeSpan.FromMinutes(2), logOutput: false))
            .WithWarmupCount(4).WithIterationCount(9).WithIterationTime(IterationTime).WithMinInvokeCount(1).WithUnrollFactor(1))
        .AddFilter(new SimpleFilter(b => b.Descriptor.Categories.Any(c => wanted.Contains(c, StringComparer.OrdinalIgnoreCase))))
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .AddLogger(NullLogger.Instance)
        .AddEventProcessor(new Progress(error))
        .WithOptions(ConfigOptions.DisableLogFile)
        .WithArtifactsPath(artifacts.FullName);

    private static int Report(Summary summary, TextWriter output, TextWriter error)
    {
        string[] problems =
        [
            .. summary.ValidationErrors.Where(e => e.IsCritical).Select(e => e.Message),
            .. summary.Reports.Where(r => !HasResult(r)).Select(WhyFailed),
        ];
        if (MicroBenchmarks.Problem is { } problem)
        {
            error.WriteLine($"perf: {problem}");
        }
        foreach (string line in problems)
        {
            error.WriteLine($"perf: {line}");
        }
        if (summary.Reports.Any(HasResult))
        {
            MicroTable.Write(summary, Categories, output);
        }
        return problems.Length > 0 ? Failed : 0;
    }

    private static bool HasResult(BenchmarkReport report) => report.Success && report.ResultStatistics is not null;

    private static string WhyFailed(BenchmarkReport report) =>
        $"{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}: {string.Join(' ', report.ExecuteResults.SelectMany(r => r.Errors).DefaultIfEmpty("it did not run"))}";

    /// <summary>Says what is measured: BenchmarkDotNet itself says hundreds of lines more.</summary>
    private sealed class Progress(TextWriter error) : EventProcessor
    {
        public override void OnStartRunBenchmark(BenchmarkCase benchmarkCase) =>
            error.WriteLine($"{MicroTable.CategoryOf(benchmarkCase)}: {MicroTable.NameOf(benchmarkCase)}");
    }
}
