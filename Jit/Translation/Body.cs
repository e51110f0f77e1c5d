using JitTalk.Core.Bytecodes;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

/// <summary>Bytecodes while they are translated: those of the unit, or those of a leaf in the place of its send.</summary>
/// <param name="instructions">In the order of their offsets.</param>
/// <param name="depths">Operands before each, counted from <paramref name="floor"/>.</param>
/// <param name="targets">Offsets that jumps lead to.</param>
/// <param name="floor">Where its operands begin on the stack.</param>
internal sealed class Body(IReadOnlyList<Instruction> instructions, IReadOnlyList<int> depths, IReadOnlySet<int> targets, int floor)
{
    private readonly Dictionary<int, MeetingPoint> _points = [];

    public IReadOnlyList<Instruction> Instructions => instructions;

    public int Floor => floor;

    /// <summary>The instruction that is translated.</summary>
    public int Index { get; set; }

    /// <summary>Whether it can be reached by falling into it.</summary>
    public bool IsReached { get; set; } = true;

    public Instruction Current => instructions[Index];

    /// <summary>The depth of the whole stack before the current instruction.</summary>
    public int Depth => floor + depths[Index];

    public bool IsTarget => targets.Contains(Current.Offset);

    /// <summary>The next instruction, when nothing else leads to it; null for none.</summary>
    public Instruction? Following =>
        Index + 1 < instructions.Count && instructions[Index + 1] is var next && next.Offset == Current.End && !targets.Contains(next.Offset)
            ? next
            : null;

    /// <summary>Of a leaf: where what it does not foresee goes.</summary>
    public IlLabel? Exit { get; init; }

    /// <summary>Of a leaf: how it ends.</summary>
    public LeafEnd? End { get; init; }

    /// <summary>Of a leaf: what sends it.</summary>
    public Body? Caller { get; init; }

    /// <summary>Of a leaf: it has stored, and so its receiver is not read-only.</summary>
    public bool HasStored { get; set; }

    public MeetingPoint? Find(int offset) => _points.GetValueOrDefault(offset);

    /// <summary>Where jumps to an offset meet.</summary>
    public MeetingPoint At(int offset, IlWriter il)
    {
        if (!_points.TryGetValue(offset, out MeetingPoint? point))
        {
            _points[offset] = point = new MeetingPoint(il.DefineLabel($"at{offset}_"));
        }
        return point;
    }
}

/// <summary>A label, and what is known at all jumps to it.</summary>
internal sealed class MeetingPoint(IlLabel label)
{
    public IlLabel Label => label;

    /// <summary>Null before the first jump.</summary>
    public FlowState? State { get; private set; }

    /// <summary>A jump starts here.</summary>
    public void Note(FlowState state)
    {
        if (State is null)
        {
            State = state.Copy();
        }
        else
        {
            State.Meet(state);
        }
    }
}

/// <summary>Where the returns of a leaf meet: with a value, or in the jump that the caller makes of a Boolean.</summary>
/// <param name="point">Where the caller goes on.</param>
internal sealed class LeafEnd(MeetingPoint point)
{
    public MeetingPoint Point => point;

    /// <summary>The jump; null where the answer is wanted.</summary>
    public Instruction? Jump { get; init; }

    /// <summary>What has the answer of leaves with several returns.</summary>
    public IlLocal? Local { get; init; }

    /// <summary>The answer, when it was given in one way; null before.</summary>
    public Value? Answer { get; set; }
}
