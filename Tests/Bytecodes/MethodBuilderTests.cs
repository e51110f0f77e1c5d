using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Bytecodes;

public class MethodBuilderTests
{
    private const string Start = "(start)";
    private const string Middle = "(middle)";
    private const string End = "(end)";
    private const int LiteralCount = 200;

    [Test]
    public void What_is_built_is_what_is_decoded()
    {
        foreach (BytecodeSet set in BytecodeSetTests.Sets)
        {
            Prop.ForAll(ArbMap.Default.ArbFor<(ushort Choice, byte Operand)[]>(), choices =>
            {
                using MiniImage image = new(set == BytecodeSet.V3 ? MiniImage.V3 : MiniImage.Spur64);
                MethodBuilder builder = new(image, set);
                for (int i = 0; i < LiteralCount; i++)
                {
                    builder.Literal(Oop.FromInteger(1000 + i));
                }
                List<string> expected = [];
                builder.Label(Start);
                for (int i = 0; i < choices.Length; i++)
                {
                    if (i == choices.Length / 2)
                    {
                        builder.Label(Middle);
                    }
                    expected.Add(Append(builder, choices[i].Choice, choices[i].Operand));
                }
                if (choices.Length == 0)
                {
                    builder.Label(Middle);
                }
                Oop method = builder.Label(End).ReturnReceiver().Build();

                List<Instruction> decoded = AllOf(method, image, set);
                int first = CompiledCode.FirstBytecode(method, image.Dialect);
                int middle = decoded[choices.Length / 2].Offset;
                int end = decoded[^1].Offset;
                string told = string.Join('\n', decoded.SkipLast(1).Select(BytecodeDecoderTests.Told));
                string asked = string.Join('\n', expected)
                    .Replace(Start, $"{first}", StringComparison.Ordinal)
                    .Replace(Middle, $"{middle}", StringComparison.Ordinal)
                    .Replace(End, $"{end}", StringComparison.Ordinal);
                return (told == asked).Label($"{set.Name}\nasked for\n{asked}\ndecoded\n{told}");
            }).QuickCheckThrowOnFailure();
        }
    }

    /// <summary>Appends one instruction, and tells it as the decoder should.</summary>
    private static string Append(MethodBuilder builder, int choice, int operand)
    {
        int temp = operand % 64;
        int literal = operand % LiteralCount;
        int arguments = choice / 32 % 32;
        bool isSista = builder.Set == BytecodeSet.SistaV1;
        bool hasClosures = builder.Set != BytecodeSet.V3;
        switch (choice % 26)
        {
            case 0: builder.PushReceiverVariable(operand); return $"PushReceiverVariable {operand}";
            case 1: builder.PushTemp(temp); return $"PushTemp {temp}";
            case 2: builder.PushLiteralAt(literal); return $"PushLiteral {literal}";
            case 3: builder.PushLiteralVariable(Oop.FromInteger(1000 + literal)); return $"PushLiteralVariable {literal}";
            case 4: builder.PushReceiver(); return "PushReceiver";
            case 5: builder.PushThisContext(); return "PushThisContext";
            case 6: builder.StorePopReceiverVariable(operand); return $"StorePopReceiverVariable {operand}";
            case 7: builder.StorePopTemp(temp); return $"StorePopTemp {temp}";
            case 8: builder.StoreReceiverVariable(operand); return $"LongStoreReceiverVariable{NonZero(operand)}";
            case 9: builder.StoreTemp(temp); return $"LongStoreTemp{NonZero(temp)}";
            case 10: builder.StoreLiteralVariable(Oop.FromInteger(1000 + literal)); return $"LongStoreLiteralVariable{NonZero(literal)}";
            case 11: builder.ReturnTop(); return "ReturnTop";
            case 12: builder.BlockReturnTop(); return "BlockReturnTop";
            case 13: builder.Emit(Op.Add + (byte)(operand % 16)); return $"{Op.Add + (byte)(operand % 16)}";
            case 14: builder.SendSpecial("at:put:"); return "SendSpecial 17";
            case 15: builder.SendSpecial("=="); return "Identical";
            case 16: builder.SendAt(literal, arguments); return $"LongSend {literal} {arguments}";
            case 17: builder.SuperSendAt(literal, arguments); return $"LongSuperSend {literal} {arguments}";
            case 18: builder.Jump(Start); return $"Jump → {Start}";
            case 19: builder.Jump(End); return $"Jump → {End}";
            case 20: builder.JumpFalse(End); return $"JumpFalse → {End}";
            case 21: builder.JumpTrue(End); return $"JumpTrue → {End}";
            case 22: builder.Jump(Middle); return $"Jump → {Middle}";
            case 23 when hasClosures: builder.PushNewArray(operand % 128, true); return $"PushNewArray{NonZero(operand % 128)} PopsElements";
            case 24 when hasClosures: builder.StorePopRemoteTemp(operand, 7); return $"StorePopRemoteTemp{NonZero(operand)} 7";
            case 25 when isSista: builder.PushInteger(-operand - 1); return $"PushInteger {-operand - 1}";
            default: builder.Dup(); return "Dup";
        }

        static string NonZero(int number) => number == 0 ? string.Empty : $" {number}";
    }

