using JitTalk.Display;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>What a user does with the built-in image: code, scripts, the repl, images of their own.</summary>
public sealed class BuiltInTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Code_needs_no_image() =>
        Assert.That(Executable.Run("-e", "100 factorial printString size"), Is.EqualTo((ExitCodes.Success, "158\n", string.Empty)));

    [Test]
    public void An_error_prints_its_stack_and_exits_1()
    {
        (int exitCode, string output, string error) = Executable.Run("-e", "3 / 0");
        Assert.That(exitCode, Is.EqualTo(ExitCodes.EvaluationFailed));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("ZeroDivide").And.Contain("SmallInteger>>/"));
    }

    [TestCase("3 +")]
    [TestCase("3 foo: ]")]
    [TestCase("'")]
    public void What_does_not_compile_is_told(string code)
    {
        (int exitCode, _, string error) = Executable.Run("-e", code);
        Assert.That(exitCode, Is.EqualTo(ExitCodes.EvaluationFailed));
        Assert.That(error, Does.StartWith("SyntaxError"));
    }

    [Test]
    public void Without_image_and_code_the_repl_is_named()
    {
        (int exitCode, _, string error) = Executable.Run();
        Assert.That(exitCode, Is.EqualTo(ExitCodes.BadInput));
        Assert.That(error, Does.Match("^jittalk: [^\n]*jittalk repl[^\n]*\n$"));
    }

    [Test]
    public void A_script_defines_classes_and_runs_to_its_end()
    {
        string script = Write("counter.st", """
            Object subclass: #Counter
            	instanceVariableNames: 'count'
            	classVariableNames: ''
            	poolDictionaries: ''
            	category: 'Tests'!

            !Counter methodsFor: 'counting'!
            add: aNumber
            	^ count := (count ifNil: [0]) + aNumber! !

            | counter |
            counter := Counter new.
            counter add: 3; add: 4.
            Transcript show: (counter add: 0) printString, ' ', (Smalltalk commandLineArguments at: 2); cr!
            """);
        Assert.That(Executable.Run(script, "apples"), Is.EqualTo((ExitCodes.Success, "7 apples\n", string.Empty)));
    }

    [TestCase("Transcript show: 'a'; cr.\n\n3 +\n!", ":4: SyntaxError")]
    [TestCase("Transcript show: 'a'; cr!\n\n3 zork!", ":3: MessageNotUnderstood")]
    public void An_error_in_a_script_is_told_with_its_line_and_exits_1(string text, string told)
    {
        string script = Write("wrong.st", text);
        (int exitCode, _, string error) = Executable.Run(script);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.StartWith(script + told));
    }

    [Test]
    public void An_error_in_another_process_is_told_once_and_the_script_goes_on()
    {
        string script = Write("forked.st", "[1 / 0] fork.\nProcessor yield.\nTranscript show: 'on'; cr");
        (int exitCode, string output, string error) = Executable.Run(script);
        Assert.That((exitCode, output), Is.EqualTo((ExitCodes.Success, "on\n")));
        Assert.That(error, Does.Match(@"^ZeroDivide: [^\n]+\n(\t[^\n]+\n)+$"));
    }

    [Test]
    public void What_recurses_without_end_ends_with_its_stack()
    {
        string script = Write("deep.st", "Object compile: 'deep ^ self deep + 1'.\n[3 deep] fork.\nProcessor yield.\nTranscript show: 'on'; cr.\n3 deep");
        (int exitCode, string output, string error) = Executable.Run("--memory", "100m", script);
        Assert.That((exitCode, output), Is.EqualTo((1, "on\n")));
        Assert.That(error, Does.Match(@"(?s)^Space is low\n.*more\n.*Space is low\n"));
    }

    [Test]
    public void The_repl_prints_values_remembers_variables_and_goes_on_after_errors()
    {
        const string input = """
            3 + 4
            x := OrderedCollection new
            x add: 5; add: 6
            (x inject: 0
              into: [:a :b |
                a + b])
            x zork
            3 + ]
            x size
            """;
        (int exitCode, string output, string error) = Executable.RunWith(input, "repl");
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(output, Does.StartWith("7\n").And.Contain("\n11\n").And.EndWith("2\n"));
            Assert.That(output + error, Does.Contain("zork").And.Contain("OrderedCollection"));
        });
    }

    [Test]
    public void An_image_is_built_verified_and_runs()
    {
        string image = _folder.File("my.image");
        (int exitCode, string output, string error) = Executable.Run("build-image", Repository.Path("samples", "kernel"), "-o", image, "--bytecodes", "sista");
        Assert.That((exitCode, error), Is.EqualTo((0, string.Empty)));
        Assert.That(output, Does.Match(@"^built .*my.image, [\d.]+ MB, in [\d.]+ s\n$"));
        Assert.That(Executable.Run("info", "--verify", image).ExitCode, Is.Zero);
        Assert.That(Executable.Run("info", image).Output, Does.Contain("68533"));
        Assert.That(Executable.Run(image, "-e", "6 * 7"), Is.EqualTo((0, "42\n", string.Empty)));
    }

    [Test]
    public void An_image_of_wrong_source_is_refused_and_none_is_left()
    {
        Write("a.st", "nil subclass: #Object instanceVariableNames: '' classVariableNames: '' poolDictionaries: '' category: 'A'!\n\n!Object methodsFor: 'a'!\nfoo\n\t^ zork! !\n");
        (int exitCode, string output, string error) = Executable.Run("build-image", _folder.Path, "-o", _folder.File("my.image"));
        Assert.That(exitCode, Is.EqualTo(ExitCodes.BadInput));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Match("^jittalk: [^\n]+\n$"));
        Assert.That(File.Exists(_folder.File("my.image")), Is.False);
    }

    [Test]
    public void Two_methods_of_one_selector_are_refused()
    {
        Write("again.st", "!Object methodsFor: 'a'!\nyourself\n\t^ nil! !\n");
        (int exitCode, _, string error) = Executable.Run("build-image", Repository.Path("samples", "kernel"), _folder.Path, "-o", _folder.File("my.image"));
        Assert.That(exitCode, Is.EqualTo(ExitCodes.BadInput));
        Assert.That(error, Does.Match("^jittalk: [^\n]+:[0-9]+: Object has a method yourself already\n$"));
    }

    [Test]
    public void A_cut_image_is_not_in_order()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "jittalk.image"));
        // Headers and slots of some objects in the middle, whatever they are.
        bytes.AsSpan(bytes.Length / 2 & ~7, 4096).Fill(0x7F);
        File.WriteAllBytes(_folder.File("bad.image"), bytes);
        (int exitCode, _, string error) = Executable.Run("info", "--verify", _folder.File("bad.image"));
        Assert.That(exitCode, Is.EqualTo(ExitCodes.BadInput));
        Assert.That(error, Does.Match("^jittalk: [^\n]+\n$"));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
