using JitTalk.Core.Image.Checks;

namespace JitTalk.Tests.Images;

/// <summary>
/// Real images save themselves, and what they saved starts, remembers, and saves itself again. Those without a compiler are
/// in <see cref="KernelImageTests"/>.
/// </summary>
[TestFixture("Cuis5.0-3121-64.image")]
[TestFixture("Cuis5.0-3121-32.image")]
[TestFixture("Cuis64-tests.image")]
[TestFixture("Cuis32-tests.image")]
[TestFixture("Cuis64-awfy.image")]
[TestFixture("Cuis32-awfy.image")]
[TestFixture("mini.image")]
[TestFixture("mini-startup.image")]
[TestFixture("squeakjs.image")]
[TestFixture("Scratch.image")]
public sealed class SaveAndStartTests(string name)
{
    private const int Generations = 3;

    [TestCase(false)]
    [TestCase(true)]
    public void What_is_saved_starts_and_remembers(bool collecting)
    {
        Assume.That(!collecting || name == "mini.image", "one image stands for all: others redraw their screens for too long");
        RunningImage image = Start(collecting);
        try
        {
            image.Expect("(Smalltalk at: #JitTalkRoundTrip put: (Array with: 'two' with: 3.5 with: $4 with: 1073741823 + 1)) size", "4");
            for (int generation = 1; generation < Generations; generation++)
            {
                string path = Save(image, generation);
                ImageFileCheck.Verify(File.ReadAllBytes(path));
                RunningImage next = new(path, collecting);
                image.Dispose();
                image = next;
                image.Expect("Smalltalk at: #JitTalkRoundTrip", "#('two' 3.5 $4 1073741824)");
                image.Expect("Smalltalk at: #JitTalkSnapshot", "true");
                image.Expect("100 factorial printString size", "158");
            }
        }
        finally
        {
            image.Dispose();
        }
    }

    [Test]
    public void An_image_that_cannot_be_saved_goes_on()
    {
        using RunningImage image = Start(collecting: false);
        // Some images name themselves when they start.
        image.Expect("3 + 4", "7");
        image.Vm.ImagePath = image.Path("absent/saved.image");
        image.Expect("Smalltalk snapshotPrimitive isNil", "true");
        image.Expect("3 + 4", "7");
        string folder = image.Path("folder");
        Directory.CreateDirectory(folder);
        image.Vm.ImagePath = folder;
        image.Expect("Smalltalk snapshotPrimitive", "nil");
        Assert.That(Directory.EnumerateFileSystemEntries(folder), Is.Empty);
        image.Expect("100 factorial printString size", "158");
    }

    private RunningImage Start(bool collecting)
    {
        RunningImage image = new(name, collecting);
        // mini-startup.image evaluates it, or else asks in a menu what to do without, and lets no other process run.
        File.WriteAllText(image.Path("startup.st"), "3 + 4");
        return image;
    }

    /// <summary>Saves from a process that can go on in the saved image, where nobody waits for an evaluation.</summary>
    private static string Save(RunningImage image, int generation)
    {
        string path = image.Path($"saved{generation}.image");
        string changes = Path.ChangeExtension(image.Vm.ImagePath, ".changes");
        if (File.Exists(changes))
        {
            // The image has it open.
            using FileStream source = new(changes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using FileStream copy = File.Create(Path.ChangeExtension(path, ".changes"));
            source.CopyTo(copy);
        }
        image.Vm.ImagePath = path;
        image.Expect(
            "| done isResumed | done := Semaphore new. "
            + "[isResumed := Smalltalk snapshotPrimitive. Smalltalk at: #JitTalkSnapshot put: isResumed. "
            + "isResumed == true ifFalse: [done signal]] newProcess priority: Processor activeProcess priority + 1; resume. "
            + "done wait. Smalltalk at: #JitTalkSnapshot",
            "false");
        return path;
    }
}
