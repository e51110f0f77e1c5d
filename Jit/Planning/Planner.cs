using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;

namespace JitTalk.Jit.Planning;

/// <summary>Looks at a method, at what its sends have met, and at what they would find; makes a unit and a plan of it.</summary>
internal sealed unsafe class Planner(VirtualMachine vm, CodeStore store, JitOptions options)
{
    // VMMaker: 198 marks the method that runs an ensure block.
    private const int UnwindMarker = 198;
    private const int PerformPrimitive = 83;
    private const int NewPrimitive = 70;
    private const int NewWithSizePrimitive = 71;
    private const int MostInlineSlots = 16;
    private const int SpecialSelectorStride = 2;

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly Interpreter _interpreter = vm.Interpreter;
    private readonly LeafPlanner _leaves = new(vm, store);

    /// <exception cref="PlanException">The code is not compiled.</exception>
    public UnitPlan Plan(Place place, string name, int argumentCount, int copiedCount, int depth, bool isBlock)
    {
        Oop method = place.Method;
        UnitEntry entry = place.Entry;
        bool isFullBlock = entry.Kind == UnitKind.Block && _memory.Dialect.HasClosures && entry.Offset == CompiledCode.FirstBytecode(method, _memory.Dialect);
        int temps = entry.Kind switch
        {
            UnitKind.Method => Math.Max(CompiledCode.TempCount(method), argumentCount),
            UnitKind.Block when isFullBlock => Math.Max(CompiledCode.TempCount(method), argumentCount + copiedCount),
            UnitKind.Block when !_memory.Dialect.HasClosures => CompiledCode.TempCount(method) + argumentCount,
            UnitKind.Block => argumentCount + copiedCount,
            UnitKind.BlockLoop => CompiledCode.TempCount(method) + depth,
            _ => depth,
        };
        CodeReader reader = new(_memory, method, entry.Offset, temps);
        bool hasHeapTemps = entry.Kind switch
        {
            UnitKind.HeapLoop or UnitKind.BlockLoop => true,
            UnitKind.Block => !_memory.Dialect.HasClosures,
            _ => MakesBlocks(place, reader),
        };
        if (!hasHeapTemps && !_memory.Dialect.HasClosures)
        {
            reader = new CodeReader(_memory, method, entry.Offset, temps, endsAtBlocks: true);
        }
        int tempLimit = hasHeapTemps ? CompiledCode.TempCount(method) : reader.TempLimit;
        if (reader.TempLimit > tempLimit || (hasHeapTemps && temps < tempLimit))
        {
            throw new PlanException("its stack begins among its temps");
        }
        Instruction[] instructions = [.. reader.Instructions];
        if (instructions.Length > options.MostInstructions)
        {
            throw new PlanException($"it has {instructions.Length} bytecodes, more than {options.MostInstructions}");
        }
        bool readsContexts = reader.ReceiverVariables > 0 && _memory.Dialect.HasClosures && IsOfContexts(method);
        int entryDepth = entry.Kind == UnitKind.Block ? argumentCount + copiedCount : depth;
        CodeUnit unit = store.NewUnit(place, name, copiedCount, entryDepth, reader.ReceiverVariables, readsContexts);
        Dictionary<int, SendPlan> sends = [];
        Dictionary<int, NumberMode> numbers = [];
        foreach (Instruction instruction in instructions)
        {
            if (hasHeapTemps || !CodeReader.MakesBlockContext(instruction, _memory.Dialect))
            {
                PlanInstruction(unit, instruction, sends, numbers);
            }
        }
        return new UnitPlan
        {
            Unit = unit,
            Dialect = _memory.Dialect,
            Surroundings = Surroundings(),
            Instructions = instructions,
            Depths = [.. reader.Depths],
            Targets = entry.Kind is UnitKind.Method or UnitKind.Block ? reader.Targets : [.. reader.Targets, entry.Offset],
            ArgumentCount = argumentCount,
            TempCount = temps,
            TempLimit = tempLimit,
            HasHeapTemps = hasHeapTemps,
            IsFullBlock = isFullBlock,
            IsBlock = isBlock,
            IsMarker = entry.Kind == UnitKind.Method && CompiledCode.PrimitiveNumber(method, _memory.Dialect) == UnwindMarker,
            Sends = sends,
            Numbers = numbers,
            ContextSlots = CompiledCode.ContextSlots(method),
            ImagePcs = instructions.Where(i => i.Op == Op.PushClosureCopy)
                .ToDictionary(i => i.Offset, i => (int)CompiledCode.ToImagePc(i.End, method, _memory.Dialect)),
            FailsSpeculations = options.FailsSpeculations,
        };
    }

    private Surroundings Surroundings() => new(
        _memory.Nil.Bits, _memory.True.Bits, _memory.False.Bits, _memory.OldStart, (nint)_memory.State,
        _interpreter.Machine, (nint)_memory.Classes.Entries, _memory.Known.Array, _memory.Known.Float,
        _memory.Known.Context, _memory.Known.Closure, _interpreter.StackStart,
        _memory.Dialect.HasImmediateFloats, (nint)_interpreter.Methods.Entries, _interpreter.Methods.Mask);

