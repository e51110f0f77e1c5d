using System.Diagnostics;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// Evaluates an expression in a running image, with the image's own compiler, in a process of its own. The expression
/// begins once the image has started up: when it first gives the processor back, or after a short while.
/// </summary>
/// <remarks>
/// The process runs a method made here, <c>(Compiler evaluate: code) printString</c>. Where the image would open a
/// debugger on that process, the evaluation ends with the error.
/// </remarks>
internal sealed class Evaluator
{
    private static readonly TimeSpan LongestStartUp = TimeSpan.FromSeconds(1);

    private readonly VirtualMachine _vm;
    private readonly ObjectMemory _memory;
    private readonly ImageBrowser _browser;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private string _code = string.Empty;

    public Evaluator(VirtualMachine vm)
    {
        _vm = vm;
        _memory = vm.Memory;
        _browser = new ImageBrowser(_memory);
    }

    /// <summary>How it ended; null while it has not, and when the image quit before.</summary>
    public Evaluation? Result { get; private set; }

    /// <summary>Prepares the evaluation of <paramref name="code"/>; it happens while the machine runs, and halts it.</summary>
    /// <exception cref="FatalVmException">The image has no compiler.</exception>
    public void Start(string code)
    {
        _code = code;
        if (_browser.FindClass("Compiler").IsNone || _browser.FindSymbol("evaluate:").IsNone)
        {
            throw new FatalVmException("the image has no compiler to evaluate with");
        }
        new DebuggerWatch(_vm).Start(EndWithError);
        _vm.Interpreter.SpaceIsLow += EndForLackOfSpace;
        _vm.Interpreter.Polled += BeginWhenReady;
    }

    private void BeginWhenReady()
    {
        if (!_vm.Wakeups.HasSlept && Stopwatch.GetElapsedTime(_begun) < LongestStartUp)
        {
            return;
        }
        _vm.Interpreter.Polled -= BeginWhenReady;
        Oop context = NewContext(NewMethod());
        Oop process = NewProcess(context);
        _vm.Interpreter.Watch(process, context, result => Result = new Evaluation(true, ImageText.Read(_memory, result), []));
        _vm.Scheduler.RunNext(process);
    }

    private bool EndWithError(DebuggerRequest request)
    {
        if (request.Process != _vm.Interpreter.WatchedProcess)
        {
            return false;
        }
        Result = new Evaluation(false, request.Message, request.Stack);
        _vm.Interpreter.Halt();
        return true;
    }

    /// <summary>An image's own notifier may well suspend the wrong process, and the evaluation take the last byte.</summary>
    private void EndForLackOfSpace() =>
        _ = EndWithError(new DebuggerRequest(_vm.Scheduler.ActiveProcess, "Space is low", [.. new StackPrinter(_vm).Lines()]));

    private Oop NewProcess(Oop context)
    {
        Oop process = _memory.Instantiate(_memory.Special(SpecialObject.ClassProcess));
        _memory.StoreUnchecked(Layouts.Process.SuspendedContext, process, context);
        _memory.StoreUnchecked(Layouts.Process.Priority, process, Oop.FromInteger(_vm.Scheduler.UserPriority));
        return process;
    }

    private Oop NewContext(Oop method)
    {
        Oop context = _memory.Allocate(_memory.Known.Context, ObjectFormat.FixedAndIndexable, Layouts.Context.SmallSlots);
        long pc = CompiledCode.ToImagePc(CompiledCode.FirstBytecode(method, _memory.Dialect), method, _memory.Dialect);
        _memory.StoreUnchecked(Layouts.Context.Pc, context, Oop.FromInteger(pc));
        _memory.StoreUnchecked(Layouts.Context.StackPointer, context, Oop.FromInteger(0));
        _memory.StoreUnchecked(Layouts.Context.Method, context, method);
        return context;
    }

    /// <summary>A method in V3 bytecodes, which every machine of ours runs whatever the image's set.</summary>
    private Oop NewMethod()
    {
        byte[] source = ImageText.Write(_memory, _code);
        ReadOnlySpan<byte> bytecodes = [0x20, 0x21, 0xE2, 0xD3, 0x7C];
        Oop association = _memory.Allocate(_memory.Known.Array, ObjectFormat.Indexable, 2);
        _memory.StoreUnchecked(Layouts.Association.Key, association, _memory.Nil);
        _memory.StoreUnchecked(Layouts.Association.Value, association, _memory.ClassOf(_memory.Nil));
        ReadOnlySpan<Oop> literals =
        [
            _browser.FindClass("Compiler"),
            _memory.NewBytes(_memory.Known.String, source),
            _browser.FindSymbol("evaluate:"),
            _browser.FindSymbol("printString"),
            association,
        ];
        return NewMethod(literals, bytecodes);
    }

    private unsafe Oop NewMethod(ReadOnlySpan<Oop> literals, ReadOnlySpan<byte> bytecodes)
    {
        long bytes = (8 * (1 + literals.Length)) + bytecodes.Length;
        Oop method = _memory.Allocate(_memory.Known.CompiledMethod, ObjectFormat.CompiledMethod.ForByteLength(bytes), (bytes + 7) >> 3);
        long header = _memory.Dialect.IsSpur ? literals.Length : literals.Length << 9;
        _memory.StoreUnchecked(0, method, Oop.FromInteger(header));
        for (int i = 0; i < literals.Length; i++)
        {
            _memory.StoreUnchecked(1 + i, method, literals[i]);
        }
        bytecodes.CopyTo(new Span<byte>(ObjectMemory.Bytes(method) + bytes - bytecodes.Length, bytecodes.Length));
        return method;
    }
}
