using JitTalk.Core.Memory;

namespace JitTalk.Core.Bytecodes;

// What each bytecode asks of the frame and the literals, and what it does to the depth of the stack.
internal sealed partial class CodeVerifier
{
    private const int MostArguments = 15;

    // The special selectors array: selector, argument count.
    private const int SpecialSelectorStride = 2;

    private int Effect(in Instruction instruction, int depth)
    {
        int operand = instruction.Operand;
        int argument = instruction.Argument;
        int at = instruction.Offset;
        switch (instruction.Op)
        {
            case Op.PushReceiverVariable:
                return Variable(operand, 1);
            case Op.StorePopReceiverVariable:
                return Needs(1, depth, at, Variable(operand, -1));
            case Op.LongStoreReceiverVariable:
                return Needs(1, depth, at, Variable(operand, 0));

            case Op.PushTemp:
                return Temp(operand, at, 1);
            case Op.StorePopTemp:
                return Needs(1, depth, at, Temp(operand, at, -1));
            case Op.LongStoreTemp:
                return Needs(1, depth, at, Temp(operand, at, 0));
            case Op.PushRemoteTemp:
                return Temp(argument, at, 1);
            case Op.StoreRemoteTemp:
                return Needs(1, depth, at, Temp(argument, at, 0));
            case Op.StorePopRemoteTemp:
                return Needs(1, depth, at, Temp(argument, at, -1));

            case Op.PushLiteral:
                return Literal(operand, at, 1);
            case Op.PushLiteralVariable:
                return LiteralVariable(operand, at, 1);
            case Op.LongStoreLiteralVariable:
                return Needs(1, depth, at, LiteralVariable(operand, at, 0));
            case Op.LongStorePopLiteralVariable:
                return Needs(1, depth, at, LiteralVariable(operand, at, -1));

            case Op.PushReceiver or Op.PushTrue or Op.PushFalse or Op.PushNil or Op.PushInteger or Op.PushThisContext
                or Op.LongPushCharacter:
                return 1;
            case Op.Dup:
                return Needs(1, depth, at, 1);
            case Op.Pop:
                return Needs(1, depth, at, -1);
            case Op.Nop or Op.CallPrimitive or Op.Jump:
                return 0;
            case Op.JumpTrue or Op.JumpFalse:
                return Needs(1, depth, at, -1);

            case Op.ReturnTop or Op.BlockReturnTop:
                return Needs(1, depth, at, -1);
            case Op.ReturnReceiver or Op.ReturnTrue or Op.ReturnFalse or Op.ReturnNil or Op.BlockReturnNil:
                return 0;

            case >= Op.Add and <= Op.BitOr or Op.Identical or Op.NotIdentical:
                return Needs(2, depth, at, -1);
            case Op.Class:
                return Needs(1, depth, at, 0);
            case Op.SendSpecial:
                return Send(SpecialArgumentCount(operand, at), depth, at);
            case Op.LongSend:
                return Literal(operand, at, Send(argument, depth, at));
            case Op.LongSuperSend:
                return SuperSend(instruction, depth);

            case Op.PushNewArray:
                return (instruction.Flags & InstructionFlags.PopsElements) != 0 ? Needs(operand, depth, at, 1 - operand) : 1;
            case Op.PushClosureCopy:
                return Needs(operand, depth, at, 1 - operand);
            case Op.PushFullClosure:
                return FullClosure(instruction, depth);
            default:
                // A bytecode of no set sends a message to the context, whose answer is pushed.
                return 1;
        }
    }

    private int Needs(int count, int depth, int at, int effect)
    {
        if (depth < count)
        {
            Fail(at, $"it takes {count} off a stack of {depth}");
        }
        return effect;
    }

    private int Variable(int index, int effect)
    {
        ReceiverVariables = Math.Max(ReceiverVariables, index + 1);
        return effect;
    }

    // Without closures a block has its home's temps; else all that a temp can be lies on the stack.
    private int Temp(int index, int at, int effect)
    {
        int count = memory.Dialect.HasClosures ? _intact : _temps;
        if (index >= count)
        {
            Fail(at, $"there is no temp {index} of {count}");
        }
        return effect;
    }

    private int Literal(int index, int at, int effect)
    {
        if (index < 0 || index >= _literals)
        {
            Fail(at, $"there is no literal {index + 1} of {_literals}");
        }
        return effect;
    }

    private int LiteralVariable(int index, int at, int effect)
    {
        _ = Literal(index, at, 0);
        if (Problem is null && !HasSlot(CompiledCode.Literal(index, _code), Layouts.Association.Value))
        {
            Fail(at, $"literal {index + 1} is no variable");
        }
        return effect;
    }

    private int Send(int arguments, int depth, int at)
    {
        if (arguments is < 0 or > MostArguments)
        {
            Fail(at, $"it sends {arguments} arguments");
        }
        return Needs(arguments + 1, depth, at, -arguments);
    }

    private int SuperSend(in Instruction send, int depth)
    {
        bool isDirected = (send.Flags & InstructionFlags.Directed) != 0;
        if (!isDirected && !HasClass())
        {
            Fail(send.Offset, "it sends to super and its last literal names no class");
        }
        _ = Literal(send.Operand, send.Offset, 0);
        int effect = Send(send.Argument, isDirected ? depth - 1 : depth, send.Offset);
        return isDirected ? effect - 1 : effect;
    }

    /// <summary>Whether the last literal, for a block its method's, is a variable whose value is a class.</summary>
    private bool HasClass()
    {
        const int deepest = 64;
        Oop code = _code;
        for (int nesting = 0; nesting < deepest; nesting++)
        {
            int count = CompiledCode.LiteralCount(code, memory.Dialect);
            if (count == 0)
            {
                return false;
            }
            Oop last = CompiledCode.Literal(count - 1, code);
            if (!BytecodeDecoder.IsCode(last, memory.Dialect))
            {
                return HasSlot(last, Layouts.Association.Value)
                    && HasSlot(memory.Fetch(Layouts.Association.Value, last), Layouts.Class.Superclass);
            }
            code = last;
        }
        return false;
    }

    private int SpecialArgumentCount(int index, int at)
    {
        Oop selectors = memory.Special(SpecialObject.SpecialSelectors);
        int slot = (SpecialSelectorStride * index) + 1;
        if (!HasSlot(selectors, slot) || !memory.TryFetchInteger(slot, selectors, out long count) || count is < 0 or > MostArguments)
        {
            Fail(at, $"there is no special selector {index}");
            return 0;
        }
        return (int)count;
    }

    private int FullClosure(in Instruction push, int depth)
    {
        int taken = push.Argument + ((push.Flags & InstructionFlags.ReceiverOnStack) != 0 ? 1 : 0);
        _ = Literal(push.Operand, push.Offset, 0);
        if (Problem is null && !BytecodeDecoder.IsCode(CompiledCode.Literal(push.Operand, _code), memory.Dialect))
        {
            Fail(push.Offset, $"literal {push.Operand + 1} is no block");
        }
        return Needs(taken, depth, push.Offset, 1 - taken);
    }

    private static bool HasSlot(Oop oop, int slot) =>
        oop.IsPointer && !oop.IsNone && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > slot;
}
