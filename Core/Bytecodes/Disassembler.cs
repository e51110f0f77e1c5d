using System.Text;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Bytecodes;

/// <summary>Writes compiled code as text, in the words of Squeak's InstructionPrinter and with the image's own pcs.</summary>
internal sealed class Disassembler(ObjectMemory memory)
{
    // CompiledBlocks name each other; a broken image may do so in a circle.
    private const int DeepestNesting = 16;
    private const int BytesWidth = 14;

    private readonly OopPrinter _printer = new(memory);

    /// <summary>
    /// A line about the method or block, its literals (numbered as <c>literalAt:</c> does, nested blocks below theirs),
    /// then a line per bytecode: pc, bytes, meaning.
    /// </summary>
    /// <param name="code">The method or block.</param>
    /// <param name="name">Class&gt;&gt;selector, if the caller knows better than the literals.</param>
    public string Disassemble(Oop code, string? name = null)
    {
        StringBuilder text = new();
        Write(text, code, name ?? NameOf(code), string.Empty, 0);
        return text.ToString();
    }

    /// <summary>The method that a block with code of its own is written in; other code is that itself.</summary>
    public Oop HomeOf(Oop code)
    {
        for (int depth = 0; depth < DeepestNesting && IsCode(code) && CompiledCode.LiteralCount(code, memory.Dialect) is > 0 and var count; depth++)
        {
            Oop last = CompiledCode.Literal(count - 1, code);
            if (!IsCode(last))
            {
                break;
            }
            code = last;
        }
        return code;
    }

    /// <summary>Class&gt;&gt;selector as the last two literals tell, or what the object is.</summary>
    public string NameOf(Oop code) => NameOf(code, 0);

    private string NameOf(Oop code, int depth)
    {
        if (!IsCode(code))
        {
            return _printer.Print(code);
        }
        int count = CompiledCode.LiteralCount(code, memory.Dialect);
        if (!memory.Dialect.HasClosures || count < 1)
        {
            return _printer.Print(code);
        }
        Oop last = CompiledCode.Literal(count - 1, code);
        if (IsCode(last))
        {
            return depth < DeepestNesting ? $"[] in {NameOf(last, depth + 1)}" : "[]";
        }
        if (count < 2)
        {
            return _printer.Print(code);
        }
        Oop selector = CompiledCode.Literal(count - 2, code);
        if (IsPointers(selector, Layouts.AdditionalMethodState.Selector))
        {
            selector = memory.Fetch(Layouts.AdditionalMethodState.Selector, selector);
        }
        if (!_printer.IsSymbol(selector) || !IsPointers(last, Layouts.Association.Value))
        {
            return _printer.Print(code);
        }
        string behavior = _printer.NameOf(memory.Fetch(Layouts.Association.Value, last));
        return $"{behavior}>>{ObjectMemory.TextOf(selector)}";
    }

    private bool IsCode(Oop oop) => _printer.IsObject(oop) && BytecodeDecoder.IsCode(oop, memory.Dialect);

    private bool IsPointers(Oop oop, int slot) =>
        _printer.IsObject(oop) && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > slot;

    private void Write(StringBuilder text, Oop code, string name, string indent, int depth)
    {
        if (!IsCode(code))
        {
            text.AppendLine($"{indent}{name} is no compiled code");
            return;
        }
        WriteHeader(text, code, name, indent);
        WriteLiterals(text, code, indent, depth);
        WriteBytecodes(text, code, indent);
    }

    private void WriteHeader(StringBuilder text, Oop code, string name, string indent)
    {
        int primitive = CompiledCode.PrimitiveNumber(code, memory.Dialect);
        int frame = (CompiledCode.HasLargeFrame(code) ? Layouts.Context.LargeSlots : Layouts.Context.SmallSlots)
            - Layouts.Context.FirstTemp;
        text.AppendLine(
            $"{indent}{name}: {CompiledCode.ArgumentCount(code)} arguments, {CompiledCode.TempCount(code)} temps, "
            + $"{CompiledCode.LiteralCount(code, memory.Dialect)} literals, "
            + (primitive == 0 ? "no primitive" : $"primitive {primitive}")
            + $", frame of {frame}, {BytecodeSet.For(code, memory.Dialect).Name}");
    }

    private void WriteLiterals(StringBuilder text, Oop code, string indent, int depth)
    {
        int count = CompiledCode.LiteralCount(code, memory.Dialect);
        for (int i = 0; i < count; i++)
        {
            Oop literal = CompiledCode.Literal(i, code);
            text.AppendLine($"{indent}  literal {i + 1}: {_printer.Print(literal)}");
            // The last literal of a block is the code around it.
            if (i < count - 1 && depth < DeepestNesting && IsCode(literal))
            {
                Write(text, literal, NameOf(literal), indent + "    ", depth + 1);
            }
        }
    }

