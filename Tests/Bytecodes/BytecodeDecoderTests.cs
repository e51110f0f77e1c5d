using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Bytecodes;

public unsafe class BytecodeDecoderTests
{
    /// <summary>The tail that makes every bytecode of the tests whole.</summary>
    private static readonly byte[] Tail = [0x85, 0x03, 0x07];

    [Test]
    public void Every_byte_of_every_row_has_the_length_of_its_row()
    {
        foreach (BytecodeSet set in BytecodeSetTests.Sets)
        {
            foreach (int code in Enumerable.Range(0, 256))
            {
                Instruction instruction = BytecodeDecoder.At([(byte)code, .. Tail], 0, set);
                Op op = set.RowOf(code)?.Op ?? Op.Unknown;
                // An extension belongs to the bytecode after it; 3 is one of a byte in SistaV1.
                int length = op is Op.ExtendA or Op.ExtendB ? 3 : set.LengthOf(code);
                Assert.That(instruction.Length, Is.EqualTo(length), $"{set.Name} {code}");
                Assert.That(instruction.Op == Op.Unknown, Is.EqualTo(op == Op.Unknown || IsIllegalStore(op)), $"{set.Name} {code}");
            }
        }

        // The byte 0x85 after it asks to store into a literal constant.
        static bool IsIllegalStore(Op op) => op is Op.ExtendedStore or Op.ExtendedStorePop;
    }

