using JitTalk.Core.Diagnostics;
using JitTalk.Display;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Display;

/// <summary>How the program ends when the image or the machine cannot go on, and what signals do to it.</summary>
public sealed class CrashTests
{
    private const string Cuis = "Cuis5.0-3121-64.image";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(Cuis)]
    [TestCase("Cuis5.0-3121-32.image")]
    public void An_image_that_understands_nothing_dies_with_its_stack(string name)
    {
        string error = Dies(name,
            "| c | c := Object subclass: #Deaf instanceVariableNames: '' classVariableNames: '' poolDictionaries: '' category: 'x'. "
            + "c superclass: nil. c basicNew hear");
        Assert.That(error, Does.StartWith("jittalk: #hear is not understood, and neither is #doesNotUnderstand:"));
        Assert.That(error, Does.Contain("UndefinedObject>>DoIt").And.Contain("Compiler").And.Contain("<== here"));
    }

    [Test]
    public void An_evaluation_that_takes_all_memory_ends_with_its_stack()
    {
        using ChildProcess child = Start(Cuis,
            "| c | Smalltalk primSignalAtBytesLeft: 0. c := nil. [c := {c. c. c. c}] repeat", "--memory", "64m");
        Assert.That(child.WaitForExit(), Is.EqualTo(ExitCodes.EvaluationFailed));
        Assert.That(child.Error, Does.StartWith("Space is low\n").And.Contain("DoIt"));
    }

    [Test]
    public void A_process_that_takes_all_memory_above_the_notifiers_priority_is_suspended()
    {
        using ChildProcess child = Start(Cuis,
            "| c | Smalltalk primSignalAtBytesLeft: 0. [c := nil. [c := {c. c. c. c}] repeat] forkAt: 75. (Delay forSeconds: 1) wait. 3 + 4",
            "--memory", "64m");
        Assert.That(child.WaitForExit(), Is.Zero, child.Error);
        Assert.That(child.Output, Is.EqualTo("7"));
        Assert.That(child.Error, Does.StartWith("jittalk: out of memory: the image takes all of the 64 MB")
            .And.Contain("the process of priority 75 that takes it is suspended").And.Contain("in UndefinedObject>>DoIt"));
    }

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    public void Is_ended_by_a_signal(string signal, int exitCode)
    {
        using ChildProcess child = Start(Cuis, "[true] whileTrue: [StdIOWriteStream stdout nextPutAll: 'running'; newLine; flush. (Delay forMilliseconds: 50) wait]");
        child.WaitFor("running");
        child.Signal(signal);
        Assert.That(child.WaitForExit(), Is.EqualTo(exitCode));
        Assert.That(child.Error, Is.Empty);
    }

    [Test]
    public void Prints_the_stacks_of_all_processes_on_SIGUSR1_and_goes_on()
    {
        using ChildProcess child = Start(Cuis,
            "| s | s := Semaphore new. [s wait] forkAt: 50. [(Delay forSeconds: 1000) wait] fork. "
            + "StdIOWriteStream stdout nextPutAll: 'running'; newLine; flush. [true] whileTrue: [10 factorial]");
        child.WaitFor("running");
        child.Signal("USR1");
        child.WaitFor("stacks of all processes");
        child.WaitFor("Delay>>wait");
        child.Signal("USR1");
        Thread.Sleep(500);
        Assert.That(child.HasExited, Is.False);
        string error = child.Error;
        Assert.That(error.Split("stacks of all processes"), Has.Length.EqualTo(3));
        Assert.That(error, Does.Contain("active\n").And.Contain("priority 50, waiting for a Semaphore").And.Contain("UndefinedObject>>DoIt"));
        child.Signal("TERM");
        Assert.That(child.WaitForExit(), Is.EqualTo(143));
    }

    private ChildProcess Start(string image, string code, params string[] options) =>
        new(_folder.Path(string.Empty), [.. options, _folder.BringImage(SharedImages.Path(image)), "-e", code]);

    private string Dies(string image, string code, params string[] options)
    {
        using ChildProcess child = Start(image, code, options);
        Assert.That(child.WaitForExit(), Is.EqualTo(ExitCodes.Fatal), child.Error);
        string file = _folder.Path(CrashReport.FileName);
        Assert.That(child.Error, Does.EndWith($"the details are in {file}"));
        Assert.That(File.ReadAllText(file), Does.Contain(".NET stack:").And.Contain("all processes:"));
        return child.Error;
    }
}
