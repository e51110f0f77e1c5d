using System.Collections;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>
/// Tests that run once in each engine and each kind of a source: <see cref="All"/>, <see cref="Closures"/>…
/// Fixtures get names, for NUnit's fixtures are public and the records are not.
/// </summary>
public abstract class EngineTest(string engine, string kind)
{
    private Machine? _machine;

    public static IEnumerable All => For(_ => true);
    public static IEnumerable Closures => For(kind => kind.HasClosures);
    public static IEnumerable BlockContexts => For(kind => !kind.HasClosures);
    public static IEnumerable Spur => For(kind => kind.Dialect.IsSpur);
    public static IEnumerable Sista => For(kind => kind.IsSista);

    /// <summary>Where code is compiled at once; one kind is interpreted too, to prove the tests themselves.</summary>
    public static IEnumerable Compiled => For(_ => true, IsAboutCode);

    public static IEnumerable CompiledBlockContexts => For(kind => !kind.HasClosures, (engine, _) => engine.Jit is not null || engine.Name == "Interpreter");
    public static IEnumerable CompiledClosures => For(kind => kind.HasClosures, IsAboutCode);
    public static IEnumerable CompiledSpur => For(kind => kind.Dialect.IsSpur, IsAboutCode);

    private protected Engine Engine => Engine.Named(engine);
    private protected CodeKind CodeKind => CodeKind.Named(kind);
    private protected Machine Machine => _machine!;
    private protected ObjectMemory Memory => Machine.Memory;
    private protected Interpreter Interpreter => Machine.Vm.Interpreter;
    private protected Oop Nil => Memory.Nil;

    [SetUp]
    public void MakeMachine() => _machine = NewMachine();

    [TearDown]
    public void DisposeMachine()
    {
        IReadOnlyList<string>? failures = _machine?.Jit?.Statistics.Failures;
        _machine?.Dispose();
        Assert.That(failures, Is.Null.Or.Empty, "what failed in the JIT");
    }

    private protected virtual Machine NewMachine() => new(Engine, CodeKind);

    private protected static Oop Int(long value) => Oop.FromInteger(value);

    private protected Oop Slot(int index) => Memory.Fetch(index, Machine.Receiver);

    private protected long IntegerSlot(int index) => Slot(index).Integer;

    private protected static void AreSame(Oop actual, Oop expected, string? message = null) =>
        Assert.That(actual, Is.EqualTo(expected), message);

    private static bool IsAboutCode(Engine engine, CodeKind kind) => engine.Name switch
    {
        "JitAtFirstCall" => true,
        "JitCollectingAtEverySafepoint" => kind.Name is "V3" or "Spur32" or "Spur64Sista",
        "Interpreter" => kind.Name is "V3" or "Spur64Sista",
        _ => false,
    };

    private static IEnumerable For(Func<CodeKind, bool> isMeant) => For(isMeant, (_, _) => true);

    private static IEnumerable For(Func<CodeKind, bool> isMeant, Func<Engine, CodeKind, bool> runs)
    {
        foreach (Engine engine in Engine.All)
        {
            foreach (CodeKind kind in CodeKind.All.Where(kind => isMeant(kind) && runs(engine, kind)))
            {
                yield return new TestFixtureData(engine.Name, kind.Name);
            }
        }
    }
}
