using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;

namespace JitTalk.Jit.Planning;

/// <summary>Looks at what a send has met, and at what it would find for each class.</summary>
internal sealed unsafe class SendPlanner
{
    private const int MostInlineSlots = 16;
    private const int SpecialSelectorStride = 2;

    private readonly ObjectMemory _memory;
    private readonly Interpreter _interpreter;
    private readonly CodeStore _store;
    private readonly JitOptions _options;
    private readonly LeafPlanner _leaves;

    public SendPlanner(VirtualMachine vm, CodeStore store, JitOptions options)
    {
        _memory = vm.Memory;
        _interpreter = vm.Interpreter;
        _store = store;
        _options = options;
        _leaves = new LeafPlanner(vm, store, this);
    }

    public SendPlan PlanSpecial(CodeUnit unit, in Instruction instruction, int index)
    {
        (Oop selector, int count) = SpecialMessage(index);
        return PlanSend(unit, instruction, selector, count);
    }

    /// <summary>What a bytecode of a method sends, and with how many arguments.</summary>
    public (Oop Selector, int ArgumentCount) MessageOf(Oop method, in Instruction instruction) =>
        instruction.Op == Op.SendSpecial
            ? SpecialMessage(instruction.Operand)
            : (CompiledCode.Literal(instruction.Operand, method), instruction.Argument);

    private (Oop Selector, int ArgumentCount) SpecialMessage(int index)
    {
        Oop selectors = _memory.Special(SpecialObject.SpecialSelectors);
        return (_memory.Fetch(SpecialSelectorStride * index, selectors),
            (int)_memory.Fetch((SpecialSelectorStride * index) + 1, selectors).Integer);
    }

    public SendPlan PlanSend(CodeUnit unit, in Instruction instruction, Oop selector, int argumentCount)
    {
        IReadOnlyList<int> classes = ClassesOf(unit.Place, instruction);
        bool isMany = classes.Count >= SendSite.MostClasses;
        List<SendCase> cases = [];
        foreach (int classIndex in isMany ? [] : classes)
        {
            cases.Add(PlanCase(unit, selector, classIndex, argumentCount));
        }
        return new SendPlan
        {
            Selector = ObjectMemory.TextOf(selector),
            ArgumentCount = argumentCount,
            Cases = cases,
            AnyCell = (nint)_store.NewCell(unit, selector, argumentCount, instruction.End, isMany),
            Exits = cases.Count == 1 && Trusts(unit.Place, instruction),
            IsMany = isMany,
            IsPerform = cases.Count > 0 && cases.TrueForAll(c => c is { Kind: SendKind.Primitive, Operand: InlinePrimitives.Perform }),
        };
    }

    public SendPlan PlanSuper(CodeUnit unit, in Instruction instruction)
    {
        if ((instruction.Flags & InstructionFlags.Directed) != 0)
        {
            throw new PlanException("it sends to the superclass of a class on the stack");
        }
        Oop selector = CompiledCode.Literal(instruction.Operand, unit.Place.Method);
        int above = _interpreter.SuperclassIndex(_interpreter.MethodClass(unit.Place.Method));
        return new SendPlan
        {
            Selector = ObjectMemory.TextOf(selector),
            ArgumentCount = instruction.Argument,
            Cases = [PlanCase(unit, selector, above, instruction.Argument)],
            AnyCell = 0,
            Exits = false,
            IsSuper = true,
        };
    }

