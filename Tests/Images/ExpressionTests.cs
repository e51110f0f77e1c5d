using JitTalk.Core.Execution;

namespace JitTalk.Tests.Images;

/// <summary>Real images evaluate with their own compilers.</summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
[TestFixture("mini.image")]
[TestFixture("squeakjs.image")]
[TestFixture("Scratch.image")]
public sealed class ExpressionTests(string name)
{
    private RunningImage? _image;

    private static IEnumerable<TestCaseData> Cases =>
        from pair in (IEnumerable<(string Code, string Expected)>)
            [.. Expressions.Few, .. Expressions.Numbers, .. Expressions.Collections]
        select new TestCaseData(pair.Code, pair.Expected);

    [OneTimeSetUp]
    public void Start() => _image = new RunningImage(name);

    [OneTimeTearDown]
    public void Stop() => _image?.Dispose();

    [TestCaseSource(nameof(Cases))]
    public void Evaluates(string code, string expected)
    {
        Evaluation result = _image!.Evaluate(code);
        Assert.That(result.Text, Is.EqualTo(expected), string.Join('\n', result.Stack));
        Assert.That(result.Succeeded);
    }
}
