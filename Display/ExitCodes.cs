namespace JitTalk.Display;

/// <summary>What the process exits with when the image does not say so itself.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The code given to <c>--evaluate</c> does not compile, or ended in an error.</summary>
    public const int EvaluationFailed = 1;

    /// <summary>The command line or the image cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>There is no display, or no library, to open a window with (sysexits.h <c>EX_UNAVAILABLE</c>).</summary>
    public const int NoWindow = 69;

    /// <summary>The image could not go on, or the machine is broken (sysexits.h <c>EX_SOFTWARE</c>).</summary>
    public const int Fatal = 70;
}
