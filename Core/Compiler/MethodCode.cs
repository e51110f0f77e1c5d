namespace JitTalk.Core.Compiler;

/// <summary>A compiled method, not yet in any memory.</summary>
internal sealed record MethodCode
{
    public required string Selector { get; init; }
    public required int ArgumentCount { get; init; }

    /// <summary>Arguments included, as in the header.</summary>
    public required int TempCount { get; init; }

    /// <summary>0 for none. The bytecodes begin with its call.</summary>
    public required int Primitive { get; init; }

    public required bool NeedsLargeFrame { get; init; }

    /// <summary>The last two are the selector or its properties, and the class's binding.</summary>
    public required IReadOnlyList<LiteralValue> Literals { get; init; }

    public required byte[] Bytecodes { get; init; }

    /// <summary>The header word of a Spur image, without the sign that stands for SistaV1 (<see cref="Memory.CompiledCode"/>).</summary>
    public long SpurHeader =>
        (long)(uint)Literals.Count
        | (Primitive > 0 ? 1L << 16 : 0)
        | (NeedsLargeFrame ? 1L << 17 : 0)
        | ((long)TempCount << 18)
        | ((long)ArgumentCount << 24);
}
