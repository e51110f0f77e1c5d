using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>
/// Tests of code that was compiled with what its sends had met. Target is the class whose methods change: it gets those
/// of Twin, a class of the same shape.
/// </summary>
public abstract class CompiledTest(string engine, string kind) : EngineTest(engine, kind)
{
    // More than the misses after which code is made anew for the classes that it met.
    private const int WarmCalls = 12;

    private protected Held Target { get; private set; } = null!;

    [SetUp]
    public void DefineTarget()
    {
        _ = Machine.Image.NewClass("Target", "Object", ObjectFormat.Fixed, 4);
        _ = Machine.Image.NewClass("Twin", "Object", ObjectFormat.Fixed, 4);
        Target = Machine.Hold(Machine.New("Target"));
        Machine.DefinePrimitive("Object class", "instVarAt:put:", 74);
        Machine.DefinePrimitive("Symbol", "flushSelector", 119);
        Machine.DefinePrimitive("CompiledMethod", "flushMethod", 116);
        Machine.DefinePrimitive("Object", "flushAll", 89);
    }

    /// <summary>Sends until the method is compiled for what it meets.</summary>
    private protected void Warm(Oop method, Oop expected, Oop receiver, string selector, params Oop[] arguments)
    {
        Held kept = Machine.Hold(method);
        Held right = Machine.Hold(expected);
        Held[] held = [.. arguments.Select(Machine.Hold)];
        Held to = Machine.Hold(receiver);
        for (int i = 0; i < WarmCalls; i++)
        {
            AreSame(Machine.Send(to, selector, [.. held.Select(h => h.Oop)]), right, $"call {i}");
        }
        AssertCompiled(kept);
    }

    private protected void AssertCompiled(Oop method)
    {
        if (Machine.Jit is { } jit)
        {
            Assert.That(jit.CodeOf(method, false), Is.Not.Zero, "compiled");
        }
    }

    /// <summary>
    /// Writes code that gives a class the methods of another, and tells the machine as an image would.
    /// </summary>
    private protected MethodBuilder Swap(MethodBuilder m, string className, string otherName, Func<MethodBuilder, MethodBuilder> flush)
    {
        Oop dictionary = Memory.Fetch(Layouts.Class.MethodDictionary, Machine.Image.Class(otherName));
        return flush(m.PushLiteral(Machine.Image.Class(className)).PushInteger(2).PushLiteral(dictionary).Send("instVarAt:put:", 2).Pop());
    }

    /// <summary>Writes what says that a selector, or a method, or all that is known may have changed.</summary>
    private protected MethodBuilder Flush(MethodBuilder m, int primitive, string selector, Oop method) => primitive switch
    {
        119 => m.PushLiteral(Machine.Image.Symbol(selector)).Send("flushSelector", 0).Pop(),
        116 => m.PushLiteral(method).Send("flushMethod", 0).Pop(),
        _ => m.PushReceiver().Send("flushAll", 0).Pop(),
    };

    /// <summary>Writes i := 1. [i &lt;= count] whileTrue: [body. i := i + 1], with i in a temp.</summary>
    private protected static MethodBuilder Loop(MethodBuilder m, int temp, int count, Func<MethodBuilder, MethodBuilder> body) => body(m
            .PushInteger(1).StorePopTemp(temp)
            .Label($"loop{temp}").PushTemp(temp).PushLiteral(Int(count)).SendSpecial("<=").JumpFalse($"end{temp}"))
        .PushTemp(temp).PushInteger(1).SendSpecial("+").StorePopTemp(temp).Jump($"loop{temp}").Label($"end{temp}");

    private protected static MethodBuilder AddTo(MethodBuilder m, int temp) =>
        m.PushTemp(temp).SendSpecial("+").StorePopTemp(temp);
}
