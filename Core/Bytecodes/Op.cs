namespace JitTalk.Core.Bytecodes;

/// <summary>
/// What a bytecode does, whichever set it is encoded in. The operand is the small number that the byte itself carries;
/// "byte" is one that follows it.
/// </summary>
internal enum Op : byte
{
    /// <summary>No bytecode of this set: sends #unusedBytecode.</summary>
    Unknown,

    // Pushes.
    PushReceiverVariable,
    PushTemp,
    PushLiteral,
    PushLiteralVariable,
    PushReceiver,
    PushTrue,
    PushFalse,
    PushNil,
    /// <summary>Pushes operand − 1.</summary>
    PushInteger,
    PushThisContext,
    Dup,
    Pop,
    Nop,

    // Stores.
    StorePopReceiverVariable,
    StorePopTemp,

    // Returns.
    ReturnReceiver,
    ReturnTrue,
    ReturnFalse,
    ReturnNil,
    ReturnTop,
    /// <summary>Returns the top from a block to its caller.</summary>
    BlockReturnTop,
    BlockReturnNil,

    // Jumps, forward by the operand.
    Jump,
    JumpTrue,
    JumpFalse,

    // Arithmetic special selectors, in the order of the special selectors array.
    Add,
    Subtract,
    LessThan,
    GreaterThan,
    LessOrEqual,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Multiply,
    Divide,
    Modulo,
    MakePoint,
    BitShift,
    IntegerDivide,
    BitAnd,
    BitOr,

    // The other special selectors that are not plain sends.
    Identical,
    NotIdentical,
    Class,

    /// <summary>Sends special selector number operand.</summary>
    SendSpecial,
    /// <summary>Sends literal operand without arguments.</summary>
    Send0,
    Send1,
    Send2,

    // V3, two and three bytes.
    /// <summary>Byte: two bits of kind (receiver variable, temp, literal, literal variable), six of index.</summary>
    ExtendedPush,
    ExtendedStore,
    ExtendedStorePop,
    /// <summary>Byte: three bits of argument count, five of literal.</summary>
    ExtendedSend,
    ExtendedSuperSend,
    /// <summary>Byte: two bits of argument count, six of literal.</summary>
    SecondExtendedSend,
    /// <summary>Two bytes: three bits of kind and five of argument count, then an index.</summary>
    DoubleExtended,
    /// <summary>Byte: distance is (operand − 4) · 256 + byte.</summary>
    LongJump,
    /// <summary>Byte: distance is operand · 256 + byte.</summary>
    LongJumpTrue,
    LongJumpFalse,
    /// <summary>Three bytes: copied and argument counts, then the size of the block's body, high byte first.</summary>
    PushClosureCopy,

    // Closures, both sets.
    /// <summary>Byte: size in seven bits; the top bit says that the elements are popped.</summary>
    PushNewArray,
    /// <summary>Two bytes: index in the temp vector, then the temp that holds it.</summary>
    PushRemoteTemp,
    StoreRemoteTemp,
    StorePopRemoteTemp,
    /// <summary>Two bytes of number; does nothing when executed.</summary>
    CallPrimitive,

    // SistaV1, two and three bytes; A and B are the extensions before them.
    ExtendA,
    ExtendB,
    LongPushReceiverVariable,
    LongPushLiteralVariable,
    LongPushLiteral,
    LongPushTemp,
    /// <summary>Byte + 256 B, signed.</summary>
    LongPushInteger,
    LongPushCharacter,
    /// <summary>Byte: five bits of literal + 32 A, three of argument count + 8 B.</summary>
    LongSend,
    LongSuperSend,
    /// <summary>Byte + 256 B, signed, from the end of the bytecode.</summary>
    ExtendedJump,
    ExtendedJumpTrue,
    ExtendedJumpFalse,
    LongStorePopReceiverVariable,
    LongStorePopLiteralVariable,
    LongStorePopTemp,
    LongStoreReceiverVariable,
    LongStoreLiteralVariable,
    LongStoreTemp,
    /// <summary>Two bytes: literal + 256 A, then flags (receiver on stack, no outer context) and the copied count.</summary>
    PushFullClosure,
    /// <summary>Two bytes: argument and copied counts, then the size of the block's body + 256 B.</summary>
    PushClosure,
}
