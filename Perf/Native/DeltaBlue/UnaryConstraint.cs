namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>A constraint of one variable.</summary>
internal abstract class UnaryConstraint(Variable output, Strength strength) : Constraint(strength)
{
    private readonly Variable[] _variables = [output];
    private bool _satisfied;

    public override bool IsSatisfied => _satisfied;

    public override Variable Output => output;

    public override ReadOnlySpan<Variable> Variables => _variables;

    protected override ReadOnlySpan<Variable> Inputs => [];

    protected override Strength WalkStrength => Strength;

    protected override bool KeepsOutput => !IsInput;

    public override void ChooseOutput(int mark) => _satisfied = output.Mark != mark && Strength < output.WalkStrength;

    public override void BeUnsatisfied() => _satisfied = false;

    public override void Execute()
    {
        // There is nothing to compute.
    }
}

/// <summary>The variable keeps its value.</summary>
internal sealed class StayConstraint(Variable output, Strength strength) : UnaryConstraint(output, strength);

/// <summary>The variable is changed from outside.</summary>
internal sealed class EditConstraint(Variable output, Strength strength) : UnaryConstraint(output, strength)
{
    public override bool IsInput => true;
}
