namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>A relation of variables, which is enforced by computing one of them, its output, from the others, its inputs.</summary>
internal abstract class Constraint(Strength strength)
{
    public Strength Strength { get; } = strength;

    public abstract bool IsSatisfied { get; }

    /// <summary>What is computed while the constraint is satisfied.</summary>
    public abstract Variable Output { get; }

    public abstract ReadOnlySpan<Variable> Variables { get; }

    /// <summary>Whether it brings values from outside.</summary>
    public virtual bool IsInput => false;

    protected abstract ReadOnlySpan<Variable> Inputs { get; }

    protected abstract Strength WalkStrength { get; }

    // Whether the output is a constant: so it is if all inputs are.
    protected virtual bool KeepsOutput
    {
        get
        {
            foreach (Variable input in Inputs)
            {
                if (!input.Stays)
                {
                    return false;
                }
            }
            return true;
        }
    }

    /// <summary>Whether the inputs have been passed by the walk with that mark, or are constants.</summary>
    public bool InputsAreKnown(int mark)
    {
        foreach (Variable input in Inputs)
        {
            if (input.Mark != mark && !input.Stays && input.DeterminedBy != null)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Decides which variable is computed: one that the walk has not passed, at the cost of weaker constraints. There may be none.
    /// </summary>
    public abstract void ChooseOutput(int mark);

    public abstract void BeUnsatisfied();

    /// <returns>The constraint that computed the output before.</returns>
    public Constraint? DetermineOutput(int mark)
    {
        foreach (Variable input in Inputs)
        {
            input.Mark = mark;
        }
        Constraint? overridden = Output.DeterminedBy;
        overridden?.BeUnsatisfied();
        Output.DeterminedBy = this;
        return overridden;
    }

    /// <summary>Tells the output what depends on the inputs, and its value where that is a constant.</summary>
    public void Recalculate()
    {
        Output.WalkStrength = WalkStrength;
        Output.Stays = KeepsOutput;
        if (Output.Stays)
        {
            Execute();
        }
    }

    /// <summary>Computes the output.</summary>
    public abstract void Execute();
}
