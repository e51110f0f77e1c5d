using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Comparing;

/// <summary>Who takes part in a comparison, and beside whom.</summary>
/// <param name="Contenders">All, in the order in which they run.</param>
/// <param name="Groups">Those who are compared in one table: the first with each other one.</param>
internal sealed record Field(IReadOnlyList<IContender> Contenders, IReadOnlyList<IReadOnlyList<IContender>> Groups)
{
    /// <summary>
    /// In each image JitTalk's engines and the references that read it; C# beside the first image. Where no reference reads
    /// that, JitTalk in it is also set beside the references in theirs.
    /// </summary>
    /// <param name="images">What they run.</param>
    /// <param name="engines">JitTalk, and what else of it is compared.</param>
    /// <param name="references">Other machines.</param>
    /// <param name="native">C#; null: without.</param>
    public static Field Of(
        IReadOnlyList<SmalltalkImage> images, IReadOnlyList<VirtualMachine> engines, IReadOnlyList<VirtualMachine> references, IContender? native)
    {
        IContender[] limits = native is null ? [] : [native];
        IContender[][] own = [.. images.Select(image => engines.Select(machine => Contender(machine, image)).ToArray())];
        IContender[][] others = [.. images.Select(image => references.Where(machine => machine.MayRead(image)).Select(machine => Contender(machine, image)).ToArray())];
        List<IReadOnlyList<IContender>> groups = [.. own.Select((ours, index) => (IContender[])[.. ours, .. others[index], .. index == 0 ? limits : []])];
        if (others[0].Length == 0 && others.Any(theirs => theirs.Length > 0))
        {
            groups.Add([own[0][0], .. others.SelectMany(theirs => theirs)]);
        }
        return new Field([.. groups.SelectMany(group => group).Distinct()], groups);
    }

    private static IContender Contender(VirtualMachine machine, SmalltalkImage image) => new MachineContender(machine, image);
}
