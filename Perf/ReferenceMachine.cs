namespace JitTalk.Perf;

/// <summary>
/// Debian's squeakvm, the classic interpreter. It cannot evaluate by itself: its image does what the file
/// <c>startup.st</c> says, which writes the figures to a file and quits.
/// </summary>
internal sealed class ReferenceMachine : IMachine
{
    private const string Library = "/usr/lib/squeak";
    private const string ResultFile = "result.txt";

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    // The image reads it with Squeak's ends of lines.
    private const string Script =
        $"| f |\rf _ FileStream newFileNamed: '{ResultFile}'.\rf nextPutAll: 0 tinyBenchmarks.\rf close.\r"
        + "Smalltalk snapshot: false andQuit: true\r";

    private readonly FileInfo _machine;
    private readonly FileInfo _image;

    private ReferenceMachine(FileInfo machine, FileInfo image)
    {
        _machine = machine;
        _image = image;
    }

    public string Name => $"squeakvm, {_image.Name}";

    /// <summary>The machine of Debian's package, if it is installed.</summary>
    public static FileInfo? Installed() => Directory.Exists(Library)
        ? Directory.GetFiles(Library, "squeakvm", SearchOption.AllDirectories).Select(f => new FileInfo(f)).FirstOrDefault()
        : null;

    /// <summary>The reference, or null when a part of it is <paramref name="missing"/>.</summary>
    public static ReferenceMachine? TryMake(FileInfo? machine, FileInfo image, out string missing)
    {
        missing = machine is null ? $"no squeakvm under {Library} (apt-get install squeak-vm)"
            : !machine.Exists ? $"{machine.FullName} is not there"
            : !image.Exists ? $"{image.FullName} is not there"
            : string.Empty;
        return missing.Length == 0 ? new ReferenceMachine(machine!, image) : null;
    }

    public string TinyBenchmarks()
    {
        using ImageCopy copy = new(_image);
        File.WriteAllText(Path.Combine(copy.Folder, "startup.st"), Script);
        _ = ChildProcess.Run(
            _machine.FullName,
            ["-vm-display-null", "-vm-sound-null", "-plugins", $"{_machine.DirectoryName}/", _image.Name],
            copy.Folder,
            LongestRun);
        string result = Path.Combine(copy.Folder, ResultFile);
        return File.Exists(result) ? File.ReadAllText(result) : throw new MeasurementException($"{Name} wrote no result");
    }
}
