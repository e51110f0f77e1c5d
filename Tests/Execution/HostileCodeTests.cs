using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>Methods that no compiler makes: the machine names them instead of running them.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public sealed class HostileCodeTests(string engine, string kind) : EngineTest(engine, kind)
{
    [Test]
    public void The_stack_runs_empty() => Refuses("takes 1 off a stack of 0", m => m.Pop().ReturnReceiver());

    [Test]
    public void The_stack_grows_at_each_turn() =>
        Refuses("deep where it was", m => m.Label("again").PushNil().PushTrue().JumpTrue("on").Label("on").Jump("again"));

    [Test]
    public void The_pc_runs_off_the_end() => Refuses("would leave the code", m => m.PushNil());

    [Test]
    public void A_temp_beyond_the_frame() => Refuses("no temp 5 of 0", m => m.PushTemp(5).ReturnTop());

    [Test]
    public void A_literal_beyond_the_frame() => Refuses("no literal 8 of 1", m => m.PushLiteralAt(7).ReturnTop());

    [Test]
    public void A_literal_that_is_no_variable() => Refuses("is no variable", m => m.PushLiteralVariable(Int(5)).ReturnTop());

    [Test]
    public void A_variable_that_the_receiver_lacks()
    {
        _ = Machine.Define("Array", "third", m => m.PushReceiverVariable(2).ReturnTop());
        Refuses(() => Machine.Send(Memory.NewArray(5), "third"), "reads variable 3");
        _ = Machine.Define("Array", "quick", m => m.Primitive(264 + 3).PushReceiverVariable(3).ReturnTop());
        Refuses(() => Machine.Send(Memory.NewArray(5), "quick"), "reads variable 4");
    }

    [Test]
    public void A_method_of_another_number_of_arguments()
    {
        Oop method = Machine.Define("Subject", "unary", m => m.ReturnReceiver());
        Machine.Install("Subject", "keyword:", method);
        Refuses(() => Machine.Send(Machine.Receiver, "keyword:", Nil), "takes 0 arguments and was sent 1");
    }

    [Test]
    public void Temps_that_no_context_has_room_for()
    {
        if (!CodeKind.HasClosures)
        {
            Machine.DefineBlocks();
            Refuses("no room for its temps", m => m.Temps(17).PushBlockContext(0, b => b.PushNil().BlockReturnTop()).ReturnTop());
        }
    }

    [Test]
    public void A_vector_that_is_none()
    {
        if (CodeKind.HasClosures)
        {
            _ = Machine.Define("Subject", "test", m => m.Temps(1).PushInteger(1).StorePopTemp(0).PushRemoteTemp(3, 0).ReturnTop());
            Refuses(() => Machine.Send(Machine.Receiver, "test"), "temp 0 holds no vector of 4");
        }
    }

    [Test]
    public void Code_that_was_sound_until_it_was_written_to()
    {
        _ = Machine.Define("Subject", "test", m => m.PushNil().PushNil().ReturnTop());
        AreSame(Machine.Send(Machine.Receiver, "test"), Nil);
        Oop method = Interpreter.FindMethod(Machine.Image.Symbol("test"), Machine.Image.Class("Subject"));
        Oop bad = Machine.Builder().Pop().Build();
        int first = CompiledCode.FirstBytecode(bad, Memory.Dialect);
        Oop pop = Subscript(bad, CompiledCode.ToImagePc(first, bad, Memory.Dialect));
        long pc = CompiledCode.ToImagePc(CompiledCode.FirstBytecode(method, Memory.Dialect), method, Memory.Dialect);
        _ = Subscripts.StoreElement(Memory, method, pc, pop);
        Refuses(() => Machine.Send(Machine.Receiver, "test"), "takes 1 off a stack of 0");
    }

    [Test]
    public void A_context_whose_pc_is_nowhere()
    {
        Oop method = Machine.Builder().PushNil().ReturnTop().Build();
        Oop context = Memory.Allocate(Memory.Known.Context, ObjectFormat.FixedAndIndexable, Layouts.Context.SmallSlots);
        Memory.Store(Layouts.Context.Method, context, method);
        Memory.Store(Layouts.Context.Pc, context, Int(100_000));
        Memory.Store(Layouts.Context.StackPointer, context, Int(0));
        Assert.That(() => Interpreter.ResumeContext(context), Throws.TypeOf<FatalVmException>());
    }

    private Oop Subscript(Oop code, long pc)
    {
        Assert.That(Subscripts.TryFetchElement(Memory, code, pc, out Oop element));
        return element;
    }

    private void Refuses(string because, Action<MethodBuilder> body)
    {
        _ = Machine.Define("Subject", "test", body);
        Refuses(() => Machine.Send(Machine.Receiver, "test"), because);
    }

    private static void Refuses(Action action, string because) =>
        Assert.That(() => action(), Throws.TypeOf<FatalVmException>().With.Message.Contains(because).And.Message.Contains("is broken"));
}
