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
    private const string Evaluating = "Compiler class>>evaluate:";

    private RunningImage? _image;

    private static IEnumerable<TestCaseData> Common => ImageAnswers.Cases(
        [.. Expressions.Few, .. Expressions.Numbers, .. Expressions.Collections, .. Expressions.Control, .. Expressions.Processes]);

    private static IEnumerable<TestCaseData> OfCuis => ImageAnswers.Cases([.. Expressions.Cuis, .. Expressions.Contexts]);

    private bool IsCuis => name.StartsWith("Cuis", StringComparison.Ordinal);

    [OneTimeSetUp]
    public void Start() => _image = new RunningImage(name);

    [OneTimeTearDown]
    public void Stop() => _image?.Dispose();

    [TestCaseSource(nameof(Common))]
    public void Evaluates(string code, string expected) => _image!.Expect(code, expected);

    [TestCaseSource(nameof(OfCuis))]
    public void Evaluates_what_Cuis_has(string code, string expected)
    {
        Assume.That(IsCuis);
        _image!.Expect(code, expected);
    }

    [TestCase("3 zork", "Message not understood: zork", "MessageNotUnderstood: SmallInteger>>zork")]
    [TestCase("nil foo: 1 bar: 2", "Message not understood: foo:bar:", "MessageNotUnderstood: UndefinedObject>>foo:bar:")]
    [TestCase("[:a | a zork] value: 3", "Message not understood: zork", "MessageNotUnderstood: SmallInteger>>zork")]
    public void Says_what_is_not_understood(string code, string message, string messageOfCuis)
    {
        Evaluation result = Failure(code, IsCuis ? messageOfCuis : message);
        Assert.That(result.Stack, Has.One.EndsWith("(Object)>>doesNotUnderstand:"));
    }

    [TestCase("1/0", "division by 0", "ZeroDivide", "SmallInteger>>/")]
    [TestCase("#(1 2) at: 3", "subscript is out of bounds: 3", "Error: subscript is out of bounds: 3", "Array(Object)>>at:")]
    [TestCase("self error: 'so it is'", "so it is", "Error: so it is", "UndefinedObject(Object)>>error:")]
    public void Says_where_an_error_is(string code, string message, string messageOfCuis, string where) =>
        Assert.That(Failure(code, IsCuis ? messageOfCuis : message).Stack, Has.Member(where));

    [TestCase("3 + ", "3 + Argument expected ->")]
    [TestCase("3 foo: ]", "Argument expected ->")]
    public void Says_what_does_not_compile(string code, string message)
    {
        Evaluation result = Failure(code);
        Assert.That(result.Text, Does.Contain(message));
        Assert.That(result.Stack[0], Is.EqualTo("Parser>>notify:at:"));
    }

    [Test]
    public void Shows_the_stack_of_an_error_in_a_block()
    {
        List<string> stack = [.. Failure("#(1) do: [:each | each zork]").Stack];
        int block = stack.FindIndex(line => line.StartsWith("[] in UndefinedObject>>", StringComparison.Ordinal));
        int loop = stack.FindIndex(line => line.EndsWith(">>do:", StringComparison.Ordinal));
        Assert.That(stack[block - 1], Is.EqualTo("SmallInteger(Object)>>doesNotUnderstand:"));
        Assert.That(loop, Is.EqualTo(block + 1));
        Assert.That(stack.IndexOf(Evaluating), Is.GreaterThan(loop));
    }

    [Test]
    public void Goes_on_after_an_error()
    {
        _ = Failure("3 zork");
        _image!.Expect("3 + 4", "7");
    }

    [Test]
    public void Runs_tiny_benchmarks()
    {
        // Ten seconds and more where the machine is not optimized: two images stand for all.
        Assume.That(name, Is.AnyOf("Cuis5.0-3121-64.image", "mini.image"));
        Assert.That(_image!.Evaluate("1 tinyBenchmarks").Text, Does.Match("[1-9][0-9,]* bytecodes/sec; [1-9][0-9,]* sends/sec"));
    }

    private Evaluation Failure(string code, string? message = null)
    {
        Evaluation result = _image!.Evaluate(code);
        Assert.That(result.Succeeded, Is.False);
        Assert.That(result.Stack, Has.Member(Evaluating));
        if (message is not null)
        {
            Assert.That(result.Text, Is.EqualTo(message), name);
        }
        return result;
    }
}
