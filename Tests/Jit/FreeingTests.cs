using System.Runtime.CompilerServices;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>Code of methods that are gone is freed, with all that belongs to it.</summary>
public sealed class FreeingTests
{
    private static readonly CodeKind Kind = CodeKind.Named("Spur64Sista");

    [Test]
    public void Throw_away_methods_leave_memory_flat()
    {
        const int rounds = 12;
        const int methods = 200;
        List<WeakReference> bodies = [];
        using Machine machine = new(Engine.Named("JitAtFirstCall"), Kind);
        machine.DefineBlocks();
        List<(int Units, long LowBytes, int Bodies)> seen = [];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < methods; i++)
            {
                Evaluate(machine, (round * methods) + i);
            }
            Watch(machine, bodies);
            // The last method is in the class.
            _ = machine.Define("Subject", "evaluate", m => m.ReturnReceiver());
            _ = machine.Vm.Interpreter.FlushFrames();
            machine.Memory.FullCollector.Collect();
            Collect();
            _ = bodies.RemoveAll(body => !body.IsAlive);
            CodeStore store = machine.Jit!.Store;
            seen.Add((store.AllUnits.Count(), store.LowBytes, bodies.Count));
        }
        Assert.That(machine.Jit!.Statistics.Compiles, Is.GreaterThan(rounds * methods));
        Assert.That(machine.Jit.Statistics.Failures, Is.Empty);
        string all = string.Join(' ', seen);
        Assert.That(seen[^1].Units, Is.LessThanOrEqualTo(seen[1].Units + 2), all);
        Assert.That(seen[^1].LowBytes, Is.LessThanOrEqualTo(seen[1].LowBytes + 1024), all);
        // The collector of .NET may find one or another late.
        Assert.That(seen[^1].Bodies, Is.LessThanOrEqualTo(20), all);
    }

    [Test]
    public unsafe void A_selector_that_moves_does_not_lead_to_the_cell_of_another()
    {
        using Machine machine = new(Engine.Named("Interpreter"), Kind);
        using CodeStore store = new(machine.Vm);
        machine.Memory.Scavenger.Scavenge();
        Oop first = NewSelector(machine);
        CallCell* cell = store.Cells.Of(first, 100, 0);
        machine.Memory.Scavenger.Scavenge();
        Assert.That(cell->Selector, Is.Not.EqualTo(first), "it has moved");
        Assert.That((nint)store.Cells.Of(cell->Selector, 100, 0), Is.EqualTo((nint)cell), "it is found under its new address");
        Oop second = NewSelector(machine);
        Assert.That(second, Is.EqualTo(first), "another is in its place");
        Assert.That(store.Cells.Of(second, 100, 0)->Selector, Is.EqualTo(second));
    }

    [Test]
    public unsafe void A_method_that_dies_young_takes_its_code_along()
    {
        using Machine machine = new(Engine.Named("Interpreter"), Kind);
        using CodeStore store = new(machine.Vm);
        Held kept = machine.Hold(NewYoungMethod(machine));
        Oop dead = NewYoungMethod(machine);
        long before = store.LowBytes;
        foreach (Oop method in new[] { kept.Oop, dead })
        {
            _ = store.NewUnit(store.Of(method, new UnitEntry(UnitKind.Loop, 0)), "method", 0, 0, 0, readsContexts: false);
            CodeUnit unit = store.AllUnits.Last();
            unit.Place.Unit = unit;
        }
        long both = store.LowBytes;
        machine.Memory.Scavenger.Scavenge();
        Assert.That(store.AllUnits.Count(), Is.EqualTo(1));
        Assert.That(store.LowBytes, Is.EqualTo((before + both) / 2));
        Assert.That(store.AllUnits.Single().Constants[0], Is.EqualTo(kept.Oop), "the other one has moved along");
        Assert.That(store.Find(kept, new UnitEntry(UnitKind.Loop, 0)), Is.Not.Null);
    }

    [Test]
    public void A_method_that_dies_while_it_is_compiled_is_not_asked_for_again()
    {
        using Machine machine = new(Engine.Named("Interpreter"), Kind);
        using CodeStore store = new(machine.Vm);
        CodeUnit unit = store.NewUnit(
            store.Of(NewYoungMethod(machine), new UnitEntry(UnitKind.Loop, 0)), "method", 0, 0, 0, readsContexts: false);
        unit.IsPending = true;
        machine.Memory.Scavenger.Scavenge();
        Assert.That(unit.IsDropped);
        Assert.That(store.AllUnits, Does.Contain(unit), "the other thread has it");
        Assert.That(unit.Place.Method, Is.EqualTo(machine.Memory.Nil));
        machine.Memory.FullCollector.Collect();
        store.Abandon(unit.Place);
        Assert.That(store.AllUnits, Is.Empty);
    }

    private static unsafe Oop NewYoungMethod(Machine machine)
    {
        Oop method = machine.Builder().PushTrue().ReturnTop().Build();
        long slots = ObjectMemory.SlotCount(method);
        Oop young = machine.Memory.AllocateRaw(ObjectMemory.ClassIndexOf(method), ObjectMemory.FormatOf(method), slots);
        new Span<Oop>(ObjectMemory.Slots(method), (int)slots).CopyTo(new Span<Oop>(ObjectMemory.Slots(young), (int)slots));
        return young;
    }

    private static Oop NewSelector(Machine machine) =>
        machine.Memory.NewBytes(machine.Memory.EnsureClassIndex(machine.Image.Class("Symbol")), "fresh"u8);

    /// <summary>A loop, a block and a send of a selector of its own, in a method that nothing refers to afterwards.</summary>
    private static void Evaluate(Machine machine, int number)
    {
        Oop answer = machine.Evaluate(m => m.Temps(2)
            .PushInteger(0).StorePopTemp(0)
            .Label("loop").PushTemp(0).PushInteger(3).SendSpecial("<").JumpFalse("end")
            .PushClosure(0, 0, b => b.PushLiteral(Oop.FromInteger(number)).BlockReturnTop()).Send("value", 0).StorePopTemp(1)
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0).Jump("loop")
            .Label("end").PushTemp(1).ReturnTop());
        Assert.That(answer, Is.EqualTo(Oop.FromInteger(number)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Watch(Machine machine, List<WeakReference> bodies) =>
        bodies.AddRange(machine.Jit!.Store.AllUnits.Where(unit => unit.Body is not null).Select(unit => new WeakReference(unit.Body)));

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
