using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;

namespace JitTalk.Jit.Planning;

/// <summary>Finds the methods that are leaves.</summary>
internal sealed unsafe class LeafPlanner(VirtualMachine vm, CodeStore store, SendPlanner sends)
{
    private const int MostBytes = 40;
    private const int MostInstructions = 40;
    private const int MostLevels = 3;

    // Activations after which a send that has met nothing is taken for one that is hardly ever reached.
    private const int EnoughCalls = 50;

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly CodeVerifier _verifier = new(vm.Memory);
    private readonly InlinePrimitives _primitives = new(vm.Memory.Dialect, vm.Memory.Known.Float);

    /// <summary>A method as a leaf of a unit; null when it is none.</summary>
    /// <param name="unit">What it becomes a part of.</param>
    /// <param name="found">The method, as a lookup has found it.</param>
    /// <param name="shape">What receivers look like.</param>
    /// <param name="level">Of leaves around it.</param>
    public Leaf? Plan(CodeUnit unit, in MethodCacheEntry found, ClassShape shape, int level)
    {
        if (level == MostLevels || found.Kind != MethodKind.Plain || found.TempCount != 0
            || CompiledCode.EndOfBytecodes(found.Method) - found.FirstBytecode > MostBytes
            || !_verifier.Verify(found.Method, found.FirstBytecode, found.ArgumentCount)
            || !HasVariables(found.ClassIndex, shape, _verifier.ReceiverVariables))
        {
            return null;
        }
        CodeReader code = new(_memory, found.Method, found.FirstBytecode, depth: 0);
        Instruction[] instructions = [.. code.Instructions];
        int[] depths = [.. code.Depths];
        Place? place = store.Find(found.Method, new UnitEntry(UnitKind.Method, found.FirstBytecode));
        if (depths.Max() > Leaf.DeepestStack || !IsFit(instructions, found.ArgumentCount, code.Targets)
            || NumbersOf(found.Method, place, instructions) is not { } numbers)
        {
            return null;
        }
        Leaf leaf = new(instructions, depths, code.Targets, numbers, new Dictionary<int, SendPlan>(), LiteralsOf(unit, found.Method, instructions),
            instructions.Length, depths.Max(), instructions.Any(i => Leaf.IsStore(i.Op)), Declines: false);
        return WithSends(unit, leaf, found, place, level);
    }

    /// <summary>Whether all instances have so many variables, and have them themselves: contexts may not.</summary>
    private bool HasVariables(int classIndex, ClassShape shape, int count) =>
        count == 0 || (classIndex > Oop.TagMask && !_memory.Known.IsContext(classIndex) && shape.Format.IsPointers() && shape.FixedSlots >= count);

    /// <summary>Whether bytecodes do nothing but look, jump ahead, and store before they return.</summary>
    private bool IsFit(Instruction[] instructions, int argumentCount, HashSet<int> targets)
    {
        bool isOver = false;
        foreach (Instruction instruction in instructions)
        {
            bool isFit = instruction.Op switch
            {
                Op.PushTemp => instruction.Operand < argumentCount,
                Op.PushReceiver or Op.PushReceiverVariable or Op.PushLiteral or Op.PushLiteralVariable or Op.PushTrue or Op.PushFalse
                    or Op.PushNil or Op.PushInteger or Op.LongPushCharacter or (>= Op.ReturnReceiver and <= Op.ReturnTop)
                    or Op.StorePopReceiverVariable => true,
                Op.MakePoint => false,
                Op.SendSpecial => !isOver && !CodeReader.MakesBlockContext(instruction, _memory.Dialect),
                Op.LongSend or Op.LongSuperSend or (>= Op.Add and <= Op.BitOr) or Op.Identical or Op.NotIdentical or Op.Class or Op.Dup
                    or Op.Pop => !isOver,
                Op.Jump or Op.JumpTrue or Op.JumpFalse => !isOver && instruction.Target > instruction.Offset,
                _ => false,
            };
            // After a store nothing may leave the code.
            if (!isFit || (isOver && targets.Contains(instruction.Offset)))
            {
                return false;
            }
            isOver = Leaf.IsStore(instruction.Op) || (isOver && !instruction.IsReturn);
        }
        return true;
    }

    private Dictionary<int, LeafLiteral> LiteralsOf(CodeUnit unit, Oop method, Instruction[] instructions)
    {
        Dictionary<int, LeafLiteral> literals = [];
        foreach (Instruction instruction in instructions.Where(i => i.Op is Op.PushLiteral or Op.PushLiteralVariable))
        {
            Oop literal = CompiledCode.Literal(instruction.Operand, method);
            literals[instruction.Offset] = literal.IsImmediate ? new(literal.Bits, 0) : new(0, (nint)store.NewConstant(unit, literal));
        }
        return literals;
    }

