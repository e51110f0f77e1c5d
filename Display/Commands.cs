using System.Diagnostics;
using System.Globalization;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Image.Checks;
using JitTalk.Core.Memory;
using JitTalk.Core.Profiling;
using JitTalk.Display.Screen;
using JitTalk.Display.Terminal;
using JitTalk.Jit;

namespace JitTalk.Display;

/// <summary>Carries out what the command line asks for.</summary>
internal sealed class Commands(TextWriter output, TextWriter error) : ICommands
{
    private const string MethodSeparator = ">>";

    public int Run(VmOptions options, JitOptions? jit, string? code, WindowOptions window) =>
        VmThread.Run(() => RunImage(options with { ImagePath = ImageFile.Find(options.ImagePath) }, jit, code, window));

    public int Build(BuildOrder order)
    {
        Stopwatch watch = Stopwatch.StartNew();
        _ = VmThread.Run(() =>
        {
            new ImageBuild(order, error).Run();
            return ExitCodes.Success;
        });
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"built {order.Output}, {new FileInfo(order.Output).Length / 1e6:F1} MB, in {watch.Elapsed.TotalSeconds:F1} s"));
        return ExitCodes.Success;
    }

    public int Verify(string image)
    {
        string path = ImageFile.Find(image);
        using LoadedImage loaded = ImageReader.Load(path);
        try
        {
            loaded.Memory.Verifier.Verify();
        }
        catch (HeapCorruptException e)
        {
            throw new ImageFormatException(e.Message);
        }
        bool isOfToday = !loaded.Header.IsBigEndian && loaded.Header.Offset == 0;
        if (isOfToday)
        {
            ImageFileCheck.Verify(File.ReadAllBytes(path));
        }
        output.WriteLine(isOfToday
            ? "the objects are in order, and the file is as other machines expect it"
            : "the objects are in order; the file is of an old kind, whose form is not looked at");
        return ExitCodes.Success;
    }

    public int Info(string image, int classCount)
    {
        string path = ImageFile.Find(image);
        Stopwatch watch = Stopwatch.StartNew();
        using LoadedImage loaded = ImageReader.Load(path);
        double seconds = watch.Elapsed.TotalSeconds;
        double megabytes = new FileInfo(path).Length / 1e6;
        output.Write(new ImageSummary(loaded).Render(classCount));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"loaded {megabytes:F1} MB in {seconds:F3} s, {megabytes / seconds:F0} MB/s"));
        return ExitCodes.Success;
    }

    public int Disassemble(string image, string method)
    {
        string[] parts = method.Split(MethodSeparator, 2, StringSplitOptions.TrimEntries);
        if (parts is not [{ Length: > 0 } className, { Length: > 0 } selector])
        {
            throw new UsageException($"{method} is no method: write Class>>selector or Class class>>selector");
        }
        selector = selector.TrimStart('#');
        using LoadedImage loaded = ImageReader.Load(ImageFile.Find(image));
        ImageBrowser browser = new(loaded.Memory);
        Oop behavior = browser.FindClass(className);
        if (behavior.IsNone)
        {
            throw new UsageException($"the image has no class {className}");
        }
        Oop code = browser.FindMethod(behavior, selector);
        if (code.IsNone)
        {
            throw new UsageException($"{className} has no method {selector} of its own");
        }
        output.Write(new Disassembler(loaded.Memory).Disassemble(code, className + MethodSeparator + selector));
        return ExitCodes.Success;
    }

    private int RunImage(VmOptions options, JitOptions? jit, string? code, WindowOptions window)
    {
        ScreenHost? screen = window.NeedsScreen ? new ScreenHost() : null;
        using ProfileFile? profile = ProfiledRun.Open(options.Profile);
        ImageSession session;
        try
        {
            session = new ImageSession(options, jit, (IHost?)screen ?? new NullHost());
        }
        catch (Exception e) when (e is not ImageFormatException)
        {
            return Died(null, options.ImagePath, e);
        }
        using (session)
        {
            using Stage? stage = screen is null ? null : new Stage(session.Vm, screen, window);
            int exitCode = Run(session, code, profile, window.IsHeadless);
            stage?.TakeScreenshot();
            return exitCode;
        }
    }

    private int Run(ImageSession session, string? code, ProfileFile? profile, bool isHeadless)
    {
        VirtualMachine vm = session.Vm;
        Evaluator? evaluator = code is null ? null : Prepare(vm, code);
        if (evaluator is null && isHeadless && !TellsErrors(vm))
        {
            new DebuggerWatch(vm).Start(PrintUnseen);
        }
        using StackSignal signal = new(vm, error);
        using InterruptSignal? interrupt = vm.Options.StandardStreams.LineReader is LineReader reader ? new InterruptSignal(vm, reader) : null;
        using ProfiledRun? profiled = profile is null ? null : new ProfiledRun(vm, profile, vm.Options.Profile!, error);
        try
        {
            session.Run();
        }
        // The Smalltalk stack says more to the user than ours, whether the image or the machine is to blame.
        catch (Exception e)
        {
            return Died(vm, vm.ImagePath, e);
        }
        return evaluator?.Result is { } result ? Print(result) : vm.ExitCode;
    }

    private static Evaluator Prepare(VirtualMachine vm, string code)
    {
        Evaluator evaluator = new(vm);
        try
        {
            evaluator.Start(code);
        }
        catch (FatalVmException e)
        {
            throw new UsageException(e.Message);
        }
        return evaluator;
    }

    private int Print(Evaluation result)
    {
        if (result.Succeeded)
        {
            output.WriteLine(result.Text);
            return ExitCodes.Success;
        }
        error.WriteLine(result.Text);
        PrintStack(result.Stack);
        return ExitCodes.EvaluationFailed;
    }

    /// <summary>Whether the image, as the built-in one does, writes on the standard error output what it could open debuggers on.</summary>
    private static bool TellsErrors(VirtualMachine vm)
    {
        ImageBrowser browser = new(vm.Memory);
        Oop debugger = browser.FindClass("Debugger class");
        return !debugger.IsNone && !browser.FindMethod(debugger, "tell:stackOf:").IsNone;
    }

    /// <summary>A debugger that opens without a screen would be an error that nobody sees.</summary>
    private bool PrintUnseen(DebuggerRequest request)
    {
        error.WriteLine($"the image opens a debugger: {request.Message}");
        PrintStack(request.Stack);
        return false;
    }

    private int Died(VirtualMachine? vm, string imagePath, Exception exception)
    {
        new CrashReport(vm, imagePath, exception).Write(error, CrashReport.FoldersFor(imagePath));
        return ExitCodes.Fatal;
    }

    private void PrintStack(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            error.WriteLine($"    {line}");
        }
    }
}
