using System.Runtime.InteropServices;
using JitTalk.Core.Execution;

namespace JitTalk.Primitives.SystemControl;

/// <summary>The texts that primitive 149 answers (VMMaker <c>primitiveGetAttribute</c>, <c>sqUnixMain.c</c>).</summary>
internal static class SystemAttributes
{
    // The VMMaker whose primitives these are: images read the number to know what a machine can do.
    private const string Level = "VMMaker.oscog-mt.3362";

    /// <summary>
    /// 0 the machine, 1 the image, 2 and up the image's arguments, −1 and down the machine's, from 1001 the host and
    /// versions. Null where there is none.
    /// </summary>
    public static string? Of(VirtualMachine vm, long number) => number switch
    {
        < 0 => vm.Options.VmArguments.ElementAtOrDefault(Index(-number - 1)),
        0 => Environment.ProcessPath,
        1 => vm.ImagePath,
        < 1001 => vm.Options.ImageArguments.ElementAtOrDefault(Index(number - 2)),
        1001 => OperatingSystem.IsWindows() ? "Win32" : OperatingSystem.IsMacOS() ? "Mac OS" : "unix",
        1002 => OperatingSystem.IsLinux() ? "linux-gnu" : Environment.OSVersion.Version.ToString(),
        1003 => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        // Images that find neither "Croquet" nor "Open Smalltalk" in front take the clipboard to be MacRoman.
        1004 => $"Open Smalltalk JitTalk [{Level}] {Version}",
        1005 => vm.Host.WindowSystem,
        1006 => $"JitTalk {Version} on {RuntimeInformation.FrameworkDescription}",
        1007 => $"JitTalk {Level}",
        1201 => "255",
        _ => null,
    };

    private static string Version => typeof(VirtualMachine).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    private static int Index(long number) => (int)Math.Min(number, int.MaxValue);
}
