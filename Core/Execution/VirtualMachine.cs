using System.Reflection;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

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
        Primitives = new PrimitiveTable(memory.Dialect, primitives);
    }

    public ObjectMemory Memory { get; }
    public VmOptions Options { get; }
    public IHost Host { get; }
    public PrimitiveTable Primitives { get; }

    /// <summary>Why the last primitive failed.</summary>
    public PrimitiveError Failure { get; set; }

    /// <summary>Tells this run of the image from others: file handles and external primitives carry it.</summary>
    public int SessionId { get; } = Random.Shared.Next(1, 1 << 29);

    /// <summary>Fails the running primitive.</summary>
    /// <returns>What the primitive is to answer.</returns>
    public Oop Fail(PrimitiveError error = PrimitiveError.Generic)
    {
        Failure = error;
        return Oop.None;
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
        foreach (IDisposable module in _modules.Values.OfType<IDisposable>())
        {
            module.Dispose();
        }
        Memory.Dispose();
    }
}
