namespace JitTalk.Tests.Images;

/// <summary>
/// Real images on a machine that scavenges at every safepoint: an oop that is held too long does not survive that.
/// It takes its time: one image with closures and one with BlockContexts stand for all.
/// </summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("mini.image")]
public sealed class CollectingTests(string name)
{
    private RunningImage? _image;

    private static IEnumerable<TestCaseData> Few => ImageAnswers.Cases(Expressions.Few);

    [OneTimeSetUp]
    public void Start() => _image = new RunningImage(name, collecting: true);

    [OneTimeTearDown]
    public void Stop() => _image?.Dispose();

    [TestCaseSource(nameof(Few))]
    public void Evaluates(string code, string expected) => _image!.Expect(code, expected);
}
