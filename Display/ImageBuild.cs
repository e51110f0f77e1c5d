using System.Globalization;
using JitTalk.Core.Building;
using JitTalk.Core.Compiler;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;

namespace JitTalk.Display;

/// <summary>What <c>build-image</c> makes of what.</summary>
/// <param name="Folders">Where the sources are.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Format">The number of the format, 68021, 68533 or 6521.</param>
/// <param name="Bytecodes">The set that methods are compiled to.</param>
internal sealed record BuildOrder(IReadOnlyList<string> Folders, string Output, int Format, CompilerTarget Bytecodes);

/// <summary>Builds an image of source: compiles it, then starts the image once, which boots and saves itself.</summary>
internal sealed class ImageBuild(BuildOrder order, TextWriter error)
{
    /// <summary>Writes the image, whole or not at all.</summary>
    /// <exception cref="BuildException">The source is at fault.</exception>
    /// <exception cref="ImageFormatException">The file cannot be written.</exception>
    public void Run()
    {
        ImageFormat format = ImageFormat.Find((uint)order.Format)!;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("jittalk-build-");
        try
        {
            string image = Path.Combine(folder.FullName, "boot.image");
            ImageSettings settings = new() { HasMultipleBytecodeSets = format.HasMultipleBytecodeSets };
            using (ImageBuilder builder = new(SourceReader.ReadFolders(order.Folders), format.Dialect, order.Bytecodes))
            {
                builder.Save(settings, image);
            }
            Boot(image);
            Deliver(image);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Boot(string image)
    {
        VmOptions options = new() { ImagePath = image };
        using ImageSession session = new(options, jit: null, new NullHost());
        // What is there when the session ends, the image has saved.
        File.Delete(image);
        bool hasFailed = false;
        new DebuggerWatch(session.Vm).Start(request =>
        {
            hasFailed = true;
            error.WriteLine($"while booting: {request.Message}");
            foreach (string line in request.Stack)
            {
                error.WriteLine($"    {line}");
            }
            session.Vm.Interpreter.Halt();
            return true;
        });
        session.Run();
        if (hasFailed || session.Vm.ExitCode != ExitCodes.Success || !File.Exists(image))
        {
            throw new BuildException(string.Create(
                CultureInfo.InvariantCulture, $"the image did not save itself when it booted (exit code {session.Vm.ExitCode})"));
        }
    }

    private void Deliver(string image)
    {
        try
        {
            using FileReplacement file = new(Path.GetFullPath(order.Output));
            using (FileStream built = File.OpenRead(image))
            {
                built.CopyTo(file.Stream);
            }
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ImageFormatException($"cannot write {order.Output}: {e.Message}");
        }
    }
}
