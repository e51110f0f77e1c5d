using System.Globalization;

namespace JitTalk.Perf.Suites;

/// <summary>How the times of a suite are shown.</summary>
/// <param name="Text">What the numbers are, for the head of a table.</param>
/// <param name="Shown">From microseconds to the number that is shown.</param>
/// <param name="Format">How that number is written.</param>
internal sealed record TimeUnit(string Text, Func<double, double> Shown, string Format)
{
    public static TimeUnit Microseconds { get; } = new("µs per iteration", time => time, "N0");

    public static TimeUnit Milliseconds { get; } = new("ms", time => time / 1000, "N1");

    /// <summary>For times of a million of something: how many millions a second these are.</summary>
    public static TimeUnit MillionsPerSecond { get; } = new("millions a second", time => 1e6 / time, "N1");

    /// <summary>A time in microseconds as it is shown.</summary>
    public string Show(double microseconds) => Shown(microseconds).ToString(Format, CultureInfo.InvariantCulture);
}
