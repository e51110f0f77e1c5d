namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>A constraint of two variables, each of which can be computed from the other.</summary>
internal abstract class BinaryConstraint : Constraint
{
    private readonly Variable[] _variables;
    private readonly Variable[] _inputsOfOne;
    private readonly Variable[] _inputsOfOther;
    private Variable? _output;

    /// <param name="one">One of the two.</param>
    /// <param name="other">The other.</param>
    /// <param name="strength">How important it is.</param>
    /// <param name="read">Variables that are only read.</param>
    protected BinaryConstraint(Variable one, Variable other, Strength strength, params Variable[] read)
        : base(strength)
    {
        One = one;
        Other = other;
        _variables = [one, other, .. read];
        _inputsOfOne = [other, .. read];
        _inputsOfOther = [one, .. read];
    }

    public override bool IsSatisfied => _output != null;

    public override Variable Output => _output!;

    public override ReadOnlySpan<Variable> Variables => _variables;

    protected Variable One { get; }

    protected Variable Other { get; }

    protected Variable Input => _output == One ? Other : One;

    protected override ReadOnlySpan<Variable> Inputs => _output == One ? _inputsOfOne : _inputsOfOther;

    // Either this is dropped, or what computes the input.
    protected override Strength WalkStrength => Strength > Input.WalkStrength ? Strength : Input.WalkStrength;

    // A variable that has been passed must be read. Of two that have not, the weaker one is computed.
    public override void ChooseOutput(int mark)
    {
        bool first = One.Mark != mark && (Other.Mark == mark || One.WalkStrength > Other.WalkStrength);
        Variable weaker = first ? One : Other;
        _output = weaker.Mark != mark && Strength < weaker.WalkStrength ? weaker : null;
    }

    public override void BeUnsatisfied() => _output = null;
}

/// <summary>Both variables have the same value.</summary>
internal sealed class EqualityConstraint(Variable one, Variable other, Strength strength)
    : BinaryConstraint(one, other, strength)
{
    public override void Execute() => Output.Value = Input.Value;
}

/// <summary>other = one * scale + offset.</summary>
internal sealed class ScaleConstraint(Variable one, Variable scale, Variable offset, Variable other, Strength strength)
    : BinaryConstraint(one, other, strength, scale, offset)
{
    public override void Execute()
    {
        if (Output == Other)
        {
            Other.Value = (One.Value * scale.Value) + offset.Value;
        }
        else
        {
            One.Value = (Other.Value - offset.Value) / scale.Value;
        }
    }
}
