using System.Reflection;
using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;
using JitTalk.Core.Scheduling;

namespace JitTalk.Core.Execution;

/// <summary>One running image: its memory, its interpreter, its primitives, and the host it lives on.</summary>
internal sealed class VirtualMachine : IDisposable
{
    private readonly Dictionary<Type, object> _modules = [];

    public VirtualMachine(ObjectMemory memory, VmOptions options, IHost host, params IEnumerable<Assembly> primitives)
    {
        Memory = memory;
        Options = options;
        Host = host;
        Trace = new VmTrace(Console.Error, options.TracePrimitives);
        if (options.TraceCollections)
        {
            memory.Collected = Trace.Collected;
        }
        Clock = new Clock(host);
        ImagePath = options.ImagePath;
        Primitives = new PrimitiveTable(memory.Dialect, primitives);
        Scheduler = new Scheduler(this);
        Wakeups = new Wakeups(this);
        Interpreter = new Interpreter(this);
        memory.Mourners.QueuesWeakObjects = () => Settings.QueuesWeakObjects;
    }

    public ObjectMemory Memory { get; }
    public VmOptions Options { get; }
    public IHost Host { get; }

    /// <summary>What the image's sounds are played by. The machine disposes it.</summary>
    public ISound Sound { get; set; } = new NullSound();

    public PrimitiveTable Primitives { get; }
    public VmTrace Trace { get; }
    public Scheduler Scheduler { get; }
    public Wakeups Wakeups { get; }
    public Interpreter Interpreter { get; }
    public Clock Clock { get; }

    /// <summary>What the image's header says about how it is to run.</summary>
    public ImageSettings Settings { get; set; } = new();

    /// <summary>The file that the image is saved to: it may rename itself.</summary>
    public string ImagePath { get; set; }

    /// <summary>When fewer bytes are left, the low-space semaphore is signalled; 0 for never.</summary>
    public long LowSpaceThreshold { get; set; }

    /// <summary>The index of the semaphore that the host's events signal; 0 for none.</summary>
    public int InputSemaphoreIndex { get; set; }

    /// <summary>The key that signals the interrupt semaphore: modifiers above 8 bits of code. Command and period at first.</summary>
    public int InterruptKey { get; set; } = (8 << 8) + '.';

    /// <summary>What the operating system said, when <see cref="Failure"/> is <see cref="PrimitiveError.OperatingSystem"/>.</summary>
    public long OperatingSystemError { get; private set; }

    /// <summary>Why the last primitive failed.</summary>
    public PrimitiveError Failure { get; set; }

    /// <summary>What the process is to exit with when the image quits.</summary>
    public int ExitCode { get; set; }

    /// <summary>Tells this run of the image from others: file handles and external primitives carry it.</summary>
    public int SessionId { get; } = Random.Shared.Next(1, 1 << 29);

    /// <summary>Fails the running primitive.</summary>
    /// <returns>What the primitive is to answer.</returns>
    public Oop Fail(PrimitiveError error = PrimitiveError.Generic)
    {
        Failure = error;
        return Oop.None;
    }

    /// <summary>What a primitive answers when it has arranged itself where execution goes on.</summary>
    public Oop Rerouted()
    {
        Failure = PrimitiveError.None;
        return Oop.None;
    }

    /// <summary>Fails the running primitive with an error number (VMMaker <c>primitiveFailForOSError:</c>).</summary>
    public Oop FailForOperatingSystem(long error)
    {
        OperatingSystemError = error;
        return Fail(PrimitiveError.OperatingSystem);
    }

    /// <summary>A plugin's state in this machine, made on first use: primitives are static, machines are many.</summary>
    public T State<T>() where T : class, new()
    {
        if (!_modules.TryGetValue(typeof(T), out object? state))
        {
            _modules[typeof(T)] = state = new T();
        }
        return (T)state;
    }

    public void Dispose()
    {
        Sound.Dispose();
        Wakeups.Dispose();
        foreach (IDisposable module in _modules.Values.OfType<IDisposable>())
        {
            module.Dispose();
        }
        Interpreter.Dispose();
        Memory.Dispose();
    }
}
