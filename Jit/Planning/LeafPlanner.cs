using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;

namespace JitTalk.Jit.Planning;

/// <summary>Finds the methods that are leaves.</summary>
internal sealed unsafe class LeafPlanner(VirtualMachine vm, CodeStore store)
{
    private const int MostInstructions = 16;

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly CodeVerifier _verifier = new(vm.Memory);

    /// <summary>A method as a leaf of a unit; null when it is none.</summary>
    /// <param name="unit">What it becomes a part of.</param>
    /// <param name="found">The method, as a lookup has found it.</param>
    /// <param name="shape">What receivers look like.</param>
    public Leaf? Plan(CodeUnit unit, in MethodCacheEntry found, ClassShape shape)
    {
        if (found.Kind != MethodKind.Plain || found.TempCount != 0
            || !_verifier.Verify(found.Method, found.FirstBytecode, found.ArgumentCount)
            || !HasVariables(found.ClassIndex, shape, _verifier.ReceiverVariables)
            || Read(found) is not { } instructions
            || NumbersOf(found.Method, found.FirstBytecode, instructions) is not { } numbers)
        {
            return null;
        }
        Dictionary<int, LeafLiteral> literals = [];
        foreach (Instruction instruction in instructions)
        {
            if (instruction.Op is Op.PushLiteral or Op.PushLiteralVariable)
            {
                Oop literal = CompiledCode.Literal(instruction.Operand, found.Method);
                literals[instruction.Offset] = literal.IsImmediate ? new(literal.Bits, 0) : new(0, (nint)store.NewConstant(unit, literal));
            }
        }
        return new Leaf(instructions, numbers, literals);
    }

    /// <summary>Whether all instances have so many variables, and have them themselves: contexts may not.</summary>
    private bool HasVariables(int classIndex, ClassShape shape, int count) =>
        count == 0 || (classIndex > Oop.TagMask && !_memory.Known.IsContext(classIndex) && shape.Format.IsPointers() && shape.FixedSlots >= count);

    private List<Instruction>? Read(in MethodCacheEntry found)
    {
        BytecodeSet set = BytecodeSet.For(found.Method, _memory.Dialect);
        ReadOnlySpan<byte> bytes = new(ObjectMemory.Bytes(found.Method), CompiledCode.EndOfBytecodes(found.Method));
        List<Instruction> read = [];
        int depth = 0;
        bool isOver = false;
        for (int offset = found.FirstBytecode; read.Count < MostInstructions;)
        {
            Instruction instruction = BytecodeDecoder.At(bytes, offset, set);
            read.Add(instruction);
            if (instruction.IsReturn)
            {
                bool answersTop = instruction.Op == Op.ReturnTop;
                return answersTop == isOver || instruction.Op is Op.BlockReturnTop or Op.BlockReturnNil ? null : read;
            }
            if (isOver || Effect(instruction, found.ArgumentCount) is not { } effect || (depth += effect) > Leaf.DeepestStack)
            {
                return null;
            }
            // After a store nothing may leave the code; a test may become a jump.
            isOver = instruction.Op is Op.StorePopReceiverVariable;
            offset = instruction.End;
            if (Leaf.IsTest(instruction.Op) && BytecodeDecoder.At(bytes, offset, set).Op != Op.ReturnTop)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>What an instruction does to the depth of the stack; null for those that no leaf has.</summary>
    private static int? Effect(in Instruction instruction, int argumentCount) => instruction.Op switch
    {
        Op.PushTemp => instruction.Operand < argumentCount ? 1 : null,
        Op.PushReceiver or Op.PushReceiverVariable or Op.PushLiteral or Op.PushLiteralVariable or Op.PushTrue or Op.PushFalse
            or Op.PushNil or Op.PushInteger or Op.LongPushCharacter => 1,
        Op.MakePoint => null,
        (>= Op.Add and <= Op.BitOr) or Op.Identical or Op.NotIdentical or Op.StorePopReceiverVariable => -1,
        Op.Class => 0,
        _ => null,
    };

    /// <summary>How its arithmetic is compiled; null when it has met other objects than numbers.</summary>
    private Dictionary<int, NumberMode>? NumbersOf(Oop method, int entry, List<Instruction> instructions)
    {
        Dictionary<int, NumberMode> numbers = [];
        Place? place = store.Find(method, new UnitEntry(UnitKind.Method, entry));
        foreach (Instruction instruction in instructions.Where(i => i.Op is >= Op.Add and <= Op.BitOr))
        {
            if (place?.Distrusted.Contains(instruction.Offset) == true)
            {
                return null;
            }
            NumberMode mode = NumberModes.For(ClassesOf(method, place, instruction.End), _memory.Known.Float);
            if (mode == NumberMode.Anything)
            {
                return null;
            }
            numbers[instruction.Offset] = mode;
        }
        return numbers;
    }

    private List<int> ClassesOf(Oop method, Place? place, int end)
    {
        List<int> classes = [.. place?.ClassesAt(end) ?? []];
        SendSite* site = vm.Interpreter.Sites.Find(ObjectMemory.Bytes(method) + end);
        for (int i = 0; site != null && i < SendSite.MostClasses && site->Classes[i] != 0; i++)
        {
            classes.Add(site->Classes[i]);
        }
        return classes;
    }
}
