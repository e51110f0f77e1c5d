using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

/// <summary>A save that fails leaves the old file as it was and nothing beside it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FileReplacementTests
{
    private const UnixFileMode Odd = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private ScratchFolder _folder = null!;
    private string _path = string.Empty;

    [SetUp]
    public void MakeFile()
    {
        _folder = new ScratchFolder();
        _path = _folder.Path("old.image");
        File.WriteAllText(_path, "old");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_committed_file_takes_the_place_and_the_mode_of_the_old_one()
    {
        File.SetUnixFileMode(_path, Odd);
        Replace(_path, "new");
        Assert.That(File.ReadAllText(_path), Is.EqualTo("new"));
        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo(Odd));
        Assert.That(Names(), Is.EqualTo(new[] { "old.image" }));
    }

    [Test]
    public void A_new_file_is_made()
    {
        Replace(_folder.Path("new.image"), "new");
        Assert.That(File.ReadAllText(_folder.Path("new.image")), Is.EqualTo("new"));
        Assert.That(Names(), Is.EquivalentTo(new[] { "old.image", "new.image" }));
    }

    [Test]
    public void Through_a_chain_of_links_the_target_is_replaced()
    {
        string other = Directory.CreateDirectory(_folder.Path("other")).FullName;
        string near = Path.Combine(other, "near.image");
        string far = _folder.Path("far.image");
        _ = File.CreateSymbolicLink(near, "../old.image");
        _ = File.CreateSymbolicLink(far, "other/near.image");
        Replace(far, "new");
        Assert.That(File.ReadAllText(_path), Is.EqualTo("new"));
        Assert.That(new FileInfo(far).LinkTarget, Is.EqualTo("other/near.image"));
        Assert.That(new FileInfo(near).LinkTarget, Is.EqualTo("../old.image"));
    }

    [Test]
    public void A_link_to_nothing_gets_its_target()
    {
        string link = _folder.Path("link.image");
        _ = File.CreateSymbolicLink(link, "fresh.image");
        Replace(link, "new");
        Assert.That(File.ReadAllText(_folder.Path("fresh.image")), Is.EqualTo("new"));
        Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo("fresh.image"));
    }

    [Test]
    public void What_is_not_committed_is_gone()
    {
        using (FileReplacement file = new(_path))
        {
            file.Stream.Write("new"u8);
            Assert.That(Names(), Has.Length.EqualTo(2), "the new file lies beside the old one");
        }
        Assert.That(File.ReadAllText(_path), Is.EqualTo("old"));
        Assert.That(Names(), Is.EqualTo(new[] { "old.image" }));
    }

    [Test]
    public void Folders_devices_and_files_in_absent_folders_are_refused()
    {
        Assert.That(() => new FileReplacement(_folder.Path(".")), Throws.InstanceOf<IOException>());
        Assert.That(() => new FileReplacement("/dev/full"), Throws.InstanceOf<IOException>().With.Message.Contains("no regular file"));
        Assert.That(() => new FileReplacement(_folder.Path("absent/a.image")), Throws.InstanceOf<IOException>());
        Assert.That(Names(), Is.EqualTo(new[] { "old.image" }));
    }

    [TestCase("")]
    [TestCase("a\0b.image")]
    public void A_name_that_is_none_fails_in_words(string name)
    {
        using MiniImage image = new(MiniImage.Spur64);
        Assert.That(() => ImageWriter.Save(image.Memory, new ImageSettings(), name),
            Throws.TypeOf<ImageFormatException>().With.Message.StartsWith("cannot write the image: "));
    }

    [Test]
    public void A_full_disk_leaves_the_old_file()
    {
        // The limit on the size of files, whose signal is ignored, makes the write fail in the middle.
        const string limit = "trap '' XFSZ; ulimit -f 4000; exec \"$@\"";
        string image = BringCuis();
        byte[] old = File.ReadAllBytes(image);
        string error = RunJitTalk(limit, image, "Smalltalk snapshotPrimitive", out string output);
        Assert.That(output.Trim(), Is.EqualTo("nil"));
        Assert.That(error, Does.Contain("cannot write the image: "));
        Assert.That(File.ReadAllBytes(image), Is.EqualTo(old));
        Assert.That(Directory.GetFiles(_folder.Path("."), ".jittalk-*"), Is.Empty);
    }

    [Test]
    public void A_process_killed_while_it_saves_leaves_the_old_file()
    {
        // Here the signal of that limit, not ignored, kills the process when it has written half of the image.
        const string limit = "ulimit -c 0; ulimit -f 4000; exec \"$@\"";
        string image = BringCuis();
        byte[] old = File.ReadAllBytes(image);
        _ = RunJitTalk(limit, image, "Smalltalk snapshotPrimitive", out string output);
        Assert.That(output, Is.Empty);
        Assert.That(File.ReadAllBytes(image), Is.EqualTo(old));
        string half = Directory.GetFiles(_folder.Path("."), ".jittalk-*").Single();
        Assert.That(new FileInfo(half).Length, Is.GreaterThan(0).And.LessThan(old.Length));
    }

    private static void Replace(string path, string text)
    {
        using FileReplacement file = new(path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    private string BringCuis() => _folder.BringImage(SharedImages.Path("Cuis5.0-3121-64.image"));

    /// <summary>Answers what it wrote on its standard error.</summary>
    private static string RunJitTalk(string script, string image, string code, out string output)
    {
        string program = Path.Combine(TestContext.CurrentContext.TestDirectory, "jittalk");
        ProcessStartInfo start = new("/bin/sh", ["-c", script, "sh", program, "--headless", image, "-e", code])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // .NET maps its code through a file that is larger than the limit, unless it is told not to.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return errors.Result;
    }

    private string[] Names() => [.. new DirectoryInfo(_folder.Path(".")).EnumerateFileSystemInfos().Select(f => f.Name)];
}
