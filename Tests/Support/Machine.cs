using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Display;
using JitTalk.Jit;
using JitTalk.Primitives;

namespace JitTalk.Tests.Support;

/// <summary>
/// A <see cref="MiniImage"/> with a virtual machine that runs its methods: defines methods, sends messages, answers what
/// they return.
/// </summary>
internal sealed class Machine : IRoots, IDisposable
{
    /// <summary>The named slots of a Subject, the class that most tests put their methods in.</summary>
    public const int SubjectSlots = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly CodeKind _kind;
    private readonly List<Held> _held = [];

    public Machine(Engine engine, CodeKind kind, IHost? host = null)
    {
        _kind = kind;
        Image = new MiniImage(kind.Dialect, engine.Options.Memory);
        Vm = new VirtualMachine(Image.Memory, engine.Options, host ?? new NullHost(), StandardPrimitives.Assembly);
        Jit = engine.Jit is null ? null : new JitCompiler(Vm, engine.Jit);
        Memory.Roots.Add(this);
        _ = Image.NewClass("Super", "Object", ObjectFormat.Fixed, SubjectSlots);
        _ = Image.NewClass("Subject", "Super", ObjectFormat.Fixed, SubjectSlots);
        Receiver = Hold(New("Subject"));
    }

    public MiniImage Image { get; }
    public VirtualMachine Vm { get; }
    public ObjectMemory Memory => Image.Memory;

    /// <summary>Compiles what is hot; null where everything is interpreted.</summary>
    public JitCompiler? Jit { get; }

    /// <summary>An instance of Subject, whose slots are nil at first.</summary>
    public Held Receiver { get; }

    public Held Hold(Oop oop)
    {
        Held held = new(oop);
        _held.Add(held);
        return held;
    }

    public Oop New(string className, long elements = 0)
    {
        Oop oop = Memory.Instantiate(Image.Class(className), elements);
        Assert.That(oop.IsNone, Is.False, $"no instance of {className}");
        return oop;
    }

    /// <summary>An association for a literal variable.</summary>
    public Held Variable(Oop value)
    {
        Held association = Hold(New("Association"));
        Memory.Store(Layouts.Association.Value, association, value);
        return association;
    }

    public MethodBuilder Builder() => new(Image, _kind.Set);

    /// <summary>Installs a method in a class, or in <c>X class</c>; its selector says how many arguments it takes.</summary>
    /// <returns>The method, in old space.</returns>
    public Oop Define(string className, string selector, Action<MethodBuilder> body)
    {
        MethodBuilder builder = Builder().Arguments(ArgumentCount(selector));
        body(builder);
        Oop method = builder.InClass(Behavior(className)).Build();
        Install(className, selector, method);
        return method;
    }

    public void Install(string className, string selector, Oop method)
    {
        Image.Install(Behavior(className), selector, method);
        Vm.Interpreter.ForgetLookups();
    }

    /// <summary>Installs a method that is a primitive, and answers nil when that fails.</summary>
    public void DefinePrimitive(string className, string selector, int number) =>
        Define(className, selector, m => m.Primitive(number).ReturnNil());

    /// <summary>Installs what blocks understand, and what makes them in images without closures.</summary>
    public void DefineBlocks()
    {
        string[] values = ["value", "value:", "value:value:", "value:value:value:", "value:value:value:value:"];
        if (!_kind.HasClosures)
        {
            DefinePrimitive("Context", "blockCopy:", 80);
            DefinePrimitive("BlockContext", "blockCopy:", 80);
            DefinePrimitive("BlockContext", "valueWithArguments:", 82);
        }
        for (int count = 0; count < values.Length; count++)
        {
            if (_kind.HasClosures)
            {
                DefinePrimitive("BlockClosure", values[count], 201 + count);
                DefinePrimitive("FullBlockClosure", values[count], 207);
            }
            else
            {
                DefinePrimitive("BlockContext", values[count], 81);
            }
        }
        if (_kind.HasClosures)
        {
            DefinePrimitive("BlockClosure", "valueWithArguments:", 206);
            DefinePrimitive("FullBlockClosure", "valueWithArguments:", 208);
            DefinePrimitive("BlockClosure", "valueNoContextSwitch", 221);
            DefinePrimitive("FullBlockClosure", "valueNoContextSwitch", 209);
        }
    }

