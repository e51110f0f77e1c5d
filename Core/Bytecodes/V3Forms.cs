using System.Collections.Immutable;

namespace JitTalk.Core.Bytecodes;

/// <summary>What the kinds in the second byte of V3's extended bytecodes mean, in the words of <see cref="Instruction"/>.</summary>
internal static class V3Forms
{
    /// <summary>By the top two bits, of <see cref="Op.ExtendedPush"/>.</summary>
    public static ImmutableArray<Op> Pushes { get; } =
        [Op.PushReceiverVariable, Op.PushTemp, Op.PushLiteral, Op.PushLiteralVariable];

    /// <summary>By the top two bits, of <see cref="Op.ExtendedStore"/>.</summary>
    public static ImmutableArray<Op> Stores { get; } =
        [Op.LongStoreReceiverVariable, Op.LongStoreTemp, Op.Unknown, Op.LongStoreLiteralVariable];

    /// <summary>By the top two bits, of <see cref="Op.ExtendedStorePop"/>.</summary>
    public static ImmutableArray<Op> StorePops { get; } =
        [Op.StorePopReceiverVariable, Op.StorePopTemp, Op.Unknown, Op.LongStorePopLiteralVariable];

    /// <summary>By the top three bits, of <see cref="Op.DoubleExtended"/>.</summary>
    public static ImmutableArray<Op> DoubleExtensions { get; } =
    [
        Op.LongSend, Op.LongSuperSend, Op.PushReceiverVariable, Op.PushLiteral, Op.PushLiteralVariable,
        Op.LongStoreReceiverVariable, Op.StorePopReceiverVariable, Op.LongStoreLiteralVariable,
    ];
}
