using JitTalk.Perf.Comparing;

namespace JitTalk.Tests.Perf;

/// <summary>What is told of many measurements.</summary>
public sealed class StatisticsTests
{
    [TestCase(new double[] { 7 }, 7)]
    [TestCase(new double[] { 9, 1, 4 }, 4)]
    [TestCase(new double[] { 9, 1, 4, 2 }, 3)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.That(values.Median(), Is.EqualTo(median));

    [TestCase(0, 1)]
    [TestCase(0.25, 2)]
    [TestCase(0.5, 3)]
    [TestCase(0.6, 3.4)]
    [TestCase(1, 5)]
    public void A_quantile_lies_between_the_nearest(double share, double value) =>
        Assert.That(new double[] { 5, 3, 1, 2, 4 }.Quantile(share), Is.EqualTo(value).Within(1e-9));

    [Test]
    public void The_spread_leaves_out_what_is_far_off() =>
        Assert.That(new double[] { 90, 95, 100, 105, 100_000 }.SpreadPercent(), Is.EqualTo(10).Within(1e-9));

    [Test]
    public void The_geometric_mean_of_inverse_ratios_is_inverse()
    {
        double[] ratios = [2, 8];
        Assert.That(ratios.GeometricMean(), Is.EqualTo(4).Within(1e-9));
        Assert.That(ratios.Select(ratio => 1 / ratio).GeometricMean(), Is.EqualTo(0.25).Within(1e-9));
    }
}