    /// <summary>Bytes, and what the encoders' class comments in Squeak say that they are.</summary>
    [TestCase("V3", "00", "PushReceiverVariable 0")]
    [TestCase("V3", "0F", "PushReceiverVariable 15")]
    [TestCase("V3", "1F", "PushTemp 15")]
    [TestCase("V3", "20", "PushLiteral 0")]
    [TestCase("V3", "3F", "PushLiteral 31")]
    [TestCase("V3", "5F", "PushLiteralVariable 31")]
    [TestCase("V3", "67", "StorePopReceiverVariable 7")]
    [TestCase("V3", "6F", "StorePopTemp 7")]
    [TestCase("V3", "70", "PushReceiver")]
    [TestCase("V3", "71", "PushTrue")]
    [TestCase("V3", "72", "PushFalse")]
    [TestCase("V3", "73", "PushNil")]
    [TestCase("V3", "74", "PushInteger -1")]
    [TestCase("V3", "77", "PushInteger 2")]
    [TestCase("V3", "78", "ReturnReceiver")]
    [TestCase("V3", "79", "ReturnTrue")]
    [TestCase("V3", "7A", "ReturnFalse")]
    [TestCase("V3", "7B", "ReturnNil")]
    [TestCase("V3", "7C", "ReturnTop")]
    [TestCase("V3", "7D", "BlockReturnTop")]
    [TestCase("V3", "7E", "Unknown 126")]
    [TestCase("V3", "80 3F", "PushReceiverVariable 63")]
    [TestCase("V3", "80 7F", "PushTemp 63")]
    [TestCase("V3", "80 BF", "PushLiteral 63")]
    [TestCase("V3", "80 FF", "PushLiteralVariable 63")]
    [TestCase("V3", "81 3F", "LongStoreReceiverVariable 63")]
    [TestCase("V3", "81 7F", "LongStoreTemp 63")]
    [TestCase("V3", "81 BF", "Unknown 129")]
    [TestCase("V3", "81 FF", "LongStoreLiteralVariable 63")]
    [TestCase("V3", "82 3F", "StorePopReceiverVariable 63")]
    [TestCase("V3", "82 7F", "StorePopTemp 63")]
    [TestCase("V3", "82 BF", "Unknown 130")]
    [TestCase("V3", "82 FF", "LongStorePopLiteralVariable 63")]
    [TestCase("V3", "83 FE", "LongSend 30 7")]
    [TestCase("V3", "84 1F FF", "LongSend 255 31")]
    [TestCase("V3", "84 3F FF", "LongSuperSend 255 31")]
    [TestCase("V3", "84 40 FF", "PushReceiverVariable 255")]
    [TestCase("V3", "84 60 FF", "PushLiteral 255")]
    [TestCase("V3", "84 80 FF", "PushLiteralVariable 255")]
    [TestCase("V3", "84 A0 FF", "LongStoreReceiverVariable 255")]
    [TestCase("V3", "84 C0 FF", "StorePopReceiverVariable 255")]
    [TestCase("V3", "84 E0 FF", "LongStoreLiteralVariable 255")]
    [TestCase("V3", "85 FE", "LongSuperSend 30 7")]
    [TestCase("V3", "86 FE", "LongSend 62 3")]
    [TestCase("V3", "87", "Pop")]
    [TestCase("V3", "88", "Dup")]
    [TestCase("V3", "89", "PushThisContext")]
    [TestCase("V3", "90", "Jump → 2")]
    [TestCase("V3", "97", "Jump → 9")]
    [TestCase("V3", "98", "JumpFalse → 2")]
    [TestCase("V3", "A0 00", "Jump → -1022")]
    [TestCase("V3", "A3 FE", "Jump → 0")]
    [TestCase("V3", "A7 FF", "Jump → 1025")]
    [TestCase("V3", "AB FF", "JumpTrue → 1025")]
    [TestCase("V3", "AC 05", "JumpFalse → 7")]
    [TestCase("V3", "B0", "Add")]
    [TestCase("V3", "BA", "Modulo")]
    [TestCase("V3", "BF", "BitOr")]
    [TestCase("V3", "C0", "SendSpecial 16")]
    [TestCase("V3", "C6", "Identical")]
    [TestCase("V3", "C7", "Class")]
    [TestCase("V3", "C8", "SendSpecial 24")]
    [TestCase("V3", "CF", "SendSpecial 31")]
    [TestCase("V3", "DF", "LongSend 15 0")]
    [TestCase("V3", "E0", "LongSend 0 1")]
    [TestCase("V3", "FF", "LongSend 15 2")]
    [TestCase("V3PlusClosures", "8A 05", "PushNewArray 5")]
    [TestCase("V3PlusClosures", "8A 85", "PushNewArray 5 PopsElements")]
    [TestCase("V3PlusClosures", "8B 75 00", "CallPrimitive 117")]
    [TestCase("V3PlusClosures", "8B 3A 02", "CallPrimitive 570")]
    [TestCase("V3PlusClosures", "8C 01 02", "PushRemoteTemp 1 2")]
    [TestCase("V3PlusClosures", "8D 01 02", "StoreRemoteTemp 1 2")]
    [TestCase("V3PlusClosures", "8E 01 02", "StorePopRemoteTemp 1 2")]
    [TestCase("V3PlusClosures", "8F 21 01 04", "PushClosureCopy 2 1 → 264")]
    [TestCase("SistaV1", "0F", "PushReceiverVariable 15")]
    [TestCase("SistaV1", "1F", "PushLiteralVariable 15")]
    [TestCase("SistaV1", "3F", "PushLiteral 31")]
    [TestCase("SistaV1", "4B", "PushTemp 11")]
    [TestCase("SistaV1", "4C", "PushReceiver")]
    [TestCase("SistaV1", "50", "PushInteger 0")]
    [TestCase("SistaV1", "51", "PushInteger 1")]
    [TestCase("SistaV1", "52", "PushThisContext")]
    [TestCase("SistaV1", "E1 01 52", "PushThisContext 1")]
    [TestCase("SistaV1", "53", "Dup")]
    [TestCase("SistaV1", "58", "ReturnReceiver")]
    [TestCase("SistaV1", "5D", "BlockReturnNil")]
    [TestCase("SistaV1", "5E", "BlockReturnTop")]
    [TestCase("SistaV1", "5F", "Nop")]
    [TestCase("SistaV1", "60", "Add")]
    [TestCase("SistaV1", "6F", "BitOr")]
    [TestCase("SistaV1", "75", "SendSpecial 21")]
    [TestCase("SistaV1", "76", "Identical")]
    [TestCase("SistaV1", "78", "NotIdentical")]
    [TestCase("SistaV1", "79", "SendSpecial 25")]
    [TestCase("SistaV1", "8F", "LongSend 15 0")]
    [TestCase("SistaV1", "AF", "LongSend 15 2")]
    [TestCase("SistaV1", "B7", "Jump → 9")]
    [TestCase("SistaV1", "B8", "JumpTrue → 2")]
    [TestCase("SistaV1", "C0", "JumpFalse → 2")]
    [TestCase("SistaV1", "CF", "StorePopReceiverVariable 7")]
    [TestCase("SistaV1", "D7", "StorePopTemp 7")]
    [TestCase("SistaV1", "D8", "Pop")]
    [TestCase("SistaV1", "D9", "Unknown 217")]
    [TestCase("SistaV1", "E0 01 D9", "Unknown 217")]
    [TestCase("SistaV1", "E2 FF", "PushReceiverVariable 255")]
    [TestCase("SistaV1", "E0 02 E2 01", "PushReceiverVariable 513")]
    [TestCase("SistaV1", "E0 01 E0 02 E2 03", "PushReceiverVariable 66051")]
    [TestCase("SistaV1", "E0 01 E3 00", "PushLiteralVariable 256")]
    [TestCase("SistaV1", "E0 01 E4 00", "PushLiteral 256")]
    [TestCase("SistaV1", "E0 01 E5 0C", "PushTemp 12")]
    [TestCase("SistaV1", "E7 81", "PushNewArray 1 PopsElements")]
    [TestCase("SistaV1", "E8 FF", "PushInteger 255")]
    [TestCase("SistaV1", "E1 FF E8 FF", "PushInteger -1")]
    [TestCase("SistaV1", "E1 80 E1 00 E8 00", "PushInteger -8388608")]
    [TestCase("SistaV1", "E1 7F E1 FF E8 FF", "PushInteger 8388607")]
    [TestCase("SistaV1", "E1 03 E9 B1", "LongPushCharacter 945")]
    [TestCase("SistaV1", "EA FF", "LongSend 31 7")]
    [TestCase("SistaV1", "E0 01 E1 01 EA 0A", "LongSend 33 10")]
    [TestCase("SistaV1", "E1 01 E0 01 EA 0A", "LongSend 33 10")]
    [TestCase("SistaV1", "EB 0A", "LongSuperSend 1 2")]
    [TestCase("SistaV1", "E1 01 EB 0A", "LongSuperSend 1 10")]
    [TestCase("SistaV1", "E1 40 EB 0A", "LongSuperSend 1 2 Directed")]
    [TestCase("SistaV1", "E1 41 EB 0A", "LongSuperSend 1 10 Directed")]
    [TestCase("SistaV1", "ED 05", "Jump → 7")]
    [TestCase("SistaV1", "E1 FF ED FC", "Jump → 0")]
    [TestCase("SistaV1", "E1 01 EE 00", "JumpTrue → 260")]
    [TestCase("SistaV1", "E1 01 EF 00", "JumpFalse → 260")]
    [TestCase("SistaV1", "E0 01 F0 02", "StorePopReceiverVariable 258")]
    [TestCase("SistaV1", "E0 01 F1 02", "LongStorePopLiteralVariable 258")]
    [TestCase("SistaV1", "F2 09", "StorePopTemp 9")]
    [TestCase("SistaV1", "E0 01 F3 02", "LongStoreReceiverVariable 258")]
    [TestCase("SistaV1", "E0 01 F4 02", "LongStoreLiteralVariable 258")]
    [TestCase("SistaV1", "F5 09", "LongStoreTemp 9")]
    [TestCase("SistaV1", "F8 3A 02", "CallPrimitive 570")]
    [TestCase("SistaV1", "F9 03 02", "PushFullClosure 3 2")]
    [TestCase("SistaV1", "E0 01 F9 03 C2", "PushFullClosure 259 2 ReceiverOnStack, NoOuterContext")]
    [TestCase("SistaV1", "FA 11 04", "PushClosureCopy 2 1 → 7")]
    [TestCase("SistaV1", "E0 12 E1 01 FA 11 04", "PushClosureCopy 10 17 → 267")]
    [TestCase("SistaV1", "FB 01 02", "PushRemoteTemp 1 2")]
    [TestCase("SistaV1", "FC 01 02", "StoreRemoteTemp 1 2")]
    [TestCase("SistaV1", "FD 01 02", "StorePopRemoteTemp 1 2")]
    public void Bytes_mean_what_the_specification_says(string setName, string hex, string meaning)
    {
        byte[] bytes = [.. hex.Split(' ').Select(b => Convert.ToByte(b, 16))];
        // What V3 says holds in V3PlusClosures too.
        foreach (BytecodeSet set in BytecodeSetTests.Sets.Where(s => s.Name.StartsWith(setName, StringComparison.Ordinal)))
        {
            Instruction instruction = BytecodeDecoder.At([.. bytes, .. Tail], 0, set);
            Assert.That(Told(instruction), Is.EqualTo(meaning));
            Assert.That(instruction.Length, Is.EqualTo(bytes.Length));
        }
    }