    /// <summary>
    /// Whether an activation has its temps in the heap from the beginning, for BlockContexts that it makes. Where none
    /// was ever made, none is expected: making one leaves the code.
    /// </summary>
    /// <exception cref="PlanException">The code takes over an activation that has its temps in its frame.</exception>
    private bool MakesBlocks(Place place, CodeReader reader)
    {
        foreach (Instruction instruction in reader.Instructions.Where(i => CodeReader.MakesBlockContext(i, _memory.Dialect)))
        {
            if (place.Entry.Kind == UnitKind.Loop)
            {
                if (!Trusts(place, instruction))
                {
                    throw new PlanException("it makes its first BlockContext, which takes its temps to the heap");
                }
            }
            else if (options.FailsSpeculations || !Trusts(place, instruction) || ClassesOf(place, instruction).Count > 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether a method's receivers can be contexts: it is of their class, or of one above.</summary>
    private bool IsOfContexts(Oop method)
    {
        Oop last = CompiledCode.ClassBinding(method, _memory.Dialect);
        if (!last.IsPointer || !ObjectMemory.FormatOf(last).IsPointers() || ObjectMemory.SlotCount(last) <= Layouts.Association.Value)
        {
            return false;
        }
        Oop behavior = _memory.Fetch(Layouts.Association.Value, last);
        Oop above = _memory.Special(SpecialObject.ClassContext);
        while (above != _memory.Nil && above != behavior)
        {
            above = _memory.Fetch(Layouts.Class.Superclass, above);
        }
        return above == behavior && above != _memory.Nil;
    }

    private void PlanInstruction(
        CodeUnit unit, in Instruction instruction, Dictionary<int, SendPlan> sends, Dictionary<int, NumberMode> numbers)
    {
        Oop method = unit.Place.Method;
        switch (instruction.Op)
        {
            case Op.LongSend:
                sends[instruction.Offset] = PlanSend(
                    unit, instruction, CompiledCode.Literal(instruction.Operand, method), instruction.Argument);
                break;
            case Op.SendSpecial:
                sends[instruction.Offset] = PlanSpecial(unit, instruction, instruction.Operand);
                break;
            case >= Op.Add and <= Op.BitOr:
                NumberMode mode = ModeOf(unit, instruction);
                numbers[instruction.Offset] = mode;
                if (mode == NumberMode.Anything)
                {
                    SendPlan send = PlanSpecial(unit, instruction, instruction.Op - Op.Add);
                    // Those of numbers are done without a send.
                    sends[instruction.Offset] = send with { Cases = [.. send.Cases.Where(c => !_memory.Known.IsNumber(c.ClassIndex))] };
                }
                break;
            case Op.LongSuperSend:
                sends[instruction.Offset] = PlanSuper(unit, instruction);
                break;
            default:
                break;
        }
    }

    private SendPlan PlanSpecial(CodeUnit unit, in Instruction instruction, int index)
    {
        Oop selectors = _memory.Special(SpecialObject.SpecialSelectors);
        Oop selector = _memory.Fetch(SpecialSelectorStride * index, selectors);
        int count = (int)_memory.Fetch((SpecialSelectorStride * index) + 1, selectors).Integer;
        return PlanSend(unit, instruction, selector, count);
    }

    private SendPlan PlanSend(CodeUnit unit, in Instruction instruction, Oop selector, int argumentCount)
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
            AnyCell = (nint)store.NewCell(unit, selector, argumentCount, instruction.End, isMany),
            Exits = cases.Count == 1 && Trusts(unit.Place, instruction),
            IsMany = isMany,
            IsPerform = cases.Count > 0 && cases.TrueForAll(c => c is { Kind: SendKind.Primitive, Operand: PerformPrimitive }),
        };
    }

    private SendPlan PlanSuper(CodeUnit unit, in Instruction instruction)
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

    private SendCase PlanCase(CodeUnit unit, Oop selector, int classIndex, int argumentCount)
    {
        nint cell = (nint)store.Cells.Of(selector, classIndex, argumentCount);
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
        Leaf? leaf = kind == SendKind.Call ? _leaves.Plan(unit, found, shape) : null;
        kind = leaf is null ? kind : SendKind.Leaf;
        if (kind is not SendKind.Call)
        {
            unit.Assumptions.Add(cell);
            ((CallCell*)cell)->Assumed = found.Method;
        }
        if (kind is SendKind.Value or SendKind.FullValue or SendKind.BlockContextValue)
        {
            cell = (nint)store.NewBlockCell(unit, (CallCell*)cell);
        }
        InstanceShape? made = kind == SendKind.Primitive && operand is NewPrimitive or NewWithSizePrimitive
            ? ShapeMadeBy(_memory.Classes[classIndex], isSized: operand == NewWithSizePrimitive)
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

    private NumberMode ModeOf(CodeUnit unit, in Instruction instruction)
    {
        if (!Trusts(unit.Place, instruction))
        {
            return NumberMode.Anything;
        }
        return NumberModes.For(ClassesOf(unit.Place, instruction), _memory.Known.Float);
    }

    /// <summary>Whether a guess is made at a bytecode. In code that will not be made anew there are none.</summary>
    private bool Trusts(Place place, in Instruction instruction) =>
        place.Compiles < options.CompileBudget - 1 && !place.Distrusted.Contains(instruction.Offset);

    /// <summary>What a send has met, as far as is known.</summary>
    private IReadOnlyList<int> ClassesOf(Place place, in Instruction instruction)
    {
        SendSite* site = _interpreter.Sites.Find(ObjectMemory.Bytes(place.Method) + instruction.End);
        for (int i = 0; site != null && i < SendSite.MostClasses && site->Classes[i] != 0; i++)
        {
            _ = place.Note(instruction.End, site->Classes[i]);
        }
        return place.ClassesAt(instruction.End);
    }
}
