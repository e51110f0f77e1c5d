namespace JitTalk.Core.Compiler;

/// <summary>Bytecodes with their literals and what their header says, not yet in any memory.</summary>
internal abstract record GeneratedCode
{
    public CompilerTarget Target { get; init; }

    public required int ArgumentCount { get; init; }

    /// <summary>Arguments included, and in a block the copied values, as in the header.</summary>
    public required int TempCount { get; init; }

    public required bool NeedsLargeFrame { get; init; }

    public required IReadOnlyList<LiteralValue> Literals { get; init; }

    public required byte[] Bytecodes { get; init; }

    /// <summary>
    /// The header word of a Spur image (<see cref="Memory.CompiledCode"/>). For SistaV1 the least SmallInteger of the image,
    /// −2^60 or −2^30, is to be added.
    /// </summary>
    public virtual long SpurHeader =>
        (long)(uint)Literals.Count
        | (NeedsLargeFrame ? 1L << 17 : 0)
        | ((long)TempCount << 18)
        | ((long)ArgumentCount << 24);
}

/// <summary>A compiled method.</summary>
internal sealed record MethodCode : GeneratedCode
{
    public required string Selector { get; init; }

    /// <summary>0 for none. The bytecodes begin with its call.</summary>
    public required int Primitive { get; init; }

    // The last two literals are the selector or its properties, and the class's binding.
    public override long SpurHeader => base.SpurHeader | (Primitive > 0 ? 1L << 16 : 0);
}

/// <summary>A block of SistaV1. Its last literal is an <see cref="OuterCodeLiteral"/>.</summary>
internal sealed record BlockCode : GeneratedCode;
