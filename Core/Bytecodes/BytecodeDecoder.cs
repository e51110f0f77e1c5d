using System.Collections.Immutable;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Bytecodes;

/// <summary>Reads bytecodes as <see cref="Instruction"/>s. Whatever the bytes are, it ends and touches nothing else.</summary>
internal static unsafe class BytecodeDecoder
{
    // VMMaker isQuickPrimitiveIndex:.
    private const int FirstQuickPrimitive = 256;
    private const int FirstQuickInteger = 260;
    private const int FirstQuickVariable = 264;
    private const int LastQuickPrimitive = 519;

    private static readonly Op[] QuickReturns = [Op.ReturnReceiver, Op.ReturnTrue, Op.ReturnFalse, Op.ReturnNil];

    /// <summary>Whether an object is code with a header and literals that fit into it.</summary>
    public static bool IsCode(Oop oop, ImageDialect dialect) =>
        oop.IsPointer && !oop.IsNone && ObjectMemory.FormatOf(oop).IsCompiledMethod() && ObjectMemory.SlotCount(oop) > 0
        && ObjectMemory.Slots(oop)[0].IsInteger
        && CompiledCode.FirstBytecode(oop, dialect) <= CompiledCode.EndOfBytecodes(oop);

    /// <summary>
    /// All instructions of a method or block in the order of their offsets; none for what is no code.
    /// </summary>
    /// <remarks>
    /// The compiler's trailer (source pointer, temp names) follows the bytecodes without a mark that all images share.
    /// So the code ends where no jump leads beyond a return. A method that only answers a variable or a constant may have
    /// no bytecodes at all: its primitive cannot fail.
    /// </remarks>
    public static List<Instruction> Decode(Oop code, ImageDialect dialect)
    {
        List<Instruction> instructions = [];
        if (!IsCode(code, dialect))
        {
            return instructions;
        }
        BytecodeSet set = BytecodeSet.For(code, dialect);
        ReadOnlySpan<byte> bytes = new(ObjectMemory.Bytes(code), CompiledCode.EndOfBytecodes(code));
        int reached = 0;
        for (int at = CompiledCode.FirstBytecode(code, dialect); at < bytes.Length;)
        {
            Instruction instruction = At(bytes, at, set);
            instructions.Add(instruction);
            at = instruction.End;
            reached = Math.Max(reached, instruction.Target);
            if (instruction.IsReturn && reached < at)
            {
                break;
            }
        }
        int primitive = CompiledCode.PrimitiveNumber(code, dialect);
        int start = instructions.Count > 0 && instructions[0].Op == Op.CallPrimitive ? 1 : 0;
        if (primitive is >= FirstQuickPrimitive and <= LastQuickPrimitive && !DoesQuickly(primitive, instructions[start..]))
        {
            instructions.RemoveRange(start, instructions.Count - start);
        }
        return instructions;
    }

    /// <summary>Whether these are the bytecodes that the primitive stands for, and not a trailer read as bytecodes.</summary>
    private static bool DoesQuickly(int primitive, List<Instruction> body) => primitive < FirstQuickInteger
        ? body.Count == 1 && body[0].Op == QuickReturns[primitive - FirstQuickPrimitive]
        : body.Count == 2 && body[1].Op == Op.ReturnTop && (primitive < FirstQuickVariable
            ? body[0].Op == Op.PushInteger && body[0].Operand == primitive - FirstQuickInteger - 1
            : body[0].Op == Op.PushReceiverVariable && body[0].Operand == primitive - FirstQuickVariable);

    /// <summary>The instruction at <paramref name="offset"/>; Unknown up to the end where it is cut off.</summary>
    public static Instruction At(ReadOnlySpan<byte> code, int offset, BytecodeSet set)
    {
        int at = offset;
        int a = 0;
        int b = 0;
        bool isFirstB = true;
        while (at + 2 < code.Length && set.RowOf(code[at])?.Op is Op.ExtendA or Op.ExtendB)
        {
            byte extension = code[at + 1];
            if (set.RowOf(code[at])!.Op == Op.ExtendA)
            {
                a = (a << 8) | extension;
            }
            else
            {
                b = isFirstB ? (sbyte)extension : (b << 8) | extension;
                isFirstB = false;
            }
            at += 2;
        }
        if (set.RowOf(code[at]) is not { } row)
        {
            return new(offset, Op.Unknown, code[at], 0, at + 1 - offset, 0, InstructionFlags.None);
        }
        if (row.Op is Op.ExtendA or Op.ExtendB || at + row.Length > code.Length)
        {
            return new(offset, Op.Unknown, code[at], 0, code.Length - offset, 0, InstructionFlags.None);
        }
        Encoded encoded = new()
        {
            Row = row,
            Code = code[at],
            Offset = offset,
            End = at + row.Length,
            Byte1 = row.Length > 1 ? code[at + 1] : 0,
            Byte2 = row.Length > 2 ? code[at + 2] : 0,
            Byte3 = row.Length > 3 ? code[at + 3] : 0,
            A = a,
            B = b,
        };
        return encoded.Interpret();
    }