    private unsafe void WriteBytecodes(StringBuilder text, Oop code, string indent)
    {
        ReadOnlySpan<byte> bytes = new(ObjectMemory.Bytes(code), CompiledCode.EndOfBytecodes(code));
        Stack<int> bodyEnds = [];
        int end = CompiledCode.FirstBytecode(code, memory.Dialect);
        foreach (Instruction instruction in BytecodeDecoder.Decode(code, memory.Dialect))
        {
            while (bodyEnds.TryPeek(out int bodyEnd) && instruction.Offset >= bodyEnd)
            {
                bodyEnds.Pop();
            }
            string inner = indent + new string(' ', 2 * bodyEnds.Count);
            string hex = $"<{Hex(bytes[instruction.Offset..instruction.End])}>";
            text.AppendLine(
                $"{inner}{PcOf(instruction.Offset, code)} {hex.PadRight(BytesWidth)} {Meaning(instruction, code)}");
            if (instruction.Op == Op.PushClosureCopy)
            {
                bodyEnds.Push(instruction.Target);
            }
            end = instruction.End;
        }
        if (end < bytes.Length)
        {
            text.AppendLine($"{indent}{PcOf(end, code)} trailer <{Hex(bytes[end..])}>");
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(b => b.ToString("X2")));

    private long PcOf(int offset, Oop code) => CompiledCode.ToImagePc(offset, code, memory.Dialect);

    private string Meaning(in Instruction instruction, Oop code)
    {
        int operand = instruction.Operand;
        int argument = instruction.Argument;
        return instruction.Op switch
        {
            Op.PushReceiverVariable => $"pushRcvr: {operand}",
            Op.PushTemp => $"pushTemp: {operand}",
            Op.PushLiteral => $"pushConstant: {Literal(operand, code)}",
            Op.PushLiteralVariable => $"pushLitVar: {Variable(operand, code)}",
            Op.PushReceiver => "self",
            Op.PushTrue => "pushConstant: true",
            Op.PushFalse => "pushConstant: false",
            Op.PushNil => "pushConstant: nil",
            Op.PushInteger => $"pushConstant: {operand}",
            Op.LongPushCharacter => $"pushConstant: {_printer.Print(Oop.FromCharacter(operand))}",
            Op.PushThisContext => operand == 1 ? "pushThisProcess" : "pushThisContext",
            Op.Dup => "dup",
            Op.Pop => "pop",
            Op.Nop => "nop",

            Op.StorePopReceiverVariable => $"popIntoRcvr: {operand}",
            Op.StorePopTemp => $"popIntoTemp: {operand}",
            Op.LongStorePopLiteralVariable => $"popIntoLit: {Variable(operand, code)}",
            Op.LongStoreReceiverVariable => $"storeIntoRcvr: {operand}",
            Op.LongStoreTemp => $"storeIntoTemp: {operand}",
            Op.LongStoreLiteralVariable => $"storeIntoLit: {Variable(operand, code)}",

            Op.ReturnReceiver => "returnSelf",
            Op.ReturnTrue => "return: true",
            Op.ReturnFalse => "return: false",
            Op.ReturnNil => "return: nil",
            Op.ReturnTop => "returnTop",
            Op.BlockReturnTop => "blockReturn",
            Op.BlockReturnNil => "blockReturn: nil",

            Op.Jump => $"jumpTo: {PcOf(instruction.Target, code)}",
            Op.JumpTrue => $"jumpTrue: {PcOf(instruction.Target, code)}",
            Op.JumpFalse => $"jumpFalse: {PcOf(instruction.Target, code)}",

            >= Op.Add and <= Op.BitOr => $"send: {SpecialSelector(instruction.Op - Op.Add)}",
            Op.SendSpecial => $"send: {SpecialSelector(operand)}",
            Op.Identical => "send: #==",
            Op.NotIdentical => "send: #~~",
            Op.Class => "send: #class",
            Op.LongSend => $"send: {Literal(operand, code)}",
            Op.LongSuperSend when instruction.Flags.HasFlag(InstructionFlags.Directed) =>
                $"directedSuperSend: {Literal(operand, code)}",
            Op.LongSuperSend => $"superSend: {Literal(operand, code)}",
            Op.CallPrimitive => $"callPrimitive: {operand}",

            Op.PushNewArray when instruction.Flags.HasFlag(InstructionFlags.PopsElements) =>
                $"pop {operand} into (Array new: {operand})",
            Op.PushNewArray => $"push: (Array new: {operand})",
            Op.PushRemoteTemp => $"pushTemp: {operand} inVectorAt: {argument}",
            Op.StoreRemoteTemp => $"storeIntoTemp: {operand} inVectorAt: {argument}",
            Op.StorePopRemoteTemp => $"popIntoTemp: {operand} inVectorAt: {argument}",
            Op.PushClosureCopy => $"closureNumCopied: {operand} numArgs: {argument} bytes "
                + $"{PcOf(instruction.End, code)} to {PcOf(instruction.Target, code) - 1}",
            Op.PushFullClosure => FullClosure(instruction, code),
            _ => $"unusedBytecode: {operand}",
        };
    }

    private string FullClosure(in Instruction instruction, Oop code)
    {
        string receiver = instruction.Flags.HasFlag(InstructionFlags.ReceiverOnStack) ? " receiverOnStack" : string.Empty;
        string outer = instruction.Flags.HasFlag(InstructionFlags.NoOuterContext) ? " ignoreOuterContext" : string.Empty;
        return $"pushFullClosure: (literal {instruction.Operand + 1}) numCopied: {instruction.Argument}{receiver}{outer}";
    }

    private string Literal(int index, Oop code) =>
        index < CompiledCode.LiteralCount(code, memory.Dialect)
            ? _printer.Print(CompiledCode.Literal(index, code))
            : $"(no literal {index + 1})";

    private string Variable(int index, Oop code) =>
        index < CompiledCode.LiteralCount(code, memory.Dialect)
            ? _printer.VariableName(CompiledCode.Literal(index, code))
            : $"(no literal {index + 1})";

    private string SpecialSelector(int index)
    {
        Oop selectors = memory.Special(SpecialObject.SpecialSelectors);
        return IsPointers(selectors, 2 * index) ? _printer.Print(memory.Fetch(2 * index, selectors)) : $"(special {index + 1})";
    }
}
