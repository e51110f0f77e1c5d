using JitTalk.Core.Bytecodes;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Planning;

/// <summary>
/// Follows bytecodes from an entry: what is reached, how deep the stack is there, where jumps lead. The code has been
/// verified, so this only has to find out. Code that makes BlockContexts may be meant to be left where it does.
/// </summary>
internal sealed unsafe class CodeReader
{
    private const int BlockCopySelector = 24;

    private readonly ObjectMemory _memory;
    private readonly Oop _code;
    private readonly BytecodeSet _set;
    private readonly int _end;
    private readonly bool _endsAtBlocks;
    private readonly SortedDictionary<int, (Instruction Instruction, int Depth)> _read = [];
    private readonly Stack<(int Offset, int Depth)> _work = new();

    public CodeReader(ObjectMemory memory, Oop code, int entry, int depth, bool endsAtBlocks = false)
    {
        _memory = memory;
        _endsAtBlocks = endsAtBlocks;
        _code = code;
        _set = BytecodeSet.For(code, memory.Dialect);
        _end = CompiledCode.EndOfBytecodes(code);
        _work.Push((entry, depth));
        while (_work.TryPop(out (int Offset, int Depth) next))
        {
            Follow(next.Offset, next.Depth);
        }
        Shorten();
    }

    public IEnumerable<Instruction> Instructions => _read.Values.Select(r => r.Instruction);
    public IEnumerable<int> Depths => _read.Values.Select(r => r.Depth);
    public HashSet<int> Targets { get; } = [];

    /// <summary>One more than the highest slot of the stack that is named as a temp.</summary>
    public int TempLimit { get; private set; }

    /// <summary>One more than the highest variable of the receiver that is named.</summary>
    public int ReceiverVariables { get; private set; }

    /// <summary>Whether a bytecode makes a BlockContext: from then on, its home keeps its temps in the heap.</summary>
    public static bool MakesBlockContext(in Instruction instruction, ImageDialect dialect) =>
        instruction is { Op: Op.SendSpecial, Operand: BlockCopySelector } && !dialect.HasClosures;

    private void Follow(int offset, int depth)
    {
        while (!_read.ContainsKey(offset))
        {
            Instruction instruction = BytecodeDecoder.At(new ReadOnlySpan<byte>(ObjectMemory.Bytes(_code), _end), offset, _set);
            _read[offset] = (instruction, depth);
            Note(instruction);
            depth += Effect(instruction);
            if (instruction.IsReturn || (_endsAtBlocks && MakesBlockContext(instruction, _memory.Dialect)))
            {
                return;
            }
            if (instruction.IsJump)
            {
                _work.Push((instruction.Target, depth));
                if (instruction.Op == Op.Jump)
                {
                    return;
                }
            }
            offset = instruction.Op == Op.PushClosureCopy ? instruction.Target : instruction.End;
        }
    }

    /// <summary>
    /// A jump on to a test or a return is told as that, which ends where that ends. So the halves of <c>and:</c> and
    /// <c>or:</c> jump themselves, and no Boolean is made for the test at their end.
    /// </summary>
    private void Shorten()
    {
        foreach ((Instruction jump, int depth) in _read.Values.Where(r => r.Instruction.Op == Op.Jump).Reverse().ToList())
        {
            Instruction then = _read[jump.Target].Instruction;
            if (jump.Target > jump.Offset && (then.IsReturn || then.Op is Op.JumpTrue or Op.JumpFalse))
            {
                _read[jump.Offset] = (then with { Offset = jump.Offset, Length = then.End - jump.Offset }, depth);
            }
        }
        Instruction[] read = [.. Instructions];
        for (int i = 0; i < read.Length; i++)
        {
            if (read[i].IsJump)
            {
                _ = Targets.Add(read[i].Target);
            }
            if (read[i].Op is Op.JumpTrue or Op.JumpFalse && (i + 1 == read.Length || read[i + 1].Offset != read[i].End))
            {
                _ = Targets.Add(read[i].End);
            }
        }
    }

    private void Note(in Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Op.PushTemp or Op.StorePopTemp or Op.LongStoreTemp:
                TempLimit = Math.Max(TempLimit, instruction.Operand + 1);
                break;
            case Op.PushRemoteTemp or Op.StoreRemoteTemp or Op.StorePopRemoteTemp:
                TempLimit = Math.Max(TempLimit, instruction.Argument + 1);
                break;
            case Op.PushReceiverVariable or Op.StorePopReceiverVariable or Op.LongStoreReceiverVariable:
                ReceiverVariables = Math.Max(ReceiverVariables, instruction.Operand + 1);
                break;
            default:
                break;
        }
    }

    private int Effect(in Instruction instruction) => instruction.Op switch
    {
        Op.PushReceiverVariable or Op.PushTemp or Op.PushLiteral or Op.PushLiteralVariable or Op.PushReceiver or Op.PushTrue
            or Op.PushFalse or Op.PushNil or Op.PushInteger or Op.PushThisContext or Op.LongPushCharacter or Op.Dup
            or Op.PushRemoteTemp => 1,
        Op.StorePopReceiverVariable or Op.StorePopTemp or Op.StorePopRemoteTemp or Op.LongStorePopLiteralVariable or Op.Pop
            or Op.JumpTrue or Op.JumpFalse => -1,
        >= Op.Add and <= Op.BitOr or Op.Identical or Op.NotIdentical => -1,
        Op.SendSpecial => -SpecialArgumentCount(instruction.Operand),
        Op.LongSend => -instruction.Argument,
        Op.LongSuperSend => -instruction.Argument - ((instruction.Flags & InstructionFlags.Directed) != 0 ? 1 : 0),
        Op.PushNewArray => (instruction.Flags & InstructionFlags.PopsElements) != 0 ? 1 - instruction.Operand : 1,
        Op.PushClosureCopy => 1 - instruction.Operand,
        Op.PushFullClosure => 1 - instruction.Argument - ((instruction.Flags & InstructionFlags.ReceiverOnStack) != 0 ? 1 : 0),
        Op.Unknown => throw new PlanException("a bytecode of no set"),
        _ => 0,
    };

    private int SpecialArgumentCount(int index) =>
        (int)_memory.Fetch((2 * index) + 1, _memory.Special(SpecialObject.SpecialSelectors)).Integer;
}
