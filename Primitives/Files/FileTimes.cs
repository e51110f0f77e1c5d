using JitTalk.Core.Execution;

namespace JitTalk.Primitives.Files;

/// <summary>Times of files as the image counts them.</summary>
internal static class FileTimes
{
    /// <summary>
    /// Seconds since the start of 1901 for seconds since 1970: local, or UTC where the image's header asks for that
    /// (VMMaker <c>fileTimesInUTC</c>).
    /// </summary>
    public static long ToSmalltalk(VirtualMachine vm, long unixSeconds) =>
        unixSeconds + Clock.UnixEpochSeconds + (vm.Settings.FileTimesInUtc ? 0 : vm.Clock.UtcOffsetSeconds);
}
