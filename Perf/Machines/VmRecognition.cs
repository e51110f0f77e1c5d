using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace JitTalk.Perf.Machines;

/// <summary>What a virtual machine is, by its name and by what it answers to <c>-version</c>.</summary>
internal static partial class VmRecognition
{
    // What the interpreter VM of 2012 reads, and what the three builds of OpenSmalltalk read.
    private static readonly ImmutableArray<int> ClassicFormats = [6501, 6502, 6504, 6505];
    private static readonly ImmutableArray<int> V3Formats = [6504, 6505];
    private static readonly ImmutableArray<int> Spur32Formats = [6521, 7033];
    private static readonly ImmutableArray<int> Spur64Formats = [68021, 68533];

    /// <summary>The family and the version of a machine.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="answer">What it printed when asked for its version.</param>
    /// <returns>Null: it is none that is known.</returns>
    public static VirtualMachine? Recognise(string program, string answer)
    {
        string name = Path.GetFileName(program);
        return answer.StartsWith("jittalk", StringComparison.Ordinal) ? Make(VmFamily.JitTalk, First(JitTalkVersion(), answer), [])
            : name.Contains("rsqueak", StringComparison.OrdinalIgnoreCase) ? Make(VmFamily.RSqueak, First(Number(), answer), [])
            : answer.Contains("truffle", StringComparison.OrdinalIgnoreCase) ? Make(VmFamily.TruffleSqueak, First(Number(), answer), [])
            : IsOpenSmalltalk(answer) ? Make(VmFamily.OpenSmalltalk, First(Number(), answer), OpenSmalltalkFormats(answer))
            : answer.Contains("plugin path:", StringComparison.Ordinal) ? Make(VmFamily.Classic, ClassicVersion(program, answer), ClassicFormats)
            : null;

        VirtualMachine Make(VmFamily family, string version, ImmutableArray<int> formats) =>
            new(family.Name, version, program, family, formats);
    }

    // Its interpreters are named, and so are the sources that they were made of.
    private static bool IsOpenSmalltalk(string answer) =>
        answer.Contains("VMMaker", StringComparison.Ordinal) || answer.Contains("CoInterpreter", StringComparison.Ordinal)
            || answer.Contains("StackInterpreter", StringComparison.Ordinal);

    private static ImmutableArray<int> OpenSmalltalkFormats(string answer) =>
        !answer.Contains("Spur", StringComparison.Ordinal) ? V3Formats
        : answer.Contains("64-bit", StringComparison.Ordinal) ? Spur64Formats
        : Spur32Formats;

    // Debian's build forgot its number; the folder that it is installed in has it.
    private static string ClassicVersion(string program, string answer) =>
        LeadingNumber().Match(answer) is { Success: true } leading ? leading.Value
        : First(Number(), Path.GetFileName(Path.GetDirectoryName(program)) ?? string.Empty);

    private static string First(Regex pattern, string text) => pattern.Match(text).Value;

    [GeneratedRegex(@"(?<=^jittalk )\S.*")]
    private static partial Regex JitTalkVersion();

    [GeneratedRegex(@"\d+\.\d+[\d.-]*")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d+\.\d+[\d.-]*")]
    private static partial Regex LeadingNumber();
}
