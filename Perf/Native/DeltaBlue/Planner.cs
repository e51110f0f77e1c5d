namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>
/// Decides which constraints are satisfied, and in what direction: no constraint is left unsatisfied that could be satisfied at
/// the cost of weaker ones.
/// </summary>
internal sealed class Planner
{
    // The number of the last walk through the variables.
    private int _mark;

    public void Add(Constraint constraint)
    {
        foreach (Variable variable in constraint.Variables)
        {
            variable.Constraints.Add(constraint);
        }
        Satisfy(constraint);
    }

    /// <summary>What was too weak for the variables that it computed gets its chance now, the strongest first.</summary>
    public void Remove(Constraint constraint)
    {
        if (!constraint.IsSatisfied)
        {
            Forget(constraint);
            return;
        }
        Variable output = constraint.Output;
        constraint.BeUnsatisfied();
        Forget(constraint);
        output.BeFree();
        List<Constraint> chances = UnsatisfiedFrom(output);
        for (Strength strength = Strength.Required; strength < Strength.Weakest; strength++)
        {
            foreach (Constraint chance in chances)
            {
                if (chance.Strength == strength)
                {
                    Satisfy(chance);
                }
            }
        }
    }

    /// <returns>The constraints to execute, in order, once the input has changed.</returns>
    public List<Constraint> PlanFrom(Constraint input)
    {
        List<Constraint> plan = [];
        int walk = ++_mark;
        Queue<Constraint> hot = new();
        if (input.IsInput && input.IsSatisfied)
        {
            hot.Enqueue(input);
        }
        while (hot.TryDequeue(out Constraint? next))
        {
            if (next.Output.Mark != walk && next.InputsAreKnown(walk))
            {
                plan.Add(next);
                next.Output.Mark = walk;
                EnqueueReaders(next.Output, hot);
            }
        }
        return plan;
    }

    private static void Forget(Constraint constraint)
    {
        foreach (Variable variable in constraint.Variables)
        {
            variable.Remove(constraint);
        }
    }

    // One that is satisfied may push out another one, which is then to be satisfied elsewhere, and so on.
    private void Satisfy(Constraint constraint)
    {
        int walk = ++_mark;
        for (Constraint? next = constraint; next != null;)
        {
            next = Satisfy(next, walk);
        }
    }

    // Answers the constraint that was pushed out.
    private static Constraint? Satisfy(Constraint constraint, int walk)
    {
        constraint.ChooseOutput(walk);
        if (!constraint.IsSatisfied)
        {
            return constraint.Strength == Strength.Required
                ? throw new InvalidOperationException("a required constraint cannot be satisfied")
                : null;
        }
        Constraint? overridden = constraint.DetermineOutput(walk);
        PropagateFrom(constraint, walk);
        constraint.Output.Mark = walk;
        return overridden;
    }

    // Recalculates all that is computed from the output of the constraint.
    private static void PropagateFrom(Constraint constraint, int walk)
    {
        Queue<Constraint> hot = new([constraint]);
        while (hot.TryDequeue(out Constraint? next))
        {
            if (next.Output.Mark == walk)
            {
                throw new InvalidOperationException("constraints in a circle");
            }
            next.Recalculate();
            EnqueueReaders(next.Output, hot);
        }
    }

    // Recalculates all that is computed from the variable, and answers the constraints that are not satisfied there.
    private static List<Constraint> UnsatisfiedFrom(Variable changed)
    {
        List<Constraint> unsatisfied = [];
        Queue<Variable> hot = new([changed]);
        while (hot.TryDequeue(out Variable? variable))
        {
            unsatisfied.AddRange(variable.Constraints.Where(constraint => !constraint.IsSatisfied));
            foreach (Constraint constraint in variable.Constraints.Where(variable.IsReadBy))
            {
                constraint.Recalculate();
                hot.Enqueue(constraint.Output);
            }
        }
        return unsatisfied;
    }

    private static void EnqueueReaders(Variable variable, Queue<Constraint> hot)
    {
        foreach (Constraint constraint in variable.Constraints)
        {
            if (variable.IsReadBy(constraint))
            {
                hot.Enqueue(constraint);
            }
        }
    }
}
