using JitTalk.Jit;

namespace JitTalk.Tests.Building;

/// <summary>A way to run a kind of kernel image.</summary>
/// <param name="Kind">What the image is built as.</param>
/// <param name="Name">Of the engine.</param>
/// <param name="Jit">Null for the interpreter alone.</param>
internal sealed record KernelEngine(KernelKind Kind, string Name, JitOptions? Jit)
{
    private static readonly JitOptions Soon = new() { CallThreshold = 10, LoopThreshold = 40, Grace = TimeSpan.Zero };

    private static readonly JitOptions AtOnce = new() { CallThreshold = 1, LoopThreshold = 1, Grace = TimeSpan.Zero, IsBackground = false };

    /// <summary>The usual engine for the usual kind.</summary>
    public static KernelEngine Usual { get; } = new(KernelKind.All[0], "Jit", Soon);

    /// <summary>Every engine for every kind.</summary>
    public static IReadOnlyList<KernelEngine> All { get; } =
    [
        .. from kind in KernelKind.All
           from engine in new[] { Usual, Usual with { Name = "Interpreter", Jit = null }, Usual with { Name = "JitAtFirstCall", Jit = AtOnce } }
           select engine with { Kind = kind },
    ];

    /// <summary>Every engine for the usual kind, the usual one for the others.</summary>
    public static IReadOnlyList<KernelEngine> Some { get; } =
        [.. All.Where(engine => engine.Kind == Usual.Kind || engine.Name == Usual.Name)];

    public override string ToString() => $"{Name}, {Kind}";
}