    /// <param name="unit">What it becomes a part of.</param>
    /// <param name="selector">What is sent.</param>
    /// <param name="classIndex">The class that the lookup begins in.</param>
    /// <param name="argumentCount">Arguments.</param>
    /// <param name="level">Of leaves around the send.</param>
    public SendCase PlanCase(CodeUnit unit, Oop selector, int classIndex, int argumentCount, int level = 0)
    {
        nint cell = (nint)_store.Cells.Of(selector, classIndex, argumentCount);
        if (!_interpreter.TryFind(selector, classIndex, out MethodCacheEntry found) || found.ArgumentCount != argumentCount)
        {
            return new SendCase(classIndex, SendKind.Call, 0, default, null, null, cell);
        }
        (SendKind kind, long operand) = found.Kind switch
        {
            MethodKind.AnswerSelf => (SendKind.AnswerSelf, 0L),
            MethodKind.AnswerSlot => (SendKind.AnswerSlot, found.Index),
            MethodKind.AnswerConstant => (SendKind.AnswerConstant, _interpreter.QuickAnswer(found.Index, _memory.Nil).Bits),
            // Those that begin without a switch of processes are called like others.
            MethodKind.ClosureValue when found.Index == 0 => (SendKind.Value, 0L),
            MethodKind.FullClosureValue when found.Index == 0 => (SendKind.FullValue, 0L),
            MethodKind.BlockContextValue when classIndex == _memory.Known.BlockContext => (SendKind.BlockContextValue, 0L),
            MethodKind.Primitive or MethodKind.At or MethodKind.AtPut or MethodKind.StringAt =>
                (SendKind.Primitive, CompiledCode.PrimitiveNumber(found.Method, _memory.Dialect)),
            _ => (SendKind.Call, 0L),
        };
        _ = _memory.TryShape(_memory.Classes[classIndex], out ClassShape shape);
        Leaf? leaf = kind == SendKind.Call ? _leaves.Plan(unit, found, shape, level) : null;
        kind = leaf is null ? kind : SendKind.Leaf;
        if (kind is not SendKind.Call)
        {
            unit.Assumptions.Add(cell);
            ((CallCell*)cell)->Assumed = found.Method;
        }
        if (kind is SendKind.Value or SendKind.FullValue or SendKind.BlockContextValue)
        {
            cell = (nint)_store.NewBlockCell(unit, (CallCell*)cell);
        }
        InstanceShape? made = kind == SendKind.Primitive && operand is InlinePrimitives.New or InlinePrimitives.NewWithSize
            ? ShapeMadeBy(_memory.Classes[classIndex], isSized: operand == InlinePrimitives.NewWithSize)
            : null;
        return new SendCase(classIndex, kind, operand, shape, made, leaf, cell);
    }

    /// <summary>What the sole instance of a metaclass makes; null where that is not simple.</summary>
    private InstanceShape? ShapeMadeBy(Oop metaclass, bool isSized)
    {
        if (ObjectMemory.SlotCount(metaclass) <= Layouts.Class.MetaclassThisClass)
        {
            return null;
        }
        Oop behavior = _memory.Fetch(Layouts.Class.MetaclassThisClass, metaclass);
        if (!behavior.IsPointer || behavior == _memory.Nil || _memory.ClassOf(behavior) != metaclass
            || !_memory.TryShape(behavior, out ClassShape shape) || _memory.Classes.IndexOf(behavior) is 0 or <= ObjectHeader.LastPunClassIndex
            || shape.FixedSlots > MostInlineSlots
            || !(isSized ? shape.Format is ObjectFormat.Indexable or ObjectFormat.FixedAndIndexable or ObjectFormat.Bytes
                : shape.Format is ObjectFormat.Empty or ObjectFormat.Fixed))
        {
            return null;
        }
        ulong header = ObjectHeader.Make(_memory.Classes.IndexOf(behavior), shape.Format, shape.FixedSlots);
        return new InstanceShape(_memory.Fetch(Layouts.Class.Format, behavior).Bits, (long)header, shape.FixedSlots, shape.Format);
    }

    /// <summary>Whether a guess is made at a bytecode. In code that will not be made anew there are none.</summary>
    public bool Trusts(Place place, in Instruction instruction) =>
        place.Renewals < _options.GuessBudget - 1 && !place.Distrusted.Contains(instruction.Offset);

    /// <summary>What a send has met, as far as is known.</summary>
    public IReadOnlyList<int> ClassesOf(Place place, in Instruction instruction)
    {
        foreach (int classIndex in _interpreter.Sites.ClassesAt(ObjectMemory.Bytes(place.Method) + instruction.End))
        {
            _ = place.Note(instruction.End, classIndex);
        }
        return place.ClassesAt(instruction.End);
    }
}
