using JitTalk.Jit.Emit;

namespace JitTalk.Tests.Jit;

/// <summary>What the writer of IL writes, and what it refuses in Debug.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class IlWriterTests
{
    private readonly IlWriter _il = new("Foo>>bar", lists: true)
    {
        NameOf = value => value == 4096 ? "nil" : null,
    };

    [Test]
    public void Code_runs()
    {
        IlLocal sum = _il.DeclareLocal(IlType.Long, "sum");
        IlLabel less = _il.DefineLabel("less");
        _il.LoadArgument(0);
        _il.LoadArgument(1);
        _il.Add();
        _il.StoreLocal(sum);
        _il.LoadLocal(sum);
        _il.LoadArgument(2);
        _il.BranchIfLess(less);
        _il.LoadLocal(sum);
        _il.Return();
        _il.MarkLabel(less);
        _il.LoadConstant(-1);
        _il.Return();
        Func<long, long, long, long> code = _il.Method.CreateDelegate<Func<long, long, long, long>>();
        Assert.That(code(3, 4, 7), Is.EqualTo(7));
        Assert.That(code(3, 4, 8), Is.EqualTo(-1));
    }

    [Test]
    public void Listing_names_locals_labels_and_constants()
    {
        IlLocal local = _il.DeclareLocal(IlType.Long, "receiver");
        _il.Comment("a comment");
        _il.LoadConstant(4096);
        _il.StoreLocal(local);
        _il.LoadInt(1055, "Array");
        _il.Drop();
        _il.LoadConstant(0x12345678);
        _il.Return();
        Assert.That(
            _il.Listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(["; a comment", "ldc.i8       nil", "stloc        receiver", "ldc.i4       Array", "pop", "ldc.i8       0x12345678", "ret"]));
        Assert.That(_il.Count, Is.EqualTo(6));
        Assert.That(_il.Bytes, Is.GreaterThan(_il.Count));
    }

    [Test]
    public void An_int_is_no_oop() => Refuses("a Long is not on top", il =>
    {
        il.LoadInt(1);
        il.LoadIndirect();
    });

    [Test]
    public void Operands_are_of_one_type() => Refuses("a Int is not on top", il =>
    {
        il.LoadConstant(1);
        il.LoadInt(1);
        il.Add();
    });

    [Test]
    public void A_local_takes_its_type() => Refuses("a Double is not on top", il =>
    {
        IlLocal local = il.DeclareLocal(IlType.Double);
        il.LoadConstant(1);
        il.StoreLocal(local);
    });

    [Test]
    public void An_operand_has_to_be_there() => Refuses("the evaluation stack is empty", il => il.Drop());

    [Test]
    public void A_label_finds_nothing_on_the_evaluation_stack() => Refuses("Long on the evaluation stack", il =>
    {
        IlLabel label = il.DefineLabel();
        il.LoadConstant(1);
        il.MarkLabel(label);
    });

    [Test]
    public void A_branch_leaves_nothing_on_the_evaluation_stack() => Refuses("Long on the evaluation stack", il =>
    {
        IlLabel label = il.DefineLabel();
        il.LoadConstant(1);
        il.LoadConstant(2);
        il.BranchIfZero(label);
    });

    [Test]
    public void A_return_leaves_no_rest() => Refuses("Long on the evaluation stack", il =>
    {
        il.LoadConstant(1);
        il.LoadConstant(2);
        il.Return();
    });

    /// <summary>The last of the calls fails, and says so with the method and what was written before.</summary>
    private void Refuses(string problem, Action<IlWriter> emit)
    {
#if DEBUG
        Assert.That(
            () => emit(_il),
            Throws.InvalidOperationException.With.Message.StartsWith($"Foo>>bar: {problem}, after").And.Message.Contains(_il.Listing));
#else
        Assert.Ignore($"checked in Debug only: {problem}");
#endif
    }
}
