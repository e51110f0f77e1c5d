using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Jit;
using JitTalk.Perf.Machines;
using JitTalk.Primitives;
using VirtualMachine = JitTalk.Core.Execution.VirtualMachine;

namespace JitTalk.Perf.Micro;

/// <summary>
/// An image in this process that runs operations on command: those of <c>samples/benchmarks/operations.st</c>. Between
/// two commands it stands in a send that this class answers, so that a command costs a handover between threads.
/// </summary>
internal sealed class MicroImage : IDisposable
{
    // As much as jittalk gives its machine: code nests on the stack.
    private const int StackBytes = 256 << 20;

    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(1);

    private readonly ImageCopy _copy;
    private readonly LoadedImage _image;
    private readonly VirtualMachine _vm;
    private readonly JitCompiler _jit;
    private readonly Thread _thread;
    private readonly SemaphoreSlim _commanded = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private (Operation Operation, int Count) _command;
    private string? _failure;

    /// <exception cref="ImageFormatException">The file is no image that can run.</exception>
    /// <exception cref="MeasurementException">The image cannot run the operations.</exception>
    public MicroImage(FileInfo image)
    {
        _image = ImageReader.Load(image.FullName);
        _copy = new ImageCopy(image);
        VmOptions options = new()
        {
            ImagePath = _copy.Image,
            StandardStreams = new StandardStreams { Input = Stream.Null, Output = Stream.Null, Error = Stream.Null },
        };
        _vm = new VirtualMachine(_image.Memory, options, new NullHost(), StandardPrimitives.Assembly)
        {
            Settings = new ImageSettings(_image.Header),
        };
        _jit = new JitCompiler(_vm, new JitOptions());
        _thread = new Thread(RunMachine, StackBytes) { IsBackground = true, Name = "Smalltalk" };
        _thread.Start();
        try
        {
            Await();
        }
        catch (MeasurementException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs an operation so many times.</summary>
    /// <exception cref="MeasurementException">It failed.</exception>
    public void Run(Operation operation, int count)
    {
        _command = (operation, count);
        _ = _commanded.Release();
        Await();
    }

    public void Dispose()
    {
        _command = default;
        _ = _commanded.Release();
        _vm.Interpreter.Halt();
        _thread.Join();
        _jit.Dispose();
        _vm.Dispose();
        _copy.Dispose();
        _commanded.Dispose();
        _done.Dispose();
    }

    private void Await()
    {
        if (!_done.Wait(LongestCommand))
        {
            throw new MeasurementException($"{_command.Operation} does not end");
        }
        if (_failure is not null)
        {
            throw new MeasurementException(_command.Operation == Operation.None ? _failure : $"{_command.Operation}: {_failure}");
        }
    }

    private void RunMachine()
    {
        try
        {
            _vm.Scheduler.StartActiveProcess();
            _vm.Wakeups.StartHeartbeat();
            string source = Path.Combine(AppContext.BaseDirectory, "benchmarks", "operations.st");
            Evaluate($"""
                Utilities classPool at: #AuthorInitials put: 'jt'; at: #AuthorName put: 'JitTalk'.
                SystemChangeNotifier uniqueInstance doSilently: [
                    '{source.Replace("'", "''", StringComparison.Ordinal)}' asFileEntry readStreamDo: [:stream | stream fileIn]]
                """);
            ImageBrowser browser = new(_vm.Memory);
            Oop next = browser.FindMethod(browser.FindClass("MicroOperations"), "nextCommand:");
            if (next.IsNone)
            {
                throw new MeasurementException("the operations could not be loaded");
            }
            _vm.Interpreter.Intercept(next, Command);
            Evaluate("(Smalltalk at: #MicroOperations) new serve");
        }
        // Whatever it is, it is told where the command was given.
        catch (Exception e)
        {
            _failure = e.Message;
            _ = _done.Release();
        }
    }

    /// <summary>The image wants something to do: what it did before is done.</summary>
    private bool Command(ReadOnlySpan<Oop> arguments)
    {
        _ = _done.Release();
        _commanded.Wait();
        _vm.Memory.StoreUnchecked(0, arguments[1], Oop.FromInteger((int)_command.Operation));
        _vm.Memory.StoreUnchecked(1, arguments[1], Oop.FromInteger(_command.Count));
        return false;
    }

    private void Evaluate(string code)
    {
        Evaluator evaluator = new(_vm);
        evaluator.Start(code);
        _vm.Interpreter.Run();
        if (evaluator.Result is not { Succeeded: true })
        {
            throw new MeasurementException(evaluator.Result?.Text ?? "the image has quit");
        }
        _vm.Scheduler.SuspendActive();
    }
}
