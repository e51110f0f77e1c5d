namespace JitTalk.Jit.Code;

/// <summary>What making a unit's code took, and what came out.</summary>
internal sealed class UnitMeasures
{
    /// <summary>Bytecodes that were translated.</summary>
    public int Bytecodes { get; set; }

    public int IlBytes { get; set; }

    /// <summary>Bytes of machine code; 0 where nobody wanted to know.</summary>
    public int MachineBytes { get; set; }

    /// <summary>Looking at the image.</summary>
    public TimeSpan Planning { get; set; }

    /// <summary>Writing IL.</summary>
    public TimeSpan Translating { get; set; }

    /// <summary>RyuJIT's time.</summary>
    public TimeSpan Compiling { get; set; }

    public TimeSpan Total => Planning + Translating + Compiling;
}
