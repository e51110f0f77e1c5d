namespace JitTalk.Perf;

/// <summary>What is told of many measurements.</summary>
internal static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The mean of ratios: that of the inverse ratios is its inverse.</summary>
    public static double GeometricMean(this IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
