using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>SistaV1's extensions: A unsigned, B signed, each of one byte or more.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(Sista))]
public class ExtensionTests(string engine, string kind) : EngineTest(engine, kind)
{
    private const byte A = 224;
    private const byte B = 225;

    [SetUp]
    public void DefineY() => Machine.DefinePrimitive("Point", "y", 264 + Layouts.Point.Y);

    [TestCase(255)]
    [TestCase(256)]
    [TestCase(1000)]
    [TestCase(20_000)]
    public void Literals_of_large_indices_are_pushed_read_written_and_sent(int index)
    {
        MethodBuilder Pad(MethodBuilder m)
        {
            for (int i = 0; i < index; i++)
            {
                _ = m.Literal(Int(i));
            }
            return m;
        }

        AreSame(Machine.Evaluate(m => Pad(m).PushLiteral(Machine.Image.Symbol("far")).ReturnTop()), Machine.Image.Symbol("far"));
        AreSame(Machine.Evaluate(m => Pad(m).PushLiteralAt(index - 1).ReturnTop()), Int(index - 1));
        Held variable = Machine.Variable(Int(5));
        AreSame(Machine.Evaluate(m => Pad(m).PushLiteralVariable(variable).ReturnTop()), Int(5));
        AreSame(Machine.Evaluate(m => Pad(m).PushInteger(1).StoreLiteralVariable(variable).ReturnTop()), Int(1));
        AreSame(Memory.Fetch(Layouts.Association.Value, variable), Int(1));
        _ = Machine.Evaluate(m => Pad(m).PushTrue().StorePopLiteralVariable(variable).ReturnReceiver());
        AreSame(Memory.Fetch(Layouts.Association.Value, variable), Memory.True);
        _ = Machine.Define("Subject", "far", m => m.PushLiteral(Int(42)).ReturnTop());
        _ = Machine.Define("Super", "far", m => m.PushLiteral(Int(41)).ReturnTop());
        AreSame(Machine.Evaluate(m => Pad(m).PushReceiver().Send("far", 0).ReturnTop()), Int(42));
        AreSame(Machine.Evaluate(m => Pad(m).PushReceiver().SuperSend("far", 0).ReturnTop()), Int(41));
    }

    [Test]
    public void Slots_of_large_indices_are_read_and_written()
    {
        _ = Machine.Image.NewClass("Large", "Object", ObjectFormat.Fixed, 600);
        Held large = Machine.Hold(Machine.New("Large"));
        Memory.Store(599, large, Int(42));
        _ = Machine.Define("Large", "test", m => m
            .PushReceiverVariable(599).StoreReceiverVariable(300).StorePopReceiverVariable(599 - 256).ReturnReceiver());
        _ = Machine.Send(large, "test");
        AreSame(Memory.Fetch(300, large), Int(42));
        AreSame(Memory.Fetch(343, large), Int(42));
        AreSame(Memory.Fetch(599, large), Int(42));
    }

    [TestCase(-1, (byte)255, (byte)255)]
    [TestCase(-256, (byte)255, (byte)0)]
    [TestCase(-257, (byte)254, (byte)255)]
    [TestCase(-32768, (byte)128, (byte)0)]
    [TestCase(32767, (byte)127, (byte)255)]
    [TestCase(256, (byte)1, (byte)0)]
    public void B_makes_integers_large_and_negative(int value, byte b, byte low)
    {
        AreSame(Machine.Evaluate(m => m.Bytes(B, b, 232, low).ReturnTop()), Int(value));
    }

    [Test]
    public void Only_the_first_byte_of_B_has_a_sign()
    {
        AreSame(Machine.Evaluate(m => m.Bytes(B, 0, B, 200, 232, 1).ReturnTop()), Int((200 << 8) + 1));
        AreSame(Machine.Evaluate(m => m.Bytes(B, 255, B, 200, 232, 1).ReturnTop()), Int((-256 + 200) * 256 + 1));
    }

    [Test]
    public void B_makes_large_Characters() =>
        AreSame(Machine.Evaluate(m => m.Bytes(B, 0x20, 233, 0xAC).ReturnTop()), Oop.FromCharacter('€'));

