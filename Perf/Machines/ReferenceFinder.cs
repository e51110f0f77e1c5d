namespace JitTalk.Perf.Machines;

/// <summary>Finds the machines that JitTalk is compared with.</summary>
internal static class ReferenceFinder
{
    private const string DebianFolder = "/usr/lib/squeak";
    private const string DebianProgram = "squeakvm";
    private const int ScriptHead = 8192;

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private static readonly string[] Names = ["squeak", DebianProgram, "rsqueak", "trufflesqueak"];

    /// <summary>All that are on the path, and where Debian puts its own.</summary>
    public static IReadOnlyList<VirtualMachine> Installed()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> programs = folders.SelectMany(_ => Names, Path.Combine).Where(File.Exists).Select(Behind).Concat(Debian());
        return [.. programs.Distinct().Select(AskStranger).OfType<VirtualMachine>()];
    }

    /// <summary>The machine that a user names.</summary>
    /// <param name="text">
    /// A path, a name on the path, or a command line in which <see cref="VmFamily.ImageWord"/> stands.
    /// </param>
    /// <exception cref="MeasurementException">There is none, or it is not known how to start it.</exception>
    public static VirtualMachine Open(string text)
    {
        if (text.Contains(VmFamily.ImageWord, StringComparison.Ordinal))
        {
            string[] parts = text.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            string name = Path.GetFileName(parts[0]);
            return new VirtualMachine(name, string.Empty, Locate(parts[0]), VmFamily.Of(name, parts[^1]), []);
        }
        string program = Behind(Locate(text));
        return Ask(program)
            ?? throw new MeasurementException(
                $"{text} is no machine that is known here; say how it is started: --reference \"{text} … {VmFamily.ImageWord} {VmFamily.ArgumentsWord}\"");
    }

    private static string Locate(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return File.Exists(program) ? Path.GetFullPath(program) : throw new MeasurementException($"{program} is not there");
        }
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new MeasurementException($"there is no {program} on the path");
    }

    // Debian's /usr/bin/squeak is a script for desktops, which makes folders at home and drops arguments.
    private static string Behind(string program)
    {
        using StreamReader reader = new(program);
        char[] head = new char[ScriptHead];
        string text = new(head, 0, reader.ReadBlock(head));
        bool isDebianScript = text.StartsWith("#!", StringComparison.Ordinal) && text.Contains($"{DebianFolder}/", StringComparison.Ordinal);
        return isDebianScript && Debian().FirstOrDefault() is { } behind ? behind : program;
    }

    private static string[] Debian() =>
        Directory.Exists(DebianFolder) ? Directory.GetFiles(DebianFolder, DebianProgram, SearchOption.AllDirectories) : [];

    // Others are called squeak, too, and some of them cannot even be started.
    private static VirtualMachine? AskStranger(string program)
    {
        try
        {
            return Ask(program);
        }
        catch (MeasurementException)
        {
            return null;
        }
    }

    private static VirtualMachine? Ask(string program)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("perf");
        try
        {
            FinishedProcess asked = ChildProcess.Run(program, ["-version"], folder.FullName, LongestAnswer);
            return VmRecognition.Recognise(program, $"{asked.Output}\n{asked.Error}".TrimStart());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
