using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Images;

/// <summary>Debian's classic interpreter opens what was saved here, and what it saves is opened here again.</summary>
public sealed class SavedForOthersTests
{
    private const string SavedName = "saved.image";

    [Test]
    public void The_classic_interpreter_runs_and_saves_what_was_saved_here()
    {
        using ScratchFolder folder = new();
        string image = folder.Path(SavedName);
        using (LoadedImage original = ImageReader.Load(SharedImages.Path("mini-startup.image")))
        {
            ImageWriter.Save(original.Memory, new ImageSettings(original.Header), image);
        }
        // The image reads it with Squeak's ends of lines.
        File.WriteAllText(
            folder.Path("startup.st"),
            "| f |\rSmalltalk at: #JitTalkRoundTrip put: 100 factorial.\rf _ FileStream newFileNamed: 'result.txt'.\r"
            + "f nextPutAll: 1.5e100 printString, ' ', (#(3 1 2) asSortedCollection asArray) printString, ' ', 30 factorial printString.\r"
            + "f close.\rSmalltalk snapshotPrimitive == true ifFalse: [Smalltalk quitPrimitive]\r");
        ClassicInterpreter.Run(image);
        Assert.That(File.ReadAllText(folder.Path("result.txt")), Is.EqualTo("1.5e100 (1 2 3 ) 265252859812191058636308480000000"));
        using RunningImage back = new(image);
        back.Expect("(Smalltalk at: #JitTalkRoundTrip) = 100 factorial", "true");
    }

    [Test]
    public void The_classic_interpreter_starts_Scratch_saved_here()
    {
        using ScratchFolder folder = new();
        string image = folder.Path(SavedName);
        using (RunningImage scratch = new("Scratch.image"))
        {
            // Resumed, it writes a file and leaves.
            scratch.Expect("3 + 4", "7");
            scratch.Vm.ImagePath = image;
            scratch.Expect(
                "| resumed f | [resumed := Smalltalk snapshotPrimitive. resumed == true ifTrue: ["
                + $"f := FileStream newFileNamed: '{folder.Path("result.txt")}'. "
                + "f nextPutAll: (100 factorial // 98 factorial) printString, ' ', 2 sqrt printString. f close. Smalltalk quitPrimitive]] "
                + "newProcess priority: Processor activeProcess priority + 1; resume. resumed",
                "false");
        }
        ClassicInterpreter.Run(image);
        Assert.That(File.ReadAllText(folder.Path("result.txt")), Is.EqualTo("9900 1.414213562373095"));
    }
}
