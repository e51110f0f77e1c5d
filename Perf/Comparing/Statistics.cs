namespace JitTalk.Perf.Comparing;

/// <summary>What is told of many measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle of values; between the two middle ones of an even number.</summary>
    public static double Median(this IReadOnlyCollection<double> values) => values.Quantile(0.5);

    /// <summary>The value below which a <paramref name="share"/> of all lie, between the two nearest in proportion.</summary>
    /// <param name="values">One at least.</param>
    /// <param name="share">From 0, the least, to 1, the greatest.</param>
    public static double Quantile(this IReadOnlyCollection<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }

    /// <summary>The interquartile range, in percent of the median: what the middle half of the values differs by.</summary>
    public static double SpreadPercent(this IReadOnlyCollection<double> values) =>
        100 * (values.Quantile(0.75) - values.Quantile(0.25)) / values.Median();

    /// <summary>The mean of ratios: that of the inverse ratios is its inverse.</summary>
    public static double GeometricMean(this IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
