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

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly Interpreter _interpreter = vm.Interpreter;
    private readonly SendPlanner _sends = new(vm, store, options);

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
                if (!_sends.Trusts(place, instruction))
                {
                    throw new PlanException("it makes its first BlockContext, which takes its temps to the heap");
                }
            }
            else if (options.FailsSpeculations || !_sends.Trusts(place, instruction) || _sends.ClassesOf(place, instruction).Count > 0)
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
                sends[instruction.Offset] = _sends.PlanSend(
                    unit, instruction, CompiledCode.Literal(instruction.Operand, method), instruction.Argument);
                break;
            case Op.SendSpecial:
                sends[instruction.Offset] = _sends.PlanSpecial(unit, instruction, instruction.Operand);
                break;
            case >= Op.Add and <= Op.BitOr:
                NumberMode mode = ModeOf(unit, instruction);
                numbers[instruction.Offset] = mode;
                if (mode == NumberMode.Anything)
                {
                    SendPlan send = _sends.PlanSpecial(unit, instruction, instruction.Op - Op.Add);
                    SendCase[] others = [.. send.Cases.Where(c => !_memory.Known.IsNumber(c.ClassIndex))];
                    sends[instruction.Offset] = send with { Cases = [.. others, .. send.Cases.Except(others)], CasesBeforeNumbers = others.Length };
                }
                break;
            case Op.LongSuperSend:
                sends[instruction.Offset] = _sends.PlanSuper(unit, instruction);
                break;
            default:
                break;
        }
    }

    private NumberMode ModeOf(CodeUnit unit, in Instruction instruction)
    {
        if (!_sends.Trusts(unit.Place, instruction))
        {
            return NumberMode.Anything;
        }
        return NumberModes.For(_sends.ClassesOf(unit.Place, instruction), _memory.Known.Float);
    }
}
