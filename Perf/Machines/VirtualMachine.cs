using System.Collections.Immutable;

namespace JitTalk.Perf.Machines;

/// <summary>A virtual machine that can be started, with the options that choose its engine.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="Version">What it says of itself; empty if nothing.</param>
/// <param name="Program">Its path.</param>
/// <param name="Family">How it is started.</param>
/// <param name="Formats">The image formats that it is known to read; empty where only a try can tell.</param>
internal sealed record VirtualMachine(string Name, string Version, string Program, VmFamily Family, ImmutableArray<int> Formats)
{
    /// <summary>Options before all others.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>The <c>jittalk</c> that was built with this program.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="flags">The options that choose the engine.</param>
    public static VirtualMachine JitTalk(string name, params ImmutableArray<string> flags) =>
        new(name, string.Empty, Path.Combine(AppContext.BaseDirectory, "jittalk"), VmFamily.JitTalk, []) { Flags = flags };

    /// <summary>False where it is known that it cannot; that it can is shown by a run.</summary>
    public bool MayRead(SmalltalkImage image) => Formats.IsEmpty || Formats.Contains(image.Format);

    /// <summary>Lets a copy of an image do a job in a process of its own.</summary>
    /// <exception cref="MeasurementException">The machine cannot be started.</exception>
    public JobOutcome Run(SmalltalkImage image, Job job, TimeSpan longest)
    {
        using ImageCopy copy = new(image.File);
        PreparedJob prepared = image.Scripting.Prepare(copy, job);
        IEnumerable<string> words = [.. Flags, .. Family.CommandLine(Program, copy.Image, prepared.Arguments)];
        FinishedProcess process = ChildProcess.Run(Program, words, copy.Folder, longest);
        string output = prepared.OutputFile is not { } file ? process.Output
            : System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file)
            : string.Empty;
        return new JobOutcome(output, process);
    }
}

/// <summary>What a job printed, and how its process ended.</summary>
internal sealed record JobOutcome(string Output, FinishedProcess Process);
