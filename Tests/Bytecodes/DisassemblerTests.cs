using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Bytecodes;

public class DisassemblerTests
{
    /// <summary>The benchFib that Squeak's compiler makes; only its literals' order is ours.</summary>
    private static MethodBuilder Fibonacci(MiniImage image, BytecodeSet set) => new MethodBuilder(image, set)
        .Literal(image.Symbol("benchFib"))
        .PushReceiver().PushInteger(2).SendSpecial("<").JumpFalse("recur")
        .PushInteger(1).ReturnTop()
        .Label("recur")
        .PushReceiver().PushInteger(1).SendSpecial("-").Send("benchFib", 0)
        .PushReceiver().PushInteger(2).SendSpecial("-").Send("benchFib", 0)
        .SendSpecial("+").PushInteger(1).SendSpecial("+").ReturnTop();

    [Test]
    public void A_V3_method_has_pcs_of_32_bit_words()
    {
        using MiniImage image = new(MiniImage.V3);
        Check(image, Fibonacci(image, BytecodeSet.V3).Build(), "Integer>>benchFib", """
            Integer>>benchFib: 0 arguments, 0 temps, 1 literals, no primitive, frame of 16, V3
              literal 1: #benchFib
            9 <70>           self
            10 <77>           pushConstant: 2
            11 <B2>           send: #<
            12 <99>           jumpFalse: 15
            13 <76>           pushConstant: 1
            14 <7C>           returnTop
            15 <70>           self
            16 <76>           pushConstant: 1
            17 <B1>           send: #-
            18 <D0>           send: #benchFib
            19 <70>           self
            20 <77>           pushConstant: 2
            21 <B1>           send: #-
            22 <D0>           send: #benchFib
            23 <B0>           send: #+
            24 <76>           pushConstant: 1
            25 <B0>           send: #+
            26 <7C>           returnTop

            """);
    }

