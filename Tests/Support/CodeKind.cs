using JitTalk.Core.Bytecodes;
using JitTalk.Core.Image;

namespace JitTalk.Tests.Support;

/// <summary>A kind of image and the bytecodes that its methods are written in.</summary>
internal sealed record CodeKind(string Name, ImageDialect Dialect, BytecodeSet Set)
{
    public static IReadOnlyList<CodeKind> All { get; } =
    [
        new("V3", MiniImage.V3, BytecodeSet.V3),
        new("V3Closures", MiniImage.V3Closures, BytecodeSet.V3PlusClosures),
        new("Spur32", MiniImage.Spur32, BytecodeSet.V3PlusClosures),
        new("Spur64", MiniImage.Spur64, BytecodeSet.V3PlusClosures),
        new("Spur32Sista", MiniImage.Spur32, BytecodeSet.SistaV1),
        new("Spur64Sista", MiniImage.Spur64, BytecodeSet.SistaV1),
    ];

    public bool IsSista => Set == BytecodeSet.SistaV1;
    public bool HasClosures => Dialect.HasClosures;

    public static CodeKind Named(string name) => All.Single(kind => kind.Name == name);
}
