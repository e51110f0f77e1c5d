using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Commands;

/// <summary>The machines that JitTalk is compared with, and what is wrong with those that a user named.</summary>
/// <param name="Machines">Those that read one of the images, as far as is known.</param>
/// <param name="Problems">A line for each that cannot be used.</param>
internal sealed record ReferenceChoice(IReadOnlyList<VirtualMachine> Machines, IReadOnlyList<string> Problems)
{
    private const string None = "none";

    /// <summary>The machines that a command line names, or else all that are installed.</summary>
    /// <param name="named">What the command line says; empty: nothing.</param>
    /// <param name="images">What they are to run.</param>
    /// <param name="progress">Told where no machine is installed.</param>
    public static ReferenceChoice Make(IReadOnlyList<string> named, IReadOnlyList<SmalltalkImage> images, TextWriter progress)
    {
        if (named.Count == 0)
        {
            VirtualMachine[] installed = [.. ReferenceFinder.Installed().Where(IsOfUse)];
            if (installed.Length == 0)
            {
                progress.WriteLine("perf: no other machine that reads these images is installed (Debian has one for old images: apt-get install squeak-vm)");
            }
            return new ReferenceChoice(Distinct(installed), []);
        }
        List<VirtualMachine> machines = [];
        List<string> problems = [];
        foreach (string name in named.Where(name => name != None))
        {
            try
            {
                VirtualMachine machine = ReferenceFinder.Open(name);
                if (IsOfUse(machine))
                {
                    machines.Add(machine);
                }
                else
                {
                    problems.Add($"{name} reads no image of format {string.Join(" or ", images.Select(image => image.Format).Distinct())}");
                }
            }
            catch (MeasurementException e)
            {
                problems.Add(e.Message);
            }
        }
        return new ReferenceChoice(Distinct(machines), problems);

        bool IsOfUse(VirtualMachine machine) => images.Any(machine.MayRead);
    }

    // Each with its version; two of one version are told apart by their paths.
    private static IReadOnlyList<VirtualMachine> Distinct(IReadOnlyList<VirtualMachine> machines)
    {
        VirtualMachine[] versioned = [.. machines.Select(machine => machine with { Name = $"{machine.Name} {machine.Version}".Trim() })];
        return
        [
            .. versioned.Select(machine => versioned.Count(other => other.Name == machine.Name) > 1
                ? machine with { Name = $"{machine.Name} ({machine.Program})" }
                : machine),
        ];
    }
}
