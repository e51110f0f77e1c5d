using System.Runtime.InteropServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// Runs bytecodes on the Smalltalk stack. This part holds the registers and the stack; the others are the loop, sends,
/// returns, blocks and contexts.
/// </summary>
internal sealed unsafe partial class Interpreter : IRoots, IDisposable
{
    // What the frames above the limit may need before the next check: a large frame, its arguments, and a send's.
    private const int StackSlackSlots = 512;

    private readonly VirtualMachine _vm;
    private readonly ObjectMemory _memory;
    private readonly Image.ImageDialect _dialect;
    private readonly MethodCache _methods;
    private readonly Oop* _stackStart;
    private readonly Oop* _stackEnd;
    private readonly ushort* _v3Decode;
    private readonly ushort* _sistaDecode;
    private readonly uint _arrayShape;
    private readonly long _minInteger;
    private readonly ulong _integerRange;

    // The registers while the loop is not in a method of its own: top of stack, frame, next bytecode.
    private Oop* _sp;
    private Oop* _fp;
    private byte* _ip;

    // Objects have moved under a primitive: what the loop keeps in locals is stale.
    private bool _objectsMoved;

    // The context to return to from the lowest frame.
    private Oop _bottomSender;

    public Interpreter(VirtualMachine vm)
    {
        _vm = vm;
        _memory = vm.Memory;
        _dialect = _memory.Dialect;
        _handle = GCHandle.Alloc(this);
        _blocks = new CodePoints(_memory.OldStart);
        _loops = new CodePoints(_memory.OldStart);
        _heapLoops = new CodePoints(_memory.OldStart);
        _blockContexts = new CodePoints(_memory.OldStart);
        _methods = new MethodCache(vm.Options.MethodCacheEntries);
        _trusted = new TrustedCode(_memory);
        _memory.CodeChanged += CodeChanged;
        _v3Decode = (_dialect.HasClosures ? BytecodeSet.V3PlusClosures : BytecodeSet.V3).Decode;
        _sistaDecode = _dialect.IsSpur ? BytecodeSet.SistaV1.Decode : _v3Decode;
        _arrayShape = ObjectHeader.Shape(_memory.Known.Array, ObjectFormat.Indexable);
        _minInteger = _dialect.MinInteger;
        _integerRange = (ulong)(_dialect.MaxInteger - _dialect.MinInteger);
        nuint slots = (nuint)(vm.Options.StackBytes / sizeof(Oop)) + (2 * StackSlackSlots);
        _stackStart = (Oop*)NativeMemory.AlignedAlloc(slots * (nuint)sizeof(Oop), 64);
        _stackEnd = _stackStart + slots - (2 * StackSlackSlots);
        _bottomSender = _memory.Nil;
        UnwindTarget = NoUnwind;
        _memory.Roots.Add(this);
        ResetStackLimit();
    }

    /// <summary>Set by whoever wants the loop to come back to its caller, at the next poll or right after a primitive.</summary>
    public bool IsHalted { get; private set; }

    /// <summary>The frame that runs; none before the first process starts.</summary>
    public Frame CurrentFrame => new(_fp);

    public MethodCache Methods => _methods;

    /// <summary>Runs until something halts the machine.</summary>
    public void Run()
    {
        IsHalted = false;
        _memory.ForcePoll();
        _ = Interpret(null);
    }

    public void Halt()
    {
        IsHalted = true;
        _memory.ForcePoll();
        _vm.Wakeups.Wake();
    }

    /// <summary>
    /// Takes the operands of the running primitive off the stack and pushes its result. For primitives that go on to
    /// change frames or processes, and so answer <see cref="Oop.None"/> to the loop.
    /// </summary>
    public void PopThenPush(int argumentCount, Oop result)
    {
        _sp -= argumentCount;
        *_sp = result;
    }

    public void Push(Oop value) => *++_sp = value;

    public void VisitRoots(RootVisitor visitor)
    {
        visitor(ref _bottomSender);
        VisitWatched(visitor);
        if (!_failedMethod.IsNone)
        {
            visitor(ref _failedMethod);
        }
        if (_fp == null)
        {
            return;
        }
        long pc = _ip - ObjectMemory.Bytes(_fp[Frame.MethodSlot]);
        Oop* top = _sp;
        for (Frame frame = new(_fp); !frame.IsNone; frame = frame.Caller)
        {
            VisitRange(frame.Fp + Frame.ReceiverSlot, top, visitor);
            visitor(ref frame.Fp[Frame.MethodSlot]);
            if (!frame.Context.IsNone)
            {
                visitor(ref frame.Fp[Frame.ContextSlot]);
            }
            top = frame.Fp - 1;
            if (frame.Caller.IsNone)
            {
                VisitRange(_stackStart, top, visitor);
            }
            else
            {
                VisitRange(frame.Base, top, visitor);
                top = frame.CallerSp;
            }
        }
        _ip = ObjectMemory.Bytes(_fp[Frame.MethodSlot]) + pc;
    }

    public void ObjectsMoved(bool oldOnesToo)
    {
        _objectsMoved = true;
        _moves++;
        _trusted.ObjectsMoved(oldOnesToo);
        _blocks.ObjectsMoved(oldOnesToo);
        _loops.ObjectsMoved(oldOnesToo);
        _heapLoops.ObjectsMoved(oldOnesToo);
        _blockContexts.ObjectsMoved(oldOnesToo);
        if (oldOnesToo || _methods.HasYoungEntries)
        {
            _methods.Clear();
        }
        for (Frame frame = new(_fp); !frame.IsNone; frame = frame.Caller)
        {
            if (frame.HasHeapTemps)
            {
                RememberHome(frame);
            }
        }
    }

    public void Dispose()
    {
        _memory.CodeChanged -= CodeChanged;
        _methods.Dispose();
        _trusted.Dispose();
        _blocks.Dispose();
        _loops.Dispose();
        _heapLoops.Dispose();
        _blockContexts.Dispose();
        _sites.Dispose();
        _handle.Free();
        NativeMemory.AlignedFree(_stackStart);
    }

    private void Save(Oop* sp, Oop* fp, byte* ip)
    {
        _sp = sp;
        _fp = fp;
        _ip = ip;
    }

    private static void VisitRange(Oop* from, Oop* to, RootVisitor visitor)
    {
        for (Oop* slot = from; slot <= to; slot++)
        {
            visitor(ref *slot);
        }
    }

    private void ResetStackLimit() =>
        _memory.State->StackLimit = _vm.Options.CollectEvery > 0 ? 0 : (long)_stackEnd;

    /// <summary>Which decode table a method's header asks for: SistaV1 is marked by the sign bit in Spur images.</summary>
    private ushort* DecodeFor(Oop method) =>
        CompiledCode.IsSista(method, _dialect) ? _sistaDecode : _v3Decode;
}