    /// <summary>The parts of an instruction as its bytes hold them.</summary>
    private readonly ref struct Encoded
    {
        public required BytecodeRow Row { get; init; }
        public required byte Code { get; init; }
        public required int Offset { get; init; }
        public required int End { get; init; }
        public required int Byte1 { get; init; }
        public required int Byte2 { get; init; }
        public required int Byte3 { get; init; }
        public required int A { get; init; }
        public required int B { get; init; }

        private Op Op => Row.Op;
        private int Operand => Row.Operand + Code - Row.First;
        private int Byte1WithA => Byte1 + (A << 8);
        private int Byte1WithB => Byte1 + (B << 8);

        public Instruction Interpret() => Op switch
        {
            Op.PushInteger => Is(Op.PushInteger, Operand - 1),
            Op.PushThisContext => Is(Op.PushThisContext, B),
            Op.Jump or Op.JumpTrue or Op.JumpFalse => Jumps(Op, Operand),
            Op.Send0 or Op.Send1 or Op.Send2 => Is(Op.LongSend, Operand, Op - Op.Send0),

            Op.ExtendedPush => Is(V3Forms.Pushes[Byte1 >> 6], Byte1 & 63),
            Op.ExtendedStore => KindOf(V3Forms.Stores),
            Op.ExtendedStorePop => KindOf(V3Forms.StorePops),
            Op.ExtendedSend => Is(Op.LongSend, Byte1 & 31, Byte1 >> 5),
            Op.ExtendedSuperSend => Is(Op.LongSuperSend, Byte1 & 31, Byte1 >> 5),
            Op.SecondExtendedSend => Is(Op.LongSend, Byte1 & 63, Byte1 >> 6),
            Op.DoubleExtended => Is(V3Forms.DoubleExtensions[Byte1 >> 5], Byte2, Byte1 >> 5 < 2 ? Byte1 & 31 : 0),
            Op.LongJump => Jumps(Op.Jump, ((Operand - 4) << 8) + Byte1),
            Op.LongJumpTrue => Jumps(Op.JumpTrue, (Operand << 8) + Byte1),
            Op.LongJumpFalse => Jumps(Op.JumpFalse, (Operand << 8) + Byte1),
            Op.PushClosureCopy => Is(Op.PushClosureCopy, Byte1 >> 4, Byte1 & 15, End + (Byte2 << 8) + Byte3),

            Op.PushNewArray =>
                Is(Op.PushNewArray, Byte1 & 127, flags: Byte1 > 127 ? InstructionFlags.PopsElements : InstructionFlags.None),
            Op.PushRemoteTemp or Op.StoreRemoteTemp or Op.StorePopRemoteTemp => Is(Op, Byte1, Byte2),
            Op.CallPrimitive => Is(Op.CallPrimitive, Byte1 | (Byte2 << 8)),

            Op.LongPushReceiverVariable => Is(Op.PushReceiverVariable, Byte1WithA),
            Op.LongPushLiteralVariable => Is(Op.PushLiteralVariable, Byte1WithA),
            Op.LongPushLiteral => Is(Op.PushLiteral, Byte1WithA),
            Op.LongPushTemp => Is(Op.PushTemp, Byte1),
            Op.LongPushInteger => Is(Op.PushInteger, Byte1WithB),
            Op.LongPushCharacter => Is(Op.LongPushCharacter, Byte1WithB),
            Op.LongSend => Is(Op.LongSend, (Byte1 >> 3) + (A << 5), (Byte1 & 7) + (B << 3)),
            Op.LongSuperSend => SuperSends(),
            Op.ExtendedJump => Jumps(Op.Jump, Byte1WithB),
            Op.ExtendedJumpTrue => Jumps(Op.JumpTrue, Byte1WithB),
            Op.ExtendedJumpFalse => Jumps(Op.JumpFalse, Byte1WithB),
            Op.LongStorePopReceiverVariable => Is(Op.StorePopReceiverVariable, Byte1WithA),
            Op.LongStorePopTemp => Is(Op.StorePopTemp, Byte1),
            Op.LongStoreTemp => Is(Op.LongStoreTemp, Byte1),
            Op.LongStorePopLiteralVariable or Op.LongStoreReceiverVariable or Op.LongStoreLiteralVariable =>
                Is(Op, Byte1WithA),
            Op.PushFullClosure => Is(Op.PushFullClosure, Byte1WithA, Byte2 & 63, flags:
                (Byte2 > 127 ? InstructionFlags.ReceiverOnStack : 0) | ((Byte2 & 64) != 0 ? InstructionFlags.NoOuterContext : 0)),
            // VMMaker extPushClosureBytecode: extension A extends both counts, four bits each.
            Op.PushClosure => Is(Op.PushClosureCopy, ((Byte1 >> 3) & 7) + (A >> 4 << 3), (Byte1 & 7) + ((A & 15) << 3),
                End + Byte2 + (B << 8)),

            _ => Is(Op, Operand),
        };

        private Instruction Is(Op op, int operand, int argument = 0, int target = 0, InstructionFlags flags = default) =>
            new(Offset, op, operand, argument, End - Offset, target, flags);

        private Instruction Jumps(Op op, int distance) => Is(op, 0, 0, End + distance);

        private Instruction KindOf(ImmutableArray<Op> kinds)
        {
            Op op = kinds[Byte1 >> 6];
            return Is(op, op == Op.Unknown ? Code : Byte1 & 63);
        }

        // VMMaker extSendSuperBytecode: bit 6 of extension B says that the class is on the stack.
        private Instruction SuperSends()
        {
            bool isDirected = B >= 64;
            return Is(Op.LongSuperSend, (Byte1 >> 3) + (A << 5), (Byte1 & 7) + ((isDirected ? B - 64 : B) << 3),
                flags: isDirected ? InstructionFlags.Directed : InstructionFlags.None);
        }
    }
}
