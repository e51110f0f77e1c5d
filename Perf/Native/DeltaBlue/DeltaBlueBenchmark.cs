namespace JitTalk.Perf.Native.DeltaBlue;

/// <summary>Solves constraints among variables step by step.</summary>
/// <param name="count">How many constraints are in the chain, and points in the projection.</param>
internal sealed class DeltaBlueBenchmark(int count) : INativeBenchmark
{
    private const int Edits = 100;

    public string Name => "deltaBlue";

    public long Run() => Chain() + Projection();

    // Variables of which each is to equal the next. The first one is edited, and the last one follows.
    private long Chain()
    {
        Planner planner = new();
        Variable[] variables = Variables(count + 1, _ => 0);
        for (int i = 0; i < count; i++)
        {
            planner.Add(new EqualityConstraint(variables[i], variables[i + 1], Strength.Required));
        }
        planner.Add(new StayConstraint(variables[count], Strength.StrongDefault));
        EditConstraint edit = new(variables[0], Strength.Preferred);
        planner.Add(edit);
        List<Constraint> plan = planner.PlanFrom(edit);
        long sum = 0;
        for (int value = 1; value <= Edits; value++)
        {
            variables[0].Value = value;
            Execute(plan);
            sum += variables[count].Value;
        }
        planner.Remove(edit);
        return sum;
    }

    // Points that are mapped by one scale and one offset. Changing a point, its image, the scale or the offset changes the others.
    private long Projection()
    {
        Planner planner = new();
        Variable scale = new(10);
        Variable offset = new(1000);
        Variable[] points = Variables(count, i => i + 1);
        Variable[] images = Variables(count, i => i + 1);
        for (int i = 0; i < count; i++)
        {
            planner.Add(new StayConstraint(points[i], Strength.Default));
            planner.Add(new ScaleConstraint(points[i], scale, offset, images[i], Strength.Required));
        }
        Change(points[^1], 17, planner);
        Change(images[^1], 1050, planner);
        Change(scale, 5, planner);
        Change(offset, 2000, planner);
        return images.Sum(image => image.Value);
    }

    private static Variable[] Variables(int count, Func<int, long> value) =>
        Enumerable.Range(0, count).Select(i => new Variable(value(i))).ToArray();

    private static void Change(Variable variable, long value, Planner planner)
    {
        EditConstraint edit = new(variable, Strength.Preferred);
        planner.Add(edit);
        List<Constraint> plan = planner.PlanFrom(edit);
        for (int i = 0; i < 10; i++)
        {
            variable.Value = value;
            Execute(plan);
        }
        planner.Remove(edit);
    }

    // In this order, each constraint finds its inputs computed.
    private static void Execute(List<Constraint> plan)
    {
        foreach (Constraint constraint in plan)
        {
            constraint.Execute();
        }
    }
}