    /// <summary>All instructions, those after the last return too.</summary>
    private static unsafe List<Instruction> AllOf(Oop method, MiniImage image, BytecodeSet set)
    {
        ReadOnlySpan<byte> bytes = new(ObjectMemory.Bytes(method), CompiledCode.EndOfBytecodes(method));
        List<Instruction> all = [];
        for (int at = CompiledCode.FirstBytecode(method, image.Dialect); at < bytes.Length; at = all[^1].End)
        {
            all.Add(BytecodeDecoder.At(bytes, at, set));
        }
        return all;
    }

    [Test]
    public void Jumps_reach_as_far_as_their_set_can()
    {
        foreach (BytecodeSet set in BytecodeSetTests.Sets)
        {
            foreach (int distance in new[] { 0, 1, 8, 9, 255, 256, 1000, 1023 })
            {
                using MiniImage image = new(set == BytecodeSet.V3 ? MiniImage.V3 : MiniImage.Spur64);
                byte[] pops = [.. Enumerable.Repeat((byte)(set == BytecodeSet.SistaV1 ? 216 : 135), distance)];
                Oop method = new MethodBuilder(image, set)
                    .JumpFalse("far").Bytes(pops).Label("far").Jump("back").Label("back").ReturnReceiver().Build();
                List<Instruction> code = AllOf(method, image, set);
                Assert.That(code[0].Target, Is.EqualTo(code[0].End + distance), set.Name);
                Assert.That(code[^2].Target, Is.EqualTo(code[^1].Offset), set.Name);
            }
        }
    }

    [Test]
    public void A_jump_that_its_set_cannot_do_is_refused()
    {
        using MiniImage image = new(MiniImage.V3);
        MethodBuilder back = new MethodBuilder(image).Label("back").JumpTrue("back");
        Assert.That(() => back.Build(), Throws.InvalidOperationException);
        MethodBuilder far = new MethodBuilder(image).Jump("far").Bytes(new byte[1024]).Label("far");
        Assert.That(() => far.Build(), Throws.InvalidOperationException);
    }

    [Test]
    public void The_header_says_what_was_asked_for()
    {
        foreach ((MiniImage image, BytecodeSet set) in Images())
        {
            using (image)
            {
                Oop method = new MethodBuilder(image, set).Primitive(570).Arguments(2).Temps(3).LargeFrame()
                    .PushLiteral(image.Symbol("foo")).Named("a:b:").InClass(image.Class("Point")).ReturnTop().Build();
                Assert.That(CompiledCode.ArgumentCount(method), Is.EqualTo(2));
                Assert.That(CompiledCode.TempCount(method), Is.EqualTo(5));
                Assert.That(CompiledCode.HasLargeFrame(method), Is.True);
                Assert.That(CompiledCode.PrimitiveNumber(method, image.Dialect), Is.EqualTo(570));
                Assert.That(CompiledCode.LiteralCount(method, image.Dialect), Is.EqualTo(3));
                Assert.That(CompiledCode.IsSista(method, image.Dialect), Is.EqualTo(set == BytecodeSet.SistaV1));
                Assert.That(image.Memory.IsSmallInteger(CompiledCode.Header(method)), Is.True);
                Assert.That(CompiledCode.Literal(0, method), Is.EqualTo(image.Symbol("foo")));
                Assert.That(CompiledCode.Literal(1, method), Is.EqualTo(image.Symbol("a:b:")));
                Oop association = CompiledCode.Literal(2, method);
                Assert.That(image.Memory.Fetch(Layouts.Association.Value, association), Is.EqualTo(image.Class("Point")));
                Assert.That(image.Memory.IsYoung(method), Is.False);

                Oop plain = new MethodBuilder(image, set).ReturnReceiver().Build();
                Assert.That(CompiledCode.PrimitiveNumber(plain, image.Dialect), Is.Zero);
                Assert.That(CompiledCode.HasLargeFrame(plain), Is.False);
            }
        }
    }

