namespace JitTalk.Perf.Reports;

/// <summary>A logarithmic axis on which 1 is always seen.</summary>
internal sealed class LogScale
{
    private static readonly int[] Steps = [1, 2, 5];

    private readonly double _left;
    private readonly double _width;

    /// <param name="values">What is to be shown, all above 0.</param>
    /// <param name="left">Where the axis begins.</param>
    /// <param name="width">How long it is.</param>
    public LogScale(IReadOnlyCollection<double> values, double left, double width)
    {
        (_left, _width) = (left, width);
        double least = values.Append(1).Min();
        double most = values.Append(1).Max();
        double[] steps = [.. Enumerable.Range(-9, 19).SelectMany(decade => Steps.Select(step => step * Math.Pow(10, decade)))];
        // An axis of one point has no length.
        double from = steps.Last(step => step <= least * 1.0001);
        double to = Math.Max(steps.First(step => step >= most * 0.9999), 2 * from);
        Ticks = [.. steps.Where(step => step >= from * 0.9999 && step <= to * 1.0001)];
    }

    /// <summary>The round numbers on the axis, from its begin to its end.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies.</summary>
    public double Position(double value) => _left + (_width * Math.Log(value / Ticks[0]) / Math.Log(Ticks[^1] / Ticks[0]));
}