    /// <summary>How its arithmetic is compiled, by offset; null when it has met other objects than numbers.</summary>
    private Dictionary<int, NumberMode>? NumbersOf(Oop method, Place? place, Instruction[] instructions)
    {
        Dictionary<int, NumberMode> numbers = [];
        foreach (Instruction instruction in instructions.Where(i => i.Op is >= Op.Add and <= Op.BitOr))
        {
            NumberMode mode = NumberModes.For(ClassesOf(method, place, instruction.End), _memory.Known.Float);
            if (mode == NumberMode.Anything || place?.Distrusted.Contains(instruction.Offset) == true)
            {
                return null;
            }
            numbers[instruction.Offset] = mode;
        }
        return numbers;
    }

    /// <summary>A leaf with its sends, each to one class whose method can be done in place too; null when there are others.</summary>
    private Leaf? WithSends(CodeUnit unit, Leaf leaf, in MethodCacheEntry found, Place? place, int level)
    {
        Dictionary<int, SendPlan> planned = [];
        bool isKnown = found.Counter >= EnoughCalls || place?.Compiles > 0;
        bool isBehindTest = false;
        LeafStack stack = new();
        for (int i = 0; i < leaf.Instructions.Count; i++)
        {
            Instruction instruction = leaf.Instructions[i];
            int depth = leaf.Depths[i];
            if (leaf.Targets.Contains(instruction.Offset))
            {
                stack.Forget();
            }
            isBehindTest |= instruction.Op is Op.JumpTrue or Op.JumpFalse;
            if (instruction.Op is not (Op.SendSpecial or Op.LongSend or Op.LongSuperSend))
            {
                stack.Do(instruction.Op, depth, found.ClassIndex);
                continue;
            }
            (Oop selector, int count) = sends.MessageOf(found.Method, instruction);
            bool isSuper = instruction.Op == Op.LongSuperSend;
            List<int> classes = isSuper ? [] : ClassesOf(found.Method, place, instruction.End);
            bool isRare = classes.Count == 0 && isKnown && isBehindTest;
            if (!isRare && !isSuper && stack.ClassAt(depth - count - 1) is not 0 and var known)
            {
                classes = [known];
            }
            if (classes.Count > 1 || (classes.Count == 0 && !isRare) || place?.Distrusted.Contains(instruction.Offset) == true)
            {
                return null;
            }
            SendCase[] cases = [.. classes.Select(index => sends.PlanCase(unit, selector, index, count, level + 1))];
            bool isLast = i + 1 < leaf.Instructions.Count && leaf.Instructions[i + 1] is { IsReturn: true } next && !leaf.Targets.Contains(next.Offset);
            if (!cases.All(c => IsFit(c, count, isLast)))
            {
                return null;
            }
            SendCase? only = cases.FirstOrDefault();
            stack.Answer(depth - count - 1, only);
            leaf = leaf with
            {
                Size = leaf.Size + (only?.Leaf?.Size ?? 0),
                Deepest = Math.Max(leaf.Deepest, depth - count - 1 + (only?.Leaf?.Deepest ?? 0)),
                Stores = leaf.Stores || only?.Leaf?.Stores == true,
                Declines = leaf.Declines || only?.Leaf?.Declines == true || (only is not null && InlinePrimitives.Declines(only)),
            };
            planned[instruction.Offset] = new SendPlan
            {
                Selector = ObjectMemory.TextOf(selector),
                ArgumentCount = count,
                Cases = cases,
                AnyCell = 0,
                Exits = true,
            };
        }
        return leaf.Size <= MostInstructions && leaf.Deepest <= Leaf.DeepestStack ? leaf with { Sends = planned } : null;
    }

    private bool IsFit(SendCase send, int argumentCount, bool isLast) => send.Kind switch
    {
        SendKind.AnswerSelf or SendKind.AnswerSlot or SendKind.AnswerConstant => true,
        SendKind.Primitive => _primitives.IncludesInLeaf(send, argumentCount),
        SendKind.Leaf => isLast || !send.Leaf!.Stores,
        _ => false,
    };

    private List<int> ClassesOf(Oop method, Place? place, int end)
    {
        List<int> classes = [.. place?.ClassesAt(end) ?? []];
        foreach (int classIndex in vm.Interpreter.Sites.ClassesAt(ObjectMemory.Bytes(method) + end))
        {
            if (!classes.Contains(classIndex))
            {
                classes.Add(classIndex);
            }
        }
        return classes;
    }
}