    [Test]
    public void A_full_block_knows_the_code_around_it()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = new MethodBuilder(image, BytecodeSet.SistaV1)
            .PushTemp(0)
            .PushClosure(1, 2, block => block.Temps(3).PushClosure(0, 0, inner => inner.PushNil().BlockReturnTop()).BlockReturnTop())
            .ReturnTop()
            .InClass(image.Class("Point"))
            .Build();
        Oop block = CompiledCode.Literal(0, method);
        Assert.That(CompiledCode.ArgumentCount(block), Is.EqualTo(2));
        Assert.That(CompiledCode.TempCount(block), Is.EqualTo(6));
        Assert.That(CompiledCode.Literal(1, block), Is.EqualTo(method));
        Oop inner = CompiledCode.Literal(0, block);
        Assert.That(CompiledCode.Literal(0, inner), Is.EqualTo(block));
        Assert.That(image.Memory.ClassOf(inner), Is.EqualTo(image.Class("CompiledBlock")));
    }

    [Test]
    public void A_block_context_starts_two_bytes_after_its_blockCopy()
    {
        using MiniImage image = new(MiniImage.V3);
        Oop method = new MethodBuilder(image).Temps(1)
            .PushBlockContext(1, block => block.StorePopTemp(0).PushTemp(0).BlockReturnTop()).ReturnTop().Build();
        List<Instruction> code = BytecodeDecoder.Decode(method, image.Dialect);
        Assert.That(code.Select(i => i.Op), Is.EqualTo(new[]
        {
            Op.PushThisContext, Op.PushInteger, Op.SendSpecial, Op.Jump,
            Op.StorePopTemp, Op.PushTemp, Op.BlockReturnTop, Op.ReturnTop,
        }));
        Assert.That(code[2].Operand, Is.EqualTo(24));
        Assert.That(code[3].Length, Is.EqualTo(2));
        Assert.That(code[3].Target, Is.EqualTo(code[7].Offset));
    }

    [Test]
    public void What_only_SistaV1_has_is_built_with_its_extensions()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = new MethodBuilder(image, BytecodeSet.SistaV1)
            .PushInteger(100_000).PushCharacter(0x3B1).Nop().DirectedSuperSend("foo", 9)
            .PushClosureCopy(9, 10, block => block.PushLiteralAt(300).BlockReturnNil())
            .PushFullClosureAt(300, 3, InstructionFlags.ReceiverOnStack)
            .ReturnTop().Build();
        List<Instruction> code = BytecodeDecoder.Decode(method, image.Dialect);
        Assert.That(code.Select(BytecodeDecoderTests.Told), Is.EqualTo(new[]
        {
            "PushInteger 100000", "LongPushCharacter 945", "Nop", "LongSuperSend 0 9 Directed",
            $"PushClosureCopy 9 10 → {code[7].Offset}", "PushLiteral 300", "BlockReturnNil",
            "PushFullClosure 300 3 ReceiverOnStack", "ReturnTop",
        }));
    }

    [Test]
    public void A_set_that_the_image_cannot_run_is_refused()
    {
        using MiniImage image = new(MiniImage.V3Closures);
        Assert.That(() => new MethodBuilder(image, BytecodeSet.SistaV1), Throws.ArgumentException);
        Assert.That(() => new MethodBuilder(image, BytecodeSet.V3), Throws.ArgumentException);
    }

    private static IEnumerable<(MiniImage, BytecodeSet)> Images()
    {
        yield return (new MiniImage(MiniImage.V3), BytecodeSet.V3);
        yield return (new MiniImage(MiniImage.V3Closures), BytecodeSet.V3PlusClosures);
        yield return (new MiniImage(MiniImage.Spur32), BytecodeSet.V3PlusClosures);
        yield return (new MiniImage(MiniImage.Spur32), BytecodeSet.SistaV1);
        yield return (new MiniImage(MiniImage.Spur64), BytecodeSet.V3PlusClosures);
        yield return (new MiniImage(MiniImage.Spur64), BytecodeSet.SistaV1);
    }
}