    [Test]
    public void A_SistaV1_method_tells_its_name_by_its_literals()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = Fibonacci(image, BytecodeSet.SistaV1).Named("benchFib").InClass(image.Class("SmallInteger")).Build();
        Check(image, method, null, """
            SmallInteger>>benchFib: 0 arguments, 0 temps, 3 literals, no primitive, frame of 16, SistaV1
              literal 1: #benchFib
              literal 2: #benchFib
              literal 3: {SmallInteger}
            33 <4C>           self
            34 <E8 02>        pushConstant: 2
            36 <62>           send: #<
            37 <C1>           jumpFalse: 40
            38 <51>           pushConstant: 1
            39 <5C>           returnTop
            40 <4C>           self
            41 <51>           pushConstant: 1
            42 <61>           send: #-
            43 <80>           send: #benchFib
            44 <4C>           self
            45 <E8 02>        pushConstant: 2
            47 <61>           send: #-
            48 <80>           send: #benchFib
            49 <60>           send: #+
            50 <51>           pushConstant: 1
            51 <60>           send: #+
            52 <5C>           returnTop

            """);
    }

    [Test]
    public void The_body_of_an_embedded_closure_is_indented()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = new MethodBuilder(image, BytecodeSet.V3PlusClosures).Primitive(60).Arguments(1).Temps(1).LargeFrame()
            .PushNewArray(1).StorePopTemp(1)
            .PushTemp(0).PushTemp(1)
            .PushClosure(1, 1, block => block
                .PushRemoteTemp(0, 1).PushTemp(0).SendSpecial("+").StorePopRemoteTemp(0, 1)
                .PushClosure(0, 0, inner => inner.PushNil().BlockReturnTop()).BlockReturnTop())
            .SendSpecial("do:").Pop()
            .PushRemoteTemp(0, 1).ReturnTop()
            .Bytes(0x01, 0xFC)
            .Named("inject:").InClass(image.Class("Array")).Build();
        Check(image, method, null, """
            Array>>inject:: 1 arguments, 2 temps, 2 literals, primitive 60, frame of 56, V3PlusClosures
              literal 1: #inject:
              literal 2: {Array}
            25 <8B 3C 00>     callPrimitive: 60
            28 <8A 01>        push: (Array new: 1)
            30 <69>           popIntoTemp: 1
            31 <10>           pushTemp: 0
            32 <11>           pushTemp: 1
            33 <8F 11 00 0F>  closureNumCopied: 1 numArgs: 1 bytes 37 to 51
              37 <8C 00 01>     pushTemp: 0 inVectorAt: 1
              40 <10>           pushTemp: 0
              41 <B0>           send: #+
              42 <8E 00 01>     popIntoTemp: 0 inVectorAt: 1
              45 <8F 00 00 02>  closureNumCopied: 0 numArgs: 0 bytes 49 to 50
                49 <73>           pushConstant: nil
                50 <7D>           blockReturn
              51 <7D>           blockReturn
            52 <CB>           send: #do:
            53 <87>           pop
            54 <8C 00 01>     pushTemp: 0 inVectorAt: 1
            57 <7C>           returnTop
            58 trailer <01 FC>

            """);
    }

    [Test]
    public void A_full_block_is_told_below_its_literal()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop method = new MethodBuilder(image, BytecodeSet.SistaV1)
            .PushReceiver()
            .PushClosure(1, 1, block => block.Send("yourself", 0).BlockReturnTop())
            .ReturnTop()
            .Named("foo").InClass(image.Memory.ClassOf(image.Class("Point"))).Build();
        Check(image, method, null, """
            Point class>>foo: 0 arguments, 0 temps, 3 literals, no primitive, frame of 16, SistaV1
              literal 1: a CompiledBlock
                [] in Point class>>foo: 1 arguments, 2 temps, 2 literals, no primitive, frame of 16, SistaV1
                  literal 1: #yourself
                  literal 2: a CompiledMethod
                25 <80>           send: #yourself
                26 <5E>           blockReturn
              literal 2: #foo
              literal 3: {Point class}
            33 <4C>           self
            34 <F9 00 01>     pushFullClosure: (literal 1) numCopied: 1
            37 <5C>           returnTop

            """);
    }

    [Test]
    public void Variables_supers_and_trailers_are_named()
    {
        using MiniImage image = new(MiniImage.V3Closures);
        ObjectMemory memory = image.Memory;
        Oop transcript = memory.Instantiate(image.Class("Association"));
        memory.Store(Layouts.Association.Key, transcript, image.Symbol("Transcript"));
        Oop method = new MethodBuilder(image)
            .PushLiteralVariable(transcript).StoreLiteralVariable(transcript).StorePopLiteralVariable(transcript)
            .PushReceiver().SuperSend("initialize", 0).StoreReceiverVariable(1).StorePopReceiverVariable(0)
            .PushLiteral(memory.NewString("it's")).SendSpecial("class").Pop()
            .Bytes(0x5F).Bytes(0x7E)
            .ReturnReceiver()
            .Bytes(0xAB, 0x07, 0x01, 0xFC)
            .Build();
        Check(image, method, "Foo>>bar", """
            Foo>>bar: 0 arguments, 0 temps, 3 literals, no primitive, frame of 16, V3PlusClosures
              literal 1: {Transcript}
              literal 2: #initialize
              literal 3: 'it''s'
            17 <40>           pushLitVar: Transcript
            18 <81 C0>        storeIntoLit: Transcript
            20 <82 C0>        popIntoLit: Transcript
            22 <70>           self
            23 <85 01>        superSend: #initialize
            25 <81 01>        storeIntoRcvr: 1
            27 <60>           popIntoRcvr: 0
            28 <22>           pushConstant: 'it''s'
            29 <C7>           send: #class
            30 <87>           pop
            31 <5F>           pushLitVar: (no literal 32)
            32 <7E>           unusedBytecode: 126
            33 <78>           returnSelf
            34 trailer <AB 07 01 FC>

            """);
    }

    [Test]
    public void Blocks_around_each_other_end()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop block = new MethodBuilder(image, BytecodeSet.SistaV1).Literal(image.Memory.Nil).BlockReturnNil().BuildBlock(image.Memory.Nil);
        image.Memory.Store(1, block, block);
        image.Memory.Store(2, block, block);
        Assert.That(new Disassembler(image.Memory).Disassemble(block), Does.Contain("blockReturn: nil"));
    }

    [Test]
    public void What_is_no_code_is_said_to_be_none()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Check(image, image.Memory.Nil, null, "nil is no compiled code\n");
    }

    private static void Check(MiniImage image, Oop code, string? name, string expected)
    {
        string text = new Disassembler(image.Memory).Disassemble(code, name).ReplaceLineEndings("\n");
        Assert.That(text, Is.EqualTo(expected));
    }
}