    /// <summary>Runs code as a method of a Subject, with <see cref="Receiver"/> as its receiver.</summary>
    public Oop Evaluate(Action<MethodBuilder> body)
    {
        _ = Define("Subject", "evaluate", body);
        return Send(Receiver, "evaluate");
    }

    /// <summary>Sends a message in a process of its own, and answers what it returns.</summary>
    /// <exception cref="AssertionException">It did not return in time.</exception>
    public Oop Send(Oop receiver, string selector, params Oop[] arguments)
    {
        MethodBuilder builder = Builder().PushLiteral(receiver);
        foreach (Oop argument in arguments)
        {
            _ = builder.PushLiteral(argument);
        }
        return Run(builder.Send(selector, arguments.Length).ReturnTop().Build());
    }

    /// <summary>Makes a process that sends a message to <see cref="Receiver"/> when it is resumed, and then suspends itself.</summary>
    public Held Fork(string selector, int priority)
    {
        Held process = Hold(NewProcess(priority));
        Oop method = Builder()
            .PushLiteral(Receiver).Send(selector, 0).Pop()
            .PushLiteral(process).Send("suspend", 0).ReturnTop()
            .Build();
        Memory.Store(Layouts.Process.SuspendedContext, process, NewContext(method));
        return process;
    }

    public void VisitRoots(RootVisitor visitor)
    {
        foreach (Held held in _held)
        {
            visitor(ref held.Oop);
        }
    }

    public void ObjectsMoved(bool oldOnesToo) { }

    public void Dispose()
    {
        Jit?.Dispose();
        Vm.Dispose();
    }

    private static int ArgumentCount(string selector) =>
        char.IsLetter(selector[0]) ? selector.Count(c => c == ':') : 1;

    private Oop Behavior(string name) => name.EndsWith(" class", StringComparison.Ordinal)
        ? Memory.ClassOf(Image.Class(name[..^" class".Length]))
        : Image.Class(name);

    private Oop Run(Oop method)
    {
        Interpreter interpreter = Vm.Interpreter;
        // Frames of an evaluation before this one may have contexts that a test still looks at.
        _ = interpreter.FlushFrames();
        Oop context = NewContext(method);
        Oop process = Vm.Scheduler.ActiveProcess;
        Memory.Store(Layouts.Process.SuspendedContext, process, context);
        Held? result = null;
        interpreter.Watch(process, context, oop => result = Hold(oop));
        Vm.Scheduler.StartActiveProcess();
        using (Timer limit = new(_ => interpreter.Halt(), null, Limit, Timeout.InfiniteTimeSpan))
        {
            _ = VmThread.Run(() =>
            {
                interpreter.Run();
                return 0;
            });
        }
        return result ?? throw new AssertionException("the method did not return");
    }

    private Oop NewProcess(int priority)
    {
        Oop process = New("Process");
        Memory.StoreUnchecked(Layouts.Process.Priority, process, Oop.FromInteger(priority));
        return process;
    }

    private Oop NewContext(Oop method)
    {
        Oop context = Memory.Allocate(Memory.Known.Context, ObjectFormat.FixedAndIndexable, Layouts.Context.LargeSlots);
        long pc = CompiledCode.ToImagePc(CompiledCode.FirstBytecode(method, Memory.Dialect), method, Memory.Dialect);
        Memory.StoreUnchecked(Layouts.Context.Pc, context, Oop.FromInteger(pc));
        Memory.StoreUnchecked(Layouts.Context.StackPointer, context, Oop.FromInteger(0));
        Memory.StoreUnchecked(Layouts.Context.Method, context, method);
        return context;
    }
}
