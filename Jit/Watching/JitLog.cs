using System.Globalization;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Code;
using JitTalk.Jit.Planning;
using JitTalk.Jit.Translation;

namespace JitTalk.Jit.Watching;

/// <summary>Tells people what the JIT does, as far as they want to know: a line for each thing, and sums at the end.</summary>
internal sealed unsafe class JitLog
{
    private readonly ObjectMemory _memory;
    private readonly JitOptions _options;
    private readonly MethodNames _names;
    private readonly Lazy<HelperNames> _helpers = new(() => new HelperNames());

    public JitLog(ObjectMemory memory, JitOptions options, CodeStore store)
    {
        _memory = memory;
        _options = options;
        _names = new MethodNames(memory);
        Statistics = new JitStatistics(store);
        store.Freed = Statistics.Freed;
    }

    public JitStatistics Statistics { get; }

    public string NameOf(Oop method) => _names.NameOf(method);

    /// <summary>Gives a plan the names that its listing takes, if there is to be one.</summary>
    public UnitPlan Prepare(UnitPlan plan) => _options.Listings != JitListings.None && Traces(plan.Unit.Name)
        ? plan with { Names = new ConstantNames(plan, _names.NameOfClass) }
        : plan;

    /// <param name="plan">What was compiled; its unit is published.</param>
    /// <param name="listing">Its IL.</param>
    public void Compiled(UnitPlan plan, string listing)
    {
        CodeUnit unit = plan.Unit;
        MachineCode? code = null;
        if (_options.HasStatistics || Traces(unit.Name))
        {
            code = new MachineCode(unit.Code, address => _helpers.Value.Of((long)address) is not null);
            unit.Measures.MachineBytes = code.Bytes;
        }
        Statistics.Compiled(unit);
        if (!Traces(unit.Name))
        {
            return;
        }
        UnitMeasures measures = unit.Measures;
        int count = unit.Place.Compiles;
        string again = count == 1 ? string.Empty : $"; {Ordinal(count)} time: {unit.Place.WhyDropped}";
        Line(
            count == 1 ? "compile" : "recompile",
            unit.Place,
            unit.Name,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{measures.Bytecodes} bytecodes, {measures.IlBytes} bytes of IL, {measures.MachineBytes} of machine code, {measures.Total.TotalMilliseconds:F2} ms (plan {measures.Planning.TotalMilliseconds:F2}, IL {measures.Translating.TotalMilliseconds:F2}, RyuJIT {measures.Compiling.TotalMilliseconds:F2}){again}"));
        if (plan.Names is { } names)
        {
            List(unit, listing, code!, names);
        }
    }

    /// <summary>A place is not compiled, now or ever.</summary>
    public void Refused(Place place, string name, string reason)
    {
        Statistics.Refused(reason);
        if (Traces(name))
        {
            Line("abort", place, name, reason);
        }
    }

    /// <summary>The JIT itself is wrong about a place. That is said in any case: it should never be.</summary>
    public void Failed(Place place, string name, Exception exception)
    {
        string failure = $"{name}{WhereOf(place)}: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
        Statistics.Failed(failure);
        _options.Log.WriteLine($"jittalk: interpreted because compiling failed: {failure}");
    }

    /// <summary>Compiled code was left. Told the first time and the last: that of the limit.</summary>
    public void ExitTaken(CodeUnit unit, ExitPoint* exit)
    {
        if (exit->Count == 1 || exit->Count == _options.ExitLimit)
        {
            if (Traces(unit.Name))
            {
                string limit = exit->Count == 1 ? string.Empty : $" ({Ordinal(exit->Count)} time)";
                Line("exit", unit.Place, unit.Name, $"at {PcOf(exit->Offset, unit.Place.Method)}, {WhyOf(exit)}{limit}");
            }
        }
    }

    /// <summary>Why code is made anew after an exit was taken too often.</summary>
    public string WhyRenewed(CodeUnit unit, ExitPoint* exit) =>
        $"{((ExitReason)exit->Reason).Sentence()} at {PcOf(exit->Offset, unit.Place.Method)}";

    /// <summary>A unit's place is interpreted again, and may be compiled anew.</summary>
    /// <param name="unit">What was dropped.</param>
    /// <param name="kind">Why, in few words for the statistics.</param>
    /// <param name="why">Why exactly.</param>
    public void Dropped(CodeUnit unit, string kind, string why)
    {
        Statistics.Dropped(kind);
        unit.Place.WhyDropped = why;
        if (!Traces(unit.Name))
        {
            return;
        }
        Line("invalidate", unit.Place, unit.Name, why);
        if (unit.Place.Compiles >= _options.CompileBudget)
        {
            Line("abort", unit.Place, unit.Name, $"compiled {unit.Place.Compiles} times, and is interpreted from now on");
        }
    }

    /// <summary>Code should be made anew, but was often enough.</summary>
    public void Kept(CodeUnit unit, string why)
    {
        if (Traces(unit.Name))
        {
            Line("abort", unit.Place, unit.Name, $"compiled {unit.Place.Compiles} times, and is kept, though {why}");
        }
    }

    /// <summary>Nothing more will happen.</summary>
    public void End()
    {
        if (_options.HasStatistics)
        {
            _options.Log.Write(Statistics.Render());
        }
    }

    private bool Traces(string name) => _options.Traced?.Accepts(name) ?? false;

    private void List(CodeUnit unit, string listing, MachineCode code, ConstantNames names)
    {
        if (_options.Listings.HasFlag(JitListings.Bytecode))
        {
            _options.Log.WriteLine(_names.Disassemble(unit.Place.Method));
        }
        if (_options.Listings.HasFlag(JitListings.Il))
        {
            _options.Log.WriteLine(listing);
        }
        if (_options.Listings.HasFlag(JitListings.Asm))
        {
            _options.Log.WriteLine(code.List(value => names.Of(value) ?? _helpers.Value.Of(value)));
        }
    }

    private void Line(string what, Place place, string name, string text) =>
        _options.Log.WriteLine($"jit {what,-10} {name}{WhereOf(place)}  {text}");

    private string WhereOf(Place place) => place.Entry.Kind switch
    {
        UnitKind.Method => string.Empty,
        UnitKind.Block => $" block at {PcOf(place.Entry.Offset, place.Method)}",
        _ => $" loop at {PcOf(place.Entry.Offset, place.Method)}",
    };

    private static string WhyOf(ExitPoint* exit) => ((ExitReason)exit->Reason).Sentence();

    /// <summary>The pc that the image and the disassembler see.</summary>
    private long PcOf(int offset, Oop method) => CompiledCode.ToImagePc(offset, method, _memory.Dialect);

    private static string Ordinal(int number) => (number % 10, number / 10 % 10) switch
    {
        (1, not 1) => $"{number}st",
        (2, not 1) => $"{number}nd",
        (3, not 1) => $"{number}rd",
        _ => $"{number}th",
    };
}
