using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Primitives;

namespace JitTalk.Tests.Support;

/// <summary>Calls primitives on a <see cref="MiniImage"/> as the interpreter would, and checks the stack afterwards.</summary>
internal sealed unsafe class PrimitiveTester : IRoots, IDisposable
{
    private readonly MiniImage _image;
    private readonly List<Held> _held = [];

    public PrimitiveTester(ImageDialect? dialect = null, VmOptions? options = null, IHost? host = null)
    {
        _image = new MiniImage(dialect ?? MiniImage.Spur64);
        Vm = new VirtualMachine(_image.Memory, options ?? new VmOptions(), host ?? new NullHost(), StandardPrimitives.Assembly);
        Memory.Roots.Add(this);
    }

    public VirtualMachine Vm { get; }
    public ObjectMemory Memory => Vm.Memory;
    public MiniImage Image => _image;

    /// <summary>Calls a primitive that must succeed.</summary>
    /// <param name="number">The primitive.</param>
    /// <param name="operands">The receiver, then the arguments.</param>
    public Oop Call(int number, params Oop[] operands) => Succeed($"primitive {number}", Entry(number), operands);

    public Oop Call(string module, string name, params Oop[] operands) =>
        Succeed($"{module} {name}", Entry(module, name), operands);

    /// <summary>Calls a primitive that must fail, and answers why.</summary>
    public PrimitiveError Fails(int number, params Oop[] operands) => Failing($"primitive {number}", Entry(number), operands);

    public PrimitiveError Fails(string module, string name, params Oop[] operands) =>
        Failing($"{module} {name}", Entry(module, name), operands);

    /// <summary>Calls a primitive that may fail; then <see cref="Oop.None"/>.</summary>
    public Oop Attempt(string module, string name, params Oop[] operands) => Run($"{module} {name}", Entry(module, name), operands);

    public static Oop Int(long value) => Oop.FromInteger(value);
    public Oop Float(double value) => Memory.Float(value);
    public Oop Text(string text) => Memory.NewString(text);

    /// <summary>What a slot refers to, as the image sees it.</summary>
    public Oop Seen(int slot, Oop oop) => ObjectMemory.Followed(Memory.Fetch(slot, oop));

    /// <summary>Keeps an object alive, and follows it where it moves.</summary>
    public Held Hold(Oop oop)
    {
        Held held = new(oop);
        _held.Add(held);
        return held;
    }

    public void VisitRoots(RootVisitor visitor)
    {
        foreach (Held held in _held)
        {
            visitor(ref held.Oop);
        }
    }

    public void ObjectsMoved(bool oldOnesToo) { }

    public void Dispose() => Vm.Dispose();

    private PrimitiveEntry Entry(int number) =>
        Vm.Primitives.Find(number) ?? throw new AssertionException($"there is no primitive {number}");

    private PrimitiveEntry Entry(string module, string name) =>
        Vm.Primitives.Find(module, name) ?? throw new AssertionException($"there is no {module} {name}");

    private Oop Succeed(string what, PrimitiveEntry entry, Oop[] operands)
    {
        Oop result = Run(what, entry, operands);
        Assert.That(result.IsNone, Is.False, $"{what} failed: {Vm.Failure}");
        return result;
    }

    private PrimitiveError Failing(string what, PrimitiveEntry entry, Oop[] operands)
    {
        Oop result = Run(what, entry, operands);
        Assert.That(result.IsNone, Is.True, $"{what} was to fail, but answered {result}");
        Assert.That(Vm.Failure, Is.Not.EqualTo(PrimitiveError.None), $"{what} failed without a reason");
        return Vm.Failure;
    }

    private Oop Run(string what, PrimitiveEntry entry, Oop[] operands)
    {
        Vm.Failure = PrimitiveError.None;
        Oop[] stack = [.. operands];
        fixed (Oop* base_ = stack)
        {
            Oop result = entry.Function.Call(Vm, base_, operands.Length - 1);
            Assert.That(stack, Is.EqualTo(operands), $"{what} touched the stack");
            return result;
        }
    }
}
