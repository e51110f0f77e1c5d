using System.Text;
using System.Text.RegularExpressions;
using JitTalk.Core.Execution;
using JitTalk.Jit;
using JitTalk.Tests.Images;

namespace JitTalk.Tests.Scripts;

/// <summary>
/// The scripts for people who come new: each line that ends in a comment with an arrow answers what the comment says.
/// </summary>
public sealed partial class SampleLinesTests
{
    private const string CompilerInSmalltalk =
        """
        Compiler class compile: 'compile: source instanceVariables: names bindings: associations class: classBinding expression: isExpression
            ^ SmalltalkCompiler compile: source instanceVariables: names bindings: associations class: classBinding expression: isExpression'
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Names =
        ["blocks", "classes", "collections", "exceptions", "hello", "numbers", "processes", "reflection", "streams", "text"];

    private static IEnumerable<TestCaseData> Cases =>
        from name in Names
        from engine in KernelImage.Engines.Keys
        select new TestCaseData(name, engine);

    [Test]
    public void All_samples_are_here() =>
        Assert.That(
            Directory.GetFiles(KernelImage.Sample(string.Empty), "*.st").Select(Path.GetFileNameWithoutExtension),
            Is.EquivalentTo(Names));

    [TestCaseSource(nameof(Cases))]
    public void Lines_answer_what_they_say(string name, string engine) => CheckLines(name, KernelImage.Engines[engine]);

    [TestCaseSource(nameof(Names))]
    public void Lines_answer_the_same_with_the_compiler_in_Smalltalk(string name) =>
        CheckLines(name, KernelImage.Engines["Jit"], CompilerInSmalltalk);

    [TestCaseSource(nameof(Names))]
    public void Runs_as_a_script(string name)
    {
        using RunningImage image = new(KernelImage.Path, KernelImage.Engines["Jit"], [Script(name)]);
        Assert.That(image.Run(Limit), "it does not end");
        Assert.That(image.Vm.ExitCode, Is.Zero);
        string expected = name == "hello" ? "Hello, world!\nThree and four are 7\n" : string.Empty;
        Assert.That(Encoding.UTF8.GetString(image.Output.ToArray()), Is.EqualTo(expected));
    }

    private static string Script(string name) => KernelImage.Sample(name + ".st");

    private static void CheckLines(string name, JitOptions? jit, params string[] before)
    {
        using RunningImage image = new(KernelImage.Path, jit, []);
        foreach (string code in before.Append($"ChunkReader fileInFile: '{Script(name)}'"))
        {
            Evaluation ready = image.Evaluate(code);
            Assert.That(ready.Succeeded, ready.Text);
        }
        List<string> wrong = [];
        int count = 0;
        foreach ((int line, string code, string expected) in Lines(Script(name)))
        {
            Evaluation result = image.Evaluate(code);
            if (!result.Succeeded || result.Text != expected)
            {
                wrong.Add($"line {line}: {code} answers {result.Text}, not {expected}");
            }
            count++;
        }
        Assert.That(wrong, Is.Empty);
        Assert.That(count, Is.Positive);
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
