using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using JitTalk.Core.Execution;
using JitTalk.Jit.Code;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit.Watching;

/// <summary>What the JIT has done so far. Nothing is counted where code runs that does not count anyway.</summary>
internal sealed unsafe partial class JitStatistics(CodeStore store)
{
    private readonly int[] _compiles = new int[Enum.GetValues<UnitKind>().Length];
    private readonly long[] _exits = new long[Enum.GetValues<ExitReason>().Length];
    private readonly SortedDictionary<string, int> _refusals = [];
    private readonly SortedDictionary<string, int> _drops = [];
    private readonly List<string> _failures = [];
    private readonly UnitMeasures _sum = new();
    private int _recompiles;
    private int _freed;

    // Of units that are gone.
    private long _sends;
    private long _misses;

    public int Compiles => _compiles.Sum();

    /// <summary>What went wrong in the VM itself: the method and the exception, a line each.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Times that compiled code was left for a reason.</summary>
    public long Exits(ExitReason reason) => _exits[(int)reason] + store.Units.Sum(unit => ExitsOf(unit, reason));

    public void Compiled(CodeUnit unit)
    {
        _compiles[(int)unit.Entry.Kind]++;
        _recompiles += unit.Place.Compiles > 1 ? 1 : 0;
        _sum.Bytecodes += unit.Measures.Bytecodes;
        _sum.IlBytes += unit.Measures.IlBytes;
        _sum.MachineBytes += unit.Measures.MachineBytes;
        _sum.Planning += unit.Measures.Planning;
        _sum.Translating += unit.Measures.Translating;
        _sum.Compiling += unit.Measures.Compiling;
    }

    public void Refused(string reason) => Count(_refusals, Numbers().Replace(reason, "N"));

    public void Failed(string failure) => _failures.Add(failure);

    /// <param name="why">One of few words, without the names in it.</param>
    public void Dropped(string why) => Count(_drops, why);

    /// <summary>A unit goes, and with it what it has counted.</summary>
    public void Freed(CodeUnit unit)
    {
        _freed += unit.Code != 0 ? 1 : 0;
        _sends += SendsOf(unit);
        _misses += unit.Misses;
        foreach (ExitReason reason in Enum.GetValues<ExitReason>())
        {
            _exits[(int)reason] += ExitsOf(unit, reason);
        }
    }

    /// <summary>All of it for people, several lines.</summary>
    public string Render()
    {
        StringBuilder text = new();
        (int linked, int unlinked) = store.Cells.Count();
        CodeUnit[] units = [.. store.AllUnits];
        Line(text, $"compiled: {_compiles[(int)UnitKind.Method]} methods, {_compiles[(int)UnitKind.Block]} blocks, {_compiles[(int)UnitKind.Loop] + _compiles[(int)UnitKind.HeapLoop] + _compiles[(int)UnitKind.BlockLoop]} loops; {_recompiles} of them anew");
        Line(text, $"size: {_sum.Bytecodes} bytecodes, {_sum.IlBytes} bytes of IL, {_sum.MachineBytes} of machine code");
        Line(text, $"time: {_sum.Total.TotalMilliseconds:F1} ms (plan {_sum.Planning.TotalMilliseconds:F1}, IL {_sum.Translating.TotalMilliseconds:F1}, RyuJIT {_sum.Compiling.TotalMilliseconds:F1})");
        Table(text, "refused", _refusals);
        Line(text, $"failed: {_failures.Count}");
        Line(text, $"cells: {linked} linked, {unlinked} not; {units.Sum(u => u.Cells.Count)} for any class, {units.Sum(u => u.Cells.Count(c => ((CallCell*)c)->Count == CallCell.Many))} of them for so many that sends are not counted");
        Line(text, $"sends through cells for any class: {_sends + units.Sum(SendsOf)} to code found, {_misses + units.Sum(u => (long)u.Misses)} asked about");
        Table(text, "side exits", ExitTable());
        Table(text, "dropped", _drops);
        Line(text, $"units: {units.Count(u => !u.IsDropped)} in use, {units.Count(u => u.IsDropped)} dropped, {_freed} freed; {store.LowBytes >> 10} KB of low memory");
        return text.ToString();
    }

    private IEnumerable<KeyValuePair<string, int>> ExitTable()
    {
        foreach (ExitReason reason in Enum.GetValues<ExitReason>())
        {
            if (Exits(reason) is not 0 and var count)
            {
                yield return new(reason.Sentence(), (int)Math.Min(count, int.MaxValue));
            }
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static long SendsOf(CodeUnit unit) => unit.Cells.Sum(cell => (long)Math.Max(((CallCell*)cell)->Count, 0));

    private static long ExitsOf(CodeUnit unit, ExitReason reason) =>
        unit.Exits.Sum(exit => ((ExitPoint*)exit)->Reason == (int)reason ? (long)((ExitPoint*)exit)->Count : 0);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append("jit: ").AppendLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Table(StringBuilder text, string title, IEnumerable<KeyValuePair<string, int>> rows)
    {
        KeyValuePair<string, int>[] all = [.. rows.OrderByDescending(r => r.Value)];
        Line(text, $"{title}: {all.Sum(r => (long)r.Value)}");
        foreach ((string what, int count) in all)
        {
            Line(text, $"{count,10}  {what}");
        }
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