    [TestCase("V3", "80")]
    [TestCase("V3", "84 40")]
    [TestCase("V3PlusClosures", "8F 21 01")]
    [TestCase("SistaV1", "E0")]
    [TestCase("SistaV1", "E0 01")]
    [TestCase("SistaV1", "E1 01 E0")]
    [TestCase("SistaV1", "E0 01 F9 03")]
    public void What_is_cut_off_is_unknown_up_to_the_end(string setName, string hex)
    {
        byte[] bytes = [0, .. hex.Split(' ').Select(b => Convert.ToByte(b, 16))];
        BytecodeSet set = BytecodeSetTests.Sets.Single(s => s.Name == setName);
        Instruction instruction = BytecodeDecoder.At(bytes, 1, set);
        Assert.That(instruction.Op, Is.EqualTo(Op.Unknown));
        Assert.That(instruction.End, Is.EqualTo(bytes.Length));
    }

    [Test]
    public void Code_ends_at_the_return_that_nothing_jumps_over()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = new MethodBuilder(image)
            .PushTrue().JumpFalse("else").PushNil().ReturnTop().Label("else").ReturnReceiver()
            .Bytes(0x12, 0x34, 0x56, 0xFC)
            .Build();
        List<Instruction> code = BytecodeDecoder.Decode(method, image.Dialect);
        Assert.That(code.Select(i => i.Op), Is.EqualTo(new[]
        {
            Op.PushTrue, Op.JumpFalse, Op.PushNil, Op.ReturnTop, Op.ReturnReceiver,
        }));
        Assert.That(code[0].Offset, Is.EqualTo(8));
        Assert.That(code[1].Target, Is.EqualTo(code[4].Offset));
    }

    [Test]
    public void The_trailer_of_a_method_without_bytecodes_is_no_code()
    {
        using MiniImage image = new(MiniImage.Spur64);
        // Cuis leaves them out, Squeak writes what the primitive does.
        Oop bare = new MethodBuilder(image).Primitive(265).Bytes(0x7A, 0x66, 0x02, 0xFC).Build();
        Assert.That(Ops(bare), Is.EqualTo(new[] { Op.CallPrimitive }));
        Oop full = new MethodBuilder(image).Primitive(265).PushReceiverVariable(1).ReturnTop().Bytes(0x66, 0x02, 0xFC).Build();
        Assert.That(Ops(full), Is.EqualTo(new[] { Op.CallPrimitive, Op.PushReceiverVariable, Op.ReturnTop }));
        Oop minusOne = new MethodBuilder(image).Primitive(260).PushInteger(-1).ReturnTop().Build();
        Assert.That(Ops(minusOne), Is.EqualTo(new[] { Op.CallPrimitive, Op.PushInteger, Op.ReturnTop }));
        Oop no = new MethodBuilder(image).Primitive(258).ReturnFalse().Build();
        Assert.That(Ops(no), Is.EqualTo(new[] { Op.CallPrimitive, Op.ReturnFalse }));
        using MiniImage old = new(MiniImage.V3);
        Assert.That(BytecodeDecoder.Decode(new MethodBuilder(old).Primitive(257).Bytes(0x7A).Build(), old.Dialect), Is.Empty);

        Op[] Ops(Oop method) => [.. BytecodeDecoder.Decode(method, image.Dialect).Select(i => i.Op)];
    }

    [Test]
    public void What_is_no_code_has_no_instructions()
    {
        using MiniImage image = new(MiniImage.Spur64);
        ObjectMemory memory = image.Memory;
        Oop method = new MethodBuilder(image).ReturnReceiver().Build();
        memory.StoreUnchecked(0, method, Oop.FromInteger(0x7FFF));
        Assert.That(BytecodeDecoder.Decode(method, image.Dialect), Is.Empty, "more literals than slots");
        memory.StoreUnchecked(0, method, memory.Nil);
        Assert.That(BytecodeDecoder.Decode(method, image.Dialect), Is.Empty, "no header");
        Assert.That(BytecodeDecoder.Decode(memory.NewString("text"), image.Dialect), Is.Empty);
        Assert.That(BytecodeDecoder.Decode(Oop.FromInteger(3), image.Dialect), Is.Empty);
        Assert.That(BytecodeDecoder.Decode(Oop.None, image.Dialect), Is.Empty);
    }

    [Test]
    public void Any_bytes_decode_without_a_gap_and_disassemble()
    {
        using MiniImage v3 = new(MiniImage.V3);
        using MiniImage spur = new(MiniImage.Spur64);
        (MiniImage, BytecodeSet)[] kinds =
            [(v3, BytecodeSet.V3), (spur, BytecodeSet.V3PlusClosures), (spur, BytecodeSet.SistaV1)];
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach ((MiniImage image, BytecodeSet set) in kinds)
            {
                Oop method = new MethodBuilder(image, set).Literal(image.Memory.Nil).Bytes(bytes).Build();
                int at = CompiledCode.FirstBytecode(method, image.Dialect);
                foreach (Instruction instruction in BytecodeDecoder.Decode(method, image.Dialect))
                {
                    Assert.That(instruction.Offset, Is.EqualTo(at));
                    Assert.That(instruction.Length, Is.GreaterThan(0));
                    at = instruction.End;
                }
                Assert.That(at, Is.LessThanOrEqualTo(CompiledCode.EndOfBytecodes(method)));
                Assert.That(new Disassembler(image.Memory).Disassemble(method), Does.Contain(set.Name));
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Op, operand, argument, target, flags, without the zeros that mean nothing.</summary>
    internal static string Told(Instruction i)
    {
        string text = $"{i.Op}";
        if (HasOperand(i.Op) || i.Operand != 0)
        {
            text += $" {i.Operand}";
        }
        if (HasArgument(i.Op) || i.Argument != 0)
        {
            text += $" {i.Argument}";
        }
        if (i.IsJump || i.Op == Op.PushClosureCopy)
        {
            text += $" → {i.Target}";
        }
        return i.Flags == InstructionFlags.None ? text : $"{text} {i.Flags}";

        static bool HasArgument(Op op) => op is Op.LongSend or Op.LongSuperSend or Op.PushClosureCopy or Op.PushFullClosure;

        static bool HasOperand(Op op) => HasArgument(op) || op is Op.PushReceiverVariable or Op.PushTemp or Op.PushLiteral
            or Op.PushLiteralVariable or Op.PushInteger or Op.StorePopReceiverVariable or Op.StorePopTemp or Op.CallPrimitive;
    }
}
