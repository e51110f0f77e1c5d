using JitTalk.Perf.Machines;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Perf;

/// <summary>How images are told what to do.</summary>
public sealed class ScriptingTests
{
    private static readonly BenchmarkTimes Times = new(TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(1));

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void An_evaluation_is_a_script_that_prints_and_quits() => Assert.That(
        SmalltalkScript.For(new Job.Evaluation("3 + 4")),
        Is.EqualTo(
            """
            | out print |
            out := FileStream newFileNamed: 'output.txt'.
            print := [:line | out nextPutAll: line; nextPut: (Character value: 10); flush].
            [print value: (3 + 4) printString]
            	ifError: [:message :receiver | print value: 'harness failed: ', message asString].
            out close.
            Smalltalk snapshot: false andQuit: true

            """));

    [Test]
    public void Benchmarks_are_filed_in_and_run() => Assert.That(
        SmalltalkScript.For(Awfy()),
        Does.Contain(
            """
            [#('harness.st' 'awfy-common.st' 'awfy-suite.st') do: [:name | (FileStream readOnlyFileNamed: name) fileIn].
            (Smalltalk at: #BenchmarkHarness) new
            	print: print;
            	warmUp: 250 measured: 1000;
            	run: #('bounce' 'list') of: (Smalltalk at: #AreWeFast)]
            """));

    [Test]
    public void An_image_that_evaluates_a_file_finds_all_with_returns()
    {
        WriteSources();
        using ImageCopy copy = CopyOfImage();
        PreparedJob prepared = new StartupFileScripting().Prepare(copy, Awfy());
        Assert.That(prepared.Arguments, Is.Empty);
        Assert.That(prepared.OutputFile, Is.EqualTo(copy.File("output.txt")));
        Assert.That(File.ReadAllText(copy.File("startup.st")), Does.StartWith("| out print |\rout := ").And.Not.Contain("\n"));
        Assert.That(File.ReadAllText(copy.File("awfy-common.st")), Is.EqualTo("first!\rsecond!\r"));
        Assert.That(File.Exists(copy.File("harness.st")), Is.True);
    }

    [Test]
    public void A_full_Squeak_gets_a_document_in_chunks()
    {
        using ImageCopy copy = CopyOfImage();
        PreparedJob prepared = new DocumentScripting().Prepare(copy, new Job.Evaluation("3 + 4"));
        Assert.That(prepared.Arguments, Is.EqualTo([copy.File("perf.st")]));
        Assert.That(File.ReadAllText(copy.File("perf.st")), Does.EndWith("andQuit: true\r!\r"));
    }

    [Test]
    public void Cuis_is_told_on_its_command_line()
    {
        using ImageCopy copy = CopyOfImage();
        Assert.That(
            new CuisScripting().Prepare(copy, Awfy()).Arguments,
            Is.EqualTo(["-s", _folder.File("run.st"), "awfy/common.st,awfy/suite.st", "AreWeFast", "bounce,list", "250", "1000"]));
        Assert.That(
            new CuisScripting().Prepare(copy, new Job.Evaluation("3 + 4")).Arguments,
            Is.EqualTo(["-d", "StdIOWriteStream stdout nextPutAll: (3 + 4) asString; newLine; flush. Smalltalk quitPrimitive"]));
    }

    [TestCase("startUpArguments", typeof(CuisScripting))]
    [TestCase("startup.st", typeof(StartupFileScripting))]
    [TestCase("Project", typeof(DocumentScripting))]
    public void What_an_image_understands_is_read_off_it(string content, Type scripting)
    {
        string path = _folder.File("x.image");
        File.WriteAllBytes(path, [0x66, 0x19, 0, 0, .. System.Text.Encoding.ASCII.GetBytes($"…{content}…")]);
        SmalltalkImage image = SmalltalkImage.Open(new FileInfo(path));
        Assert.That(image.Format, Is.EqualTo(6502));
        Assert.That(image.Scripting, Is.InstanceOf(scripting));
    }

    [Test]
    public void What_is_no_image_is_told() => Assert.That(
        () => SmalltalkImage.Open(new FileInfo(_folder.File("none.image"))),
        Throws.InstanceOf<MeasurementException>().With.Message.EqualTo($"{_folder.File("none.image")} is not there"));

    private Job.Benchmarks Awfy() => new(_folder.Path, ["awfy/common.st", "awfy/suite.st"], "AreWeFast", ["bounce", "list"], Times);

    private void WriteSources()
    {
        _ = Directory.CreateDirectory(_folder.File("awfy"));
        File.WriteAllText(_folder.File("harness.st"), "x");
        File.WriteAllText(_folder.File("awfy/common.st"), "first!\nsecond!\n");
        File.WriteAllText(_folder.File("awfy/suite.st"), "x");
    }

    private ImageCopy CopyOfImage()
    {
        File.WriteAllText(_folder.File("some.image"), "image");
        return new ImageCopy(new FileInfo(_folder.File("some.image")));
    }
}
