namespace JitTalk.Tests.Images;

/// <summary>An image that saves itself out of the middle of compiled code goes on there, and so does what it saved.</summary>
public sealed class SavedInCodeTests
{
    // A loop in a recursion: at its innermost turn the image is saved. Each level adds its sum after the level below returned.
    private const string Program =
        "| down done saved | done := Semaphore new. "
        + "[down := nil. down := [:n | | sum | sum := 0. 1 to: 400 do: [:i | sum := sum + i. "
        + "(i = 200 and: [n > 0]) ifTrue: [sum := sum + (down value: n - 1)]. "
        + "(i = 200 and: [n = 0]) ifTrue: [saved := Smalltalk snapshotPrimitive]]. sum]. "
        + "Smalltalk at: #JitTalkSum put: (down value: 50). Smalltalk at: #JitTalkSaved put: saved. "
        + "saved == true ifFalse: [done signal]] newProcess priority: Processor activeProcess priority + 1; resume. "
        + "done wait. Smalltalk at: #JitTalkSum";

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    public void Both_images_go_on_in_the_middle_of_a_loop(string name)
    {
        string sum = $"{51 * 400 * 401 / 2}";
        using RunningImage image = new(name);
        string path = image.Path("saved.image");
        image.Vm.ImagePath = path;
        image.Expect(Program, sum);
        image.Expect("Smalltalk at: #JitTalkSaved", "false");
        using RunningImage next = new(path);
        next.Expect("Smalltalk at: #JitTalkSum", sum);
        next.Expect("Smalltalk at: #JitTalkSaved", "true");
    }
}
