using System.Text;
using System.Text.RegularExpressions;
using JitTalk.Core.Execution;
using JitTalk.Tests.Building;
using JitTalk.Tests.Images;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Scripts;

/// <summary>
/// The scripts for people who come new: each line that ends in a comment with an arrow answers what the comment says.
/// </summary>
internal sealed partial class SampleLinesTests
{
    private const string CompilerInSmalltalk =
        """
        Compiler class compile: 'compile: source instanceVariables: names bindings: associations class: classBinding expression: isExpression
            ^ SmalltalkCompiler compile: source instanceVariables: names bindings: associations class: classBinding expression: isExpression'
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static IEnumerable<string> Samples =>
        Directory.GetFiles(Repository.Path("samples"), "*.st").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static IEnumerable<TestCaseData> Cases =>
        from sample in Samples
        from engine in KernelEngine.Some
        select new TestCaseData(sample, engine);

    [TestCaseSource(nameof(Cases))]
    public void Lines_answer_what_they_say(string sample, KernelEngine engine) => CheckLines(sample, engine);

    [TestCaseSource(nameof(Samples))]
    public void Lines_answer_the_same_with_the_compiler_in_Smalltalk(string sample) =>
        CheckLines(sample, KernelEngine.Usual, CompilerInSmalltalk);

    [TestCaseSource(nameof(Samples))]
    public void Runs_as_a_script(string sample)
    {
        using RunningImage image = new(BuiltKernel.Image(KernelKind.All[0]), KernelEngine.Usual.Jit, [Script(sample)]);
        Assert.That(image.Run(Limit), "it does not end");
        Assert.That(image.Vm.ExitCode, Is.Zero);
        string expected = sample == "hello.st" ? "Hello, world!\nThree and four are 7\n" : string.Empty;
        Assert.That(Encoding.UTF8.GetString(image.Output.ToArray()), Is.EqualTo(expected));
    }

    private static string Script(string sample) => Repository.Path("samples", sample);

    private static void CheckLines(string sample, KernelEngine engine, params string[] before)
    {
        using RunningImage image = new(BuiltKernel.Image(engine.Kind), engine.Jit, []);
        foreach (string code in before.Append($"ChunkReader fileInFile: '{Script(sample)}'"))
        {
            Evaluation ready = image.Evaluate(code);
            Assert.That(ready.Succeeded, ready.Text);
        }
        List<string> wrong = [];
        int count = 0;
        foreach ((int line, string code, string expected) in Lines(Script(sample)))
        {
            Evaluation result = image.Evaluate(code);
            if (!result.Succeeded || result.Text != expected)
            {
                wrong.Add($"line {line}: {code} answers {result.Text}, not {expected}");
            }
            count++;
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(count, Is.Positive, $"no line of {sample} says what it answers");
    }

    private static IEnumerable<(int Line, string Code, string Expected)> Lines(string path) =>
        from numbered in File.ReadLines(path).Select((text, index) => (Line: index + 1, Text: text))
        let match = AnswerLine().Match(numbered.Text)
        where match.Success
        select (numbered.Line, Unchunked(match.Groups["code"].Value), Unchunked(match.Groups["expected"].Value));

    /// <summary>In chunks, exclamation marks are doubled.</summary>
    private static string Unchunked(string text) => text.Replace("!!", "!", StringComparison.Ordinal);

    [GeneratedRegex("""^(?<code>.+?)\.?\s*"=> (?<expected>.*)"\s*$""")]
    private static partial Regex AnswerLine();
}
