using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Reports;

/// <summary>What a measurement ran on, and which versions ran.</summary>
internal static class Surroundings
{
    private const int ShortHash = 10;
    private const double KibibytesPerGibibyte = 1024 * 1024;

    /// <summary>Names and values, in the order in which they are told.</summary>
    /// <param name="references">The machines that JitTalk was compared with.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Describe(IEnumerable<VirtualMachine> references) =>
    [
        new("processor", FirstValue("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString()),
        new("cores", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
        new("memory", Memory()),
        new("system", $"{FirstValue("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? "unknown"}, {Kernel()}"),
        new("load average before", LoadAverage()),
        new(".NET", Environment.Version.ToString()),
        new("JitTalk", Version()),
        .. references.Select(machine => new KeyValuePair<string, string>(machine.Name, machine.Program)),
    ];

    private static string Memory() =>
        FirstValue("/proc/meminfo", "MemTotal", ':') is { } total && double.TryParse(total.Split(' ')[0], CultureInfo.InvariantCulture, out double kibibytes)
            ? string.Create(CultureInfo.InvariantCulture, $"{kibibytes / KibibytesPerGibibyte:F0} GiB")
            : "unknown";

    private static string Kernel()
    {
        const string release = "/proc/sys/kernel/osrelease";
        return File.Exists(release) ? $"Linux {File.ReadAllText(release).Trim()}" : RuntimeInformation.OSDescription;
    }

    // Of the last minute, five and fifteen: far above 0 on a computer that had other things to do.
    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    // The build writes the commit behind the version.
    private static string Version()
    {
        string version = typeof(Surroundings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string[] parts = version.Split('+', 2);
        return parts.Length == 2 ? $"{parts[0]}, commit {parts[1][..Math.Min(ShortHash, parts[1].Length)]}" : version;
    }

    private static string? FirstValue(string file, string name, char separator) => File.Exists(file)
        ? File.ReadLines(file).Select(line => line.Split(separator, 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0] == name)?[1]
        : null;
}
