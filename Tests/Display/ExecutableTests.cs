using System.Buffers.Binary;
using JitTalk.Display;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>The program <c>jittalk</c> as a user starts it: what it prints and exits with.</summary>
public sealed class ExecutableTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("jittalk").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_unknown_option_is_refused() => Refuses("--foo", "--foo", "a.image");

    [Test]
    public void A_missing_file_is_refused() => Refuses("no such file", InFolder("missing.image"));

    [Test]
    public void A_directory_is_refused() => Refuses("directory", _folder);

    [Test]
    public void A_text_file_is_refused()
    {
        File.WriteAllText(InFolder("text.image"), "Transcript show: 'this is no image'; cr.\n");
        Refuses("not a Squeak image", InFolder("text.image"));
    }

    [Test]
    public void An_empty_file_is_refused()
    {
        File.WriteAllBytes(InFolder("empty.image"), []);
        Refuses("image", InFolder("empty.image"));
    }

    [Test]
    public void An_unknown_format_is_refused()
    {
        byte[] header = new byte[4096];
        BinaryPrimitives.WriteInt32LittleEndian(header, 6599);
        File.WriteAllBytes(InFolder("future.image"), header);
        Refuses("format", InFolder("future.image"));
    }

    [TestCase("mini.image")]
    [TestCase("candle64.image")]
    [TestCase("headless.image")]
    public void A_truncated_image_is_refused(string name)
    {
        byte[] bytes = File.ReadAllBytes(SharedImages.Path(name));
        foreach (int length in (int[])[3, 40, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(InFolder("cut.image"), bytes[..length]);
            Refuses("image", InFolder("cut.image"));
        }
    }

    [Test]
    public void Info_refuses_what_running_refuses()
    {
        Refuses("directory", "info", _folder);
        Refuses("no such file", "info", InFolder("missing.image"));
        Refuses("no such file", "disassemble", InFolder("missing.image"), "Integer>>benchFib");
    }

    [Test]
    public void Info_tells_the_format()
    {
        (int exitCode, string output, string error) = Executable.Run("info", SharedImages.Path("mini.image"), "--classes", "1");
        Assert.That(error, Is.Empty);
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("6502").And.Contain("little-endian").And.Contain("CompiledMethod"));
    }

    [Test]
    public void Disassemble_lists_a_method_or_says_that_there_is_none()
    {
        string image = SharedImages.Path("mini.image");
        (int exitCode, string output, _) = Executable.Run("disassemble", image, "Integer>>benchFib");
        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Contain("Integer>>benchFib").And.Contain("#benchFib").And.Contain("returnTop"));
        Refuses("no class Foo", "disassemble", image, "Foo>>bar");
        Refuses("no method bar", "disassemble", image, "Integer>>bar");
        Refuses("Class>>selector", "disassemble", image, "Integer");
    }

    [Test]
    public void The_suffix_of_an_image_may_be_left_out()
    {
        File.Copy(SharedImages.Path("mini.image"), InFolder("mini.image"));
        (int exitCode, string output, string error) = Executable.Run("info", InFolder("mini"));
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Does.Contain("6502"));
    }

    [TestCase("mini.image")]
    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    public void Evaluates_and_prints(string name)
    {
        (int exitCode, string output, string error) = Executable.Run("--headless", SharedImages.Path(name), "-e", "100 factorial printString size");
        Assert.That(error, Is.Empty);
        Assert.That(output, Is.EqualTo("158\n"));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void An_error_in_Smalltalk_prints_its_stack_and_exits_1()
    {
        (int exitCode, string output, string error) = Executable.Run(SharedImages.Path("Cuis5.0-3121-64.image"), "-e", "3 / 0");
        Assert.That(exitCode, Is.EqualTo(ExitCodes.EvaluationFailed));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.StartWith("ZeroDivide").And.Contain("SmallInteger>>/"));
    }

    [Test]
    public void An_image_without_a_compiler_cannot_evaluate() =>
        Refuses("no compiler", SharedImages.Path("candle64.image"), "-e", "3 + 4");

    [TestCase("p.folded")]
    [TestCase("p.json")]
    public void A_profile_names_what_ran(string name)
    {
        (int exitCode, string output, string error) = Executable.Run(
            "--profile", InFolder(name), SharedImages.Path("Cuis5.0-3121-64.image"), "-e", "(1 to: 20) sum: [:i | 26 benchFib]");
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Is.EqualTo("7856700\n"));
        Assert.That(error, Does.Match(@"^profile of Cuis5.0-3121-64.image: \d+ samples in [\d.]+ s").And.Contain("  Integer>>benchFib\n"));
        Assert.That(File.ReadAllText(InFolder(name)), Does.Contain("Integer>>benchFib"));
    }

    [Test]
    public void A_profile_that_cannot_be_written_is_told_at_once()
    {
        Refuses("p.json", "--profile", Path.Combine(InFolder("no folder"), "p.json"), SharedImages.Path("Cuis5.0-3121-64.image"), "-e", "3 + 4");
        Refuses("missing.image", "--profile", InFolder("p.json"), InFolder("missing.image"));
        Assert.That(File.Exists(InFolder("p.json")), Is.False);
    }

    [Test]
    public void A_signal_ends_the_run_that_is_profiled()
    {
        using ChildProcess process = new(_folder, "--profile", "p.folded", SharedImages.Path("Cuis5.0-3121-64.image"), "-e", "[true] whileTrue: [26 benchFib. StdIOWriteStream stdout nextPutAll: 'turn'; newLine; flush]");
        process.WaitFor("turn");
        process.Signal("INT");
        Assert.That(process.WaitForExit(), Is.EqualTo(130));
        Assert.That(process.Error, Does.Contain("Integer>>benchFib"));
        Assert.That(File.ReadAllText(InFolder("p.folded")), Does.Contain("Integer>>benchFib"));
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static void Refuses(string because, params string[] arguments)
    {
        (int exitCode, string output, string error) = Executable.Run(arguments);
        Assert.That(error, Does.Match(@"^jittalk: [^\n]+\n$").And.Contain(because));
        Assert.That(output, Is.Empty);
        Assert.That(exitCode, Is.EqualTo(ExitCodes.BadInput));
    }
}
