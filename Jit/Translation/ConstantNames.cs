using System.Globalization;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

/// <summary>What the addresses and oops in a unit's code are, for listings. Made by the machine's thread, asked by any.</summary>
internal sealed unsafe class ConstantNames
{
    private readonly CodeUnit _unit;
    private readonly Dictionary<long, string> _names = [];
    private readonly Dictionary<int, string> _classes = [];

    /// <param name="plan">The unit's.</param>
    /// <param name="nameOfClass">Names a class by its index.</param>
    public ConstantNames(UnitPlan plan, Func<int, string> nameOfClass)
    {
        _unit = plan.Unit;
        AddSurroundings(plan.Surroundings);
        foreach (int index in (int[])[plan.Surroundings.ArrayClass, plan.Surroundings.FloatClass, plan.Surroundings.ContextClass])
        {
            _classes[index] = nameOfClass(index);
        }
        for (int i = 0; i < _unit.ConstantCount; i++)
        {
            // As literalAt: counts.
            _names[(long)(_unit.Constants + i)] = i == 0 ? "the method" : string.Create(CultureInfo.InvariantCulture, $"literal {i}");
        }
        AddSends(plan.Sends.Values, nameOfClass);
        _ = _names.Remove(0);
    }

    /// <summary>The name of a constant; null when it is but a number.</summary>
    public string? Of(long value)
    {
        if (_names.TryGetValue(value, out string? name))
        {
            return name;
        }
        // Exits are made while the code is written.
        int exit = _unit.Exits.IndexOf((nint)value);
        return exit < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"exit {exit + 1}");
    }

    /// <summary>The name of a class that the code asks for; null for others.</summary>
    public string? OfClass(int index) => _classes.GetValueOrDefault(index);

    private void AddSends(IEnumerable<SendPlan> sends, Func<int, string> nameOfClass)
    {
        foreach (SendPlan send in sends)
        {
            _names[send.AnyCell] = $"cell #{send.Selector} of any class";
            if (send.IsMany)
            {
                _names[(nint)(&((CallCell*)send.AnyCell)->Selector)] = $"#{send.Selector}";
            }
            foreach (SendCase @case in send.Cases)
            {
                _classes[@case.ClassIndex] = nameOfClass(@case.ClassIndex);
                foreach (LeafLiteral literal in @case.Leaf?.Literals.Values ?? [])
                {
                    _names[literal.Address] = $"a literal of #{send.Selector} of {_classes[@case.ClassIndex]}";
                }
                AddSends(@case.Leaf?.Sends.Values ?? [], nameOfClass);
                if (@case.Kind is SendKind.Value or SendKind.FullValue or SendKind.BlockContextValue)
                {
                    AddBlockCell((BlockCell*)@case.Cell, send.Selector);
                }
                else
                {
                    _names[@case.Cell] = $"cell #{send.Selector} of {_classes[@case.ClassIndex]}";
                }
            }
        }
    }

    private void AddBlockCell(BlockCell* cell, string selector)
    {
        // The cell and its first field have one address.
        _names[(long)cell] = $"block cell #{selector}";
        _names[(long)&cell->Method] = $"block cell #{selector}: method";
        _names[(long)&cell->Start] = $"block cell #{selector}: start";
        _names[(long)&cell->SlotCount] = $"block cell #{selector}: slots";
    }

    private void AddSurroundings(Surroundings around)
    {
        VmState* state = (VmState*)around.State;
        _names[around.OldStart] = "start of old space";
        _names[around.Nil] = around.Nil == around.OldStart ? "nil, start of old space" : "nil";
        _names[around.True] = "true";
        _names[around.False] = "false";
        _names[around.Machine] = "machine";
        _names[around.StackStart] = "start of the stack";
        _names[around.ClassTable] = "class table";
        _names[around.MethodCache] = "method cache";
        _names[around.StackStart - Oop.IntegerTag] = "stack, less the tag";
        _names[(long)&state->EdenFree] = nameof(VmState.EdenFree);
        _names[(long)&state->EdenLimit] = nameof(VmState.EdenLimit);
        _names[(long)&state->StackLimit] = nameof(VmState.StackLimit);
        _names[(long)&state->HasForwarders] = nameof(VmState.HasForwarders);
        _names[(long)&state->UnwindTo] = nameof(VmState.UnwindTo);
        _names[(long)&state->UnwindResult] = nameof(VmState.UnwindResult);
    }
}
