using System.Collections.Frozen;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>
/// The places in Spur's class table that machines take for granted (VMMaker
/// <c>SpurMemoryManager class&gt;&gt;initializeCompactClassIndices</c>).
/// </summary>
internal static class KnownClassIndices
{
    /// <summary>The first index that is free for other classes.</summary>
    public const int FirstFree = 64;

    private static readonly FrozenDictionary<string, int> Indices = new Dictionary<string, int>
    {
        ["SmallInteger"] = Oop.IntegerTag,
        ["Character"] = Oop.CharacterTag,
        ["LargeNegativeInteger"] = 32,
        ["LargePositiveInteger"] = 33,
        ["BoxedFloat64"] = 34,
        ["Message"] = 35,
        ["Context"] = 36,
        ["BlockClosure"] = 37,
        ["FullBlockClosure"] = 38,
        ["Semaphore"] = 48,
        ["Mutex"] = 49,
        ["ByteArray"] = 50,
        ["Array"] = 51,
        ["String"] = 52,
        ["Bitmap"] = 53,
        ["Point"] = 54,
    }.ToFrozenDictionary();

    /// <summary>The index of a class; null where any does.</summary>
    public static int? IndexOf(string className, bool hasImmediateFloats) =>
        className == "SmallFloat64" && hasImmediateFloats ? Oop.FloatTag
        : Indices.TryGetValue(className, out int index) ? index
        : null;
}
