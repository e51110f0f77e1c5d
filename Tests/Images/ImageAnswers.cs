using JitTalk.Core.Execution;

namespace JitTalk.Tests.Images;

/// <summary>Compares what real images answer.</summary>
internal static class ImageAnswers
{
    public static void Expect(this RunningImage image, string code, string expected)
    {
        Evaluation result = image.Evaluate(code);
        Assert.That(Plain(result.Text), Is.EqualTo(Plain(expected)), $"{image.Name}: {string.Join(" < ", result.Stack)}");
        Assert.That(result.Succeeded);
    }

    public static IEnumerable<TestCaseData> Cases(IEnumerable<(string Code, string Expected)> table) =>
        table.Select(each => new TestCaseData(each.Code, each.Expected));

    /// <summary>Old images print arrays as <c>(1 2 )</c>, new ones as <c>#(1 2)</c>.</summary>
    private static string Plain(string text) => text.Replace("#", string.Empty).Replace(" )", ")");
}