    [Test]
    public void Extensions_last_for_one_bytecode() =>
        AreSame(Machine.Evaluate(m => m.Bytes(B, 1, 232, 0, 232, 5).SendSpecial("@").Send("y", 0).ReturnTop()), Int(5));

    [TestCase(600)]
    [TestCase(20_000)]
    public void Jumps_go_far_both_ways(int distance)
    {
        // Two times back, over everything, then out at the end.
        AreSame(Machine.Evaluate(m =>
        {
            _ = m.Temps(1).PushInteger(0).StorePopTemp(0)
                .Label("again").PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0)
                .PushTemp(0).PushLiteral(Int(3)).SendSpecial("<").JumpFalse("far")
                .PushTrue().JumpTrue("back").ReturnNil();
            for (int i = 0; i < distance; i++)
            {
                _ = m.ReturnNil();
            }
            _ = m.Label("back").Jump("again").Label("far").PushTemp(0).ReturnTop();
        }), Int(3));
    }

    [Test]
    public void Conditional_jumps_may_go_back()
    {
        // 12 bytes from the first push of the loop to the end of the jump.
        AreSame(Machine.Evaluate(m => m.Temps(1).PushInteger(0).StorePopTemp(0)
            .PushTemp(0).PushInteger(1).SendSpecial("+").StorePopTemp(0)
            .PushTemp(0).Bytes(232, 5).SendSpecial("<").Bytes(B, 255, 238, 256 - 12)
            .PushTemp(0).ReturnTop()), Int(5));
    }

    [Test]
    public void B_adds_arguments_to_sends()
    {
        string selector = string.Concat(Enumerable.Repeat("a:", 15));
        _ = Machine.Define("Subject", selector, m => m.LargeFrame().PushTemp(14).PushTemp(0).SendSpecial("-").ReturnTop());
        _ = Machine.Define("Super", selector, m => m.LargeFrame().PushTemp(13).PushTemp(0).SendSpecial("-").ReturnTop());
        MethodBuilder Arguments(MethodBuilder m)
        {
            _ = m.LargeFrame().PushReceiver();
            for (int i = 0; i < 15; i++)
            {
                _ = m.PushInteger(i);
            }
            return m;
        }

        AreSame(Machine.Evaluate(m => Arguments(m).Send(selector, 15).ReturnTop()), Int(14));
        AreSame(Machine.Evaluate(m => Arguments(m).SuperSend(selector, 15).ReturnTop()), Int(13));
    }

    [Test]
    public void Directed_super_begins_above_the_class_on_the_stack()
    {
        foreach ((string className, int answer) in new[] { ("Object", 0), ("Super", 1), ("Subject", 2) })
        {
            _ = Machine.Define(className, "where", m => m.PushInteger(answer).ReturnTop());
            _ = Machine.Define(className, "where:", m => m.PushTemp(0).PushInteger(answer).SendSpecial("+").ReturnTop());
        }
        Oop Directed(string name) => Machine.Evaluate(m => m
            .PushReceiver().PushLiteral(Machine.Image.Class(name)).DirectedSuperSend("where", 0).ReturnTop());
        AreSame(Directed("Subject"), Int(1));
        AreSame(Directed("Super"), Int(0));
        AreSame(Machine.Evaluate(m => m.PushReceiver().PushLiteral(Int(10))
            .PushLiteral(Machine.Image.Class("Super")).DirectedSuperSend("where:", 1).ReturnTop()), Int(10));
    }

    [Test]
    public void B_1_before_thisContext_pushes_the_active_process() =>
        AreSame(Machine.Evaluate(m => m.Bytes(B, 1, 82).ReturnTop()), Machine.Vm.Scheduler.ActiveProcess);

    [Test]
    public void Embedded_blocks_copy_and_take_more_with_A()
    {
        Machine.DefineBlocks();
        // Nine copied values, the last of which is 9, and one argument: A is 1 for each eight.
        AreSame(Machine.Evaluate(m =>
        {
            _ = m.LargeFrame();
            for (int i = 1; i <= 9; i++)
            {
                _ = m.PushInteger(i);
            }
            _ = m.Bytes(A, 0x10, 250, (1 << 3) | 1, 4).PushTemp(9).PushTemp(0).SendSpecial("-").BlockReturnTop()
                .PushInteger(4).Send("value:", 1).ReturnTop();
        }), Int(5));
    }
}
