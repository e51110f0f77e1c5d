using JitTalk.Tests.Support;

namespace JitTalk.Tests.Images;

/// <summary>
/// Thousands of random copies and warps, drawn by Debian's classic interpreter and by this machine in the same image: the
/// bits must be the same (<c>blits.st</c>).
/// </summary>
public sealed class BlitsOfOthersTests
{
    private const string Image = "mini-startup.image";
    private const string Script = "blits.st";
    private const string Results = "blits.txt";
    private const string Draw = "(FileStream readOnlyFileNamed: 'blits.st') fileIn. (Smalltalk at: #BlitCases) new run";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Test]
    public void The_classic_interpreter_draws_the_same()
    {
        string[] theirs = DrawnByClassic();
        string[] ours = DrawnHere();
        Assert.That(ours, Has.Length.EqualTo(theirs.Length));
        string[] differences =
        [
            .. theirs.Zip(ours, (their, our) => new { Their = their, Our = our })
                .Where(line => line.Their != line.Our && !IsKnown(line.Their.Split(' ')))
                .Select(line => $"{line.Their} / {line.Our}"),
        ];
        Assert.That(theirs, Has.Length.GreaterThan(10_000));
        Assert.That(differences, Is.Empty);
    }

    /// <summary>Where the classic interpreter is wrong, or draws what lies behind a row of the source.</summary>
    private static bool IsKnown(string[] fields)
    {
        int rule = int.Parse(fields[0]);
        int sourceDepth = Math.Abs(int.Parse(fields[1]));
        int depth = int.Parse(fields[2]);
        bool isSmoothed = int.Parse(fields[3]) > 1;
        bool isOwn = fields[4] == "own";
        bool isMapped = fields[6] == "mapped";
        return rule switch
        {
            // Of the pixels of a word only four are multiplied.
            37 => Math.Abs(depth) < 8,
            // Colours of 16 bits and indices are mixed as if they had 32; into 8 bits it leaves the pixel, or the word.
            41 => Math.Abs(depth) < 16 || sourceDepth < 32 || isOwn || fields[5] == "none",
            // Bytes of a word of several pixels are mixed, with an opacity that may lie outside the rectangle.
            24 or 34 or 35 or 36 when isOwn && Math.Abs(depth) < 32 => true,
            // Averages have 32 bits already, but are widened as the 16 of the source.
            _ => isSmoothed && sourceDepth == 16 && Math.Abs(depth) == 32 && !isMapped,
        };
    }

    private static string[] DrawnByClassic()
    {
        using ScratchFolder folder = new();
        string image = folder.BringImage(SharedImages.Path(Image));
        WriteScript(folder.Path(Script));
        File.WriteAllText(folder.Path("startup.st"), $"{Draw}. Smalltalk quitPrimitive\r");
        ClassicInterpreter.Run(image);
        return File.ReadAllLines(folder.Path(Results));
    }

    private static string[] DrawnHere()
    {
        using RunningImage image = new(Image);
        WriteScript(image.Path(Script));
        Assert.That(image.Evaluate(Draw, Limit).Succeeded, Is.True);
        return File.ReadAllLines(image.Path(Results));
    }

    /// <summary>With Squeak's ends of lines.</summary>
    private static void WriteScript(string path) => File.WriteAllText(
        path, File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Images", Script)).Replace('\n', '\r'));
}
