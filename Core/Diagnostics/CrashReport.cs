using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Tells why the machine could not go on: to a person on stderr, and to whoever looks for the defect in a file.
/// Writing it never throws: memory in disorder may be why the machine died, so each section stands for itself.
/// </summary>
/// <param name="vm">The machine; null when it died before there was one.</param>
/// <param name="imagePath">The image it ran or was about to load.</param>
/// <param name="exception">What ended it.</param>
internal sealed class CrashReport(VirtualMachine? vm, string imagePath, Exception exception)
{
    public const string FileName = "crash.txt";

    private const int MostStackLines = 1000;
    private const int ListingLinesAround = 5;

    /// <summary>What happened, in one line.</summary>
    public string Message { get; } = exception switch
    {
        FatalVmException => OneLine(exception.Message),
        OutOfMemoryException => "out of memory",
        HeapCorruptException => $"internal error: {OneLine(exception.Message)}",
        _ => $"internal error, {exception.GetType().Name}: {OneLine(exception.Message)}",
    };

    /// <summary>Writes both, and on <paramref name="error"/> where the file is.</summary>
    /// <param name="error">What is for the user.</param>
    /// <param name="folders">Where the file may go, the best place first.</param>
    public void Write(TextWriter error, IEnumerable<string> folders)
    {
        error.WriteLine($"jittalk: {Message}");
        Section(error, string.Empty, Stack(limited: true));
        Section(error, "doing:", [Activity()]);
        Section(error, "current method:", Listing(limited: true));
        error.WriteLine($"jittalk: {ProductVersion.Text}, image {imagePath}");
        error.WriteLine(WriteFile(folders) is { } path
            ? $"jittalk: the details are in {path}"
            : $"jittalk: the details could not be written to any {FileName}");
        error.Flush();
    }

    /// <summary>The image's folder, the current one, the one for temporary files.</summary>
    public static IEnumerable<string> FoldersFor(string imagePath) =>
        [Path.GetDirectoryName(imagePath) is { Length: > 0 } folder ? folder : ".", Environment.CurrentDirectory, Path.GetTempPath()];

    private string? WriteFile(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
        {
            try
            {
                string path = Path.Combine(Path.GetFullPath(folder), FileName);
                // What is in the file when the report itself brings the process down is there to be read.
                using StreamWriter file = new(path) { AutoFlush = true };
                WriteDetails(file);
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                continue;
            }
        }
        return null;
    }

    private void WriteDetails(TextWriter file)
    {
        file.WriteLine($"jittalk: {Message}");
        file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:u}  {ProductVersion.Text}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"));
        file.WriteLine($"image {imagePath}");
        Section(file, "doing:", [Activity()]);
        Section(file, ".NET stack:", exception.ToString().Split('\n').Select(line => line.TrimEnd()));
        Section(file, "memory:", Figures());
        Section(file, "Smalltalk stack:", Stack(limited: false));
        Section(file, "current method:", Listing(limited: false));
        Section(file, "all processes:", Processes());
    }

    private static void Section(TextWriter writer, string title, IEnumerable<string> lines)
    {
        try
        {
            bool isFirst = title.Length > 0;
            foreach (string line in lines)
            {
                if (isFirst)
                {
                    writer.WriteLine(title);
                    isFirst = false;
                }
                writer.WriteLine($"    {line}");
            }
        }
        // Whatever it is: the other sections may be readable.
        catch (Exception e)
        {
            writer.WriteLine($"    ({(title.Length == 0 ? "the rest of the stack" : title.TrimEnd(':'))} cannot be read: {e.GetType().Name})");
        }
    }

    private IEnumerable<string> Stack(bool limited)
    {
        if (vm is null)
        {
            yield break;
        }
        StackPrinter printer = new(vm);
        foreach (string line in limited ? printer.Lines() : printer.Lines(MostStackLines))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Processes()
    {
        if (vm is null)
        {
            yield break;
        }
        // A walk through all objects ends badly where one is not in order.
        vm.Memory.Verifier.Verify();
        foreach (string line in new ProcessPrinter(vm).Lines())
        {
            yield return line;
        }
    }

    /// <summary>What the machine did: a primitive says so itself, the rest is read off the .NET stack.</summary>
    private string Activity()
    {
        string primitive = vm?.Interpreter.RunningPrimitive is { } running ? $" in primitive {running}" : string.Empty;
        foreach (Type type in new StackTrace(exception).GetFrames().Select(f => f.GetMethod()?.DeclaringType).OfType<Type>())
        {
            if (type == typeof(HeapVerifier))
            {
                return "verifying the memory" + primitive;
            }
            if (type == typeof(Scavenger) || type == typeof(Becomer) || type == typeof(BecomeSweep) || type.Name.Contains("Collector", StringComparison.Ordinal))
            {
                return $"collecting garbage ({type.Name})" + primitive;
            }
            if (type.Namespace == typeof(ImageReader).Namespace)
            {
                return type.Name.Contains("Writer", StringComparison.Ordinal) ? "saving the image" : "loading the image";
            }
        }
        return primitive.Length > 0 ? $"running{primitive}" : "running bytecodes";
    }

    private IEnumerable<string> Figures()
    {
        if (vm is null)
        {
            yield break;
        }
        ObjectMemory memory = vm.Memory;
        yield return $"old space {memory.OldFree - memory.OldStart} bytes, eden {memory.EdenUsed}, {memory.BytesLeft} left";
        yield return $"{memory.Scavenger.Count} scavenges, {memory.Remembered.Count} remembered objects, {memory.Classes.Count} classes";
    }

    /// <summary>The disassembly of the method that runs, the bytecode that ran last marked.</summary>
    private IEnumerable<string> Listing(bool limited)
    {
        if (vm?.Interpreter.Activations(1) is not [Activation current])
        {
            return [];
        }
        ImageDialect dialect = vm.Memory.Dialect;
        if (!vm.Memory.IsInside(current.Method) || !BytecodeDecoder.IsCode(current.Method, dialect))
        {
            return [$"0x{current.Method.Bits:x} is no method"];
        }
        string[] lines = new Disassembler(vm.Memory).Disassemble(current.Method).TrimEnd().Split('\n');
        int at = IndexOfCurrent(lines, current, dialect);
        if (at >= 0)
        {
            lines[at] = $"{lines[at]}    <== here";
        }
        if (!limited)
        {
            return lines;
        }
        int first = Math.Max(1, at - ListingLinesAround);
        return lines.Take(1).Concat(lines.Skip(first).Take((2 * ListingLinesAround) + 1));
    }

    private static int IndexOfCurrent(string[] lines, Activation current, ImageDialect dialect)
    {
        foreach (Instruction instruction in BytecodeDecoder.Decode(current.Method, dialect))
        {
            if (current.Pc <= instruction.End)
            {
                string start = $"{CompiledCode.ToImagePc(instruction.Offset, current.Method, dialect)} <";
                // The listings of blocks among the literals come first.
                return Array.FindLastIndex(lines, line => line.TrimStart().StartsWith(start, StringComparison.Ordinal));
            }
        }
        return -1;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
