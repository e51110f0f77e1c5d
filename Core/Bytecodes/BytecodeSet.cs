using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Bytecodes;

/// <summary>
/// One of the three encodings. The rows are the only place that says which byte means what: decoder, interpreter,
/// disassembler and tests read them.
/// </summary>
internal sealed unsafe class BytecodeSet
{
    /// <summary>Special selectors are one range of rows here; the array in the image has them in this order.</summary>
    private static readonly BytecodeRow[] V3Base =
    [
        new(0, 15, Op.PushReceiverVariable),
        new(16, 31, Op.PushTemp),
        new(32, 63, Op.PushLiteral),
        new(64, 95, Op.PushLiteralVariable),
        new(96, 103, Op.StorePopReceiverVariable),
        new(104, 111, Op.StorePopTemp),
        new(112, Op.PushReceiver),
        new(113, Op.PushTrue),
        new(114, Op.PushFalse),
        new(115, Op.PushNil),
        new(116, 119, Op.PushInteger),
        new(120, Op.ReturnReceiver),
        new(121, Op.ReturnTrue),
        new(122, Op.ReturnFalse),
        new(123, Op.ReturnNil),
        new(124, Op.ReturnTop),
        new(125, Op.BlockReturnTop),
        new(128, Op.ExtendedPush, 2),
        new(129, Op.ExtendedStore, 2),
        new(130, Op.ExtendedStorePop, 2),
        new(131, Op.ExtendedSend, 2),
        new(132, Op.DoubleExtended, 3),
        new(133, Op.ExtendedSuperSend, 2),
        new(134, Op.SecondExtendedSend, 2),
        new(135, Op.Pop),
        new(136, Op.Dup),
        new(137, Op.PushThisContext),
        new(144, 151, Op.Jump, Operand: 1),
        new(152, 159, Op.JumpFalse, Operand: 1),
        new(160, 167, Op.LongJump, 2),
        new(168, 171, Op.LongJumpTrue, 2),
        new(172, 175, Op.LongJumpFalse, 2),
        .. Arithmetic(176),
        new(192, 197, Op.SendSpecial, Operand: 16),
        new(198, Op.Identical),
        new(199, Op.Class),
        new(200, 207, Op.SendSpecial, Operand: 24),
        new(208, 223, Op.Send0),
        new(224, 239, Op.Send1),
        new(240, 255, Op.Send2),
    ];

    private static readonly BytecodeRow[] Closures =
    [
        new(138, Op.PushNewArray, 2),
        new(139, Op.CallPrimitive, 3),
        new(140, Op.PushRemoteTemp, 3),
        new(141, Op.StoreRemoteTemp, 3),
        new(142, Op.StorePopRemoteTemp, 3),
        new(143, Op.PushClosureCopy, 4),
    ];

    private static readonly BytecodeRow[] Sista =
    [
        new(0, 15, Op.PushReceiverVariable),
        new(16, 31, Op.PushLiteralVariable),
        new(32, 63, Op.PushLiteral),
        new(64, 75, Op.PushTemp),
        new(76, Op.PushReceiver),
        new(77, Op.PushTrue),
        new(78, Op.PushFalse),
        new(79, Op.PushNil),
        new(80, 81, Op.PushInteger, Operand: 1),
        new(82, Op.PushThisContext),
        new(83, Op.Dup),
        new(88, Op.ReturnReceiver),
        new(89, Op.ReturnTrue),
        new(90, Op.ReturnFalse),
        new(91, Op.ReturnNil),
        new(92, Op.ReturnTop),
        new(93, Op.BlockReturnNil),
        new(94, Op.BlockReturnTop),
        new(95, Op.Nop),
        .. Arithmetic(96),
        new(112, 117, Op.SendSpecial, Operand: 16),
        new(118, Op.Identical),
        new(119, Op.Class),
        new(120, Op.NotIdentical),
        new(121, 127, Op.SendSpecial, Operand: 25),
        new(128, 143, Op.Send0),
        new(144, 159, Op.Send1),
        new(160, 175, Op.Send2),
        new(176, 183, Op.Jump, Operand: 1),
        new(184, 191, Op.JumpTrue, Operand: 1),
        new(192, 199, Op.JumpFalse, Operand: 1),
        new(200, 207, Op.StorePopReceiverVariable),
        new(208, 215, Op.StorePopTemp),
        new(216, Op.Pop),
        new(224, Op.ExtendA, 2),
        new(225, Op.ExtendB, 2),
        new(226, Op.LongPushReceiverVariable, 2),
        new(227, Op.LongPushLiteralVariable, 2),
        new(228, Op.LongPushLiteral, 2),
        new(229, Op.LongPushTemp, 2),
        new(231, Op.PushNewArray, 2),
        new(232, Op.LongPushInteger, 2),
        new(233, Op.LongPushCharacter, 2),
        new(234, Op.LongSend, 2),
        new(235, Op.LongSuperSend, 2),
        new(237, Op.ExtendedJump, 2),
        new(238, Op.ExtendedJumpTrue, 2),
        new(239, Op.ExtendedJumpFalse, 2),
        new(240, Op.LongStorePopReceiverVariable, 2),
        new(241, Op.LongStorePopLiteralVariable, 2),
        new(242, Op.LongStorePopTemp, 2),
        new(243, Op.LongStoreReceiverVariable, 2),
        new(244, Op.LongStoreLiteralVariable, 2),
        new(245, Op.LongStoreTemp, 2),
        new(248, Op.CallPrimitive, 3),
        new(249, Op.PushFullClosure, 3),
        new(250, Op.PushClosure, 3),
        new(251, Op.PushRemoteTemp, 3),
        new(252, Op.StoreRemoteTemp, 3),
        new(253, Op.StorePopRemoteTemp, 3),
    ];

    private readonly BytecodeRow?[] _byByte = new BytecodeRow?[256];
    private readonly Dictionary<(Op Op, int Operand), byte> _oneByteForms = [];
    private readonly Dictionary<Op, byte> _firstBytes = [];

    private BytecodeSet(string name, params BytecodeRow[] rows)
    {
        Name = name;
        Rows = rows;
        Decode = (ushort*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(256, sizeof(ushort));
        foreach (BytecodeRow row in rows)
        {
            _ = _firstBytes.TryAdd(row.Op, (byte)row.First);
            for (int code = row.First; code <= row.Last; code++)
            {
                _byByte[code] = row;
                int operand = row.Operand + code - row.First;
                Decode[code] = (ushort)((int)row.Op | (operand << 8));
                if (row.Length == 1)
                {
                    _oneByteForms.Add((row.Op, operand), (byte)code);
                }
            }
        }
    }

    /// <summary>V3 with BlockContexts (Blue Book ch. 28 and Squeak's extensions).</summary>
    public static BytecodeSet V3 { get; } = new("V3", V3Base);

    /// <summary>V3 with the closure bytecodes 138–143.</summary>
    public static BytecodeSet V3PlusClosures { get; } = new("V3PlusClosures", [.. V3Base, .. Closures]);

    public static BytecodeSet SistaV1 { get; } = new("SistaV1", Sista);

    /// <summary>The set that a method or block is encoded in: its header says SistaV1, its image the others.</summary>
    public static BytecodeSet For(Oop code, ImageDialect dialect) =>
        CompiledCode.IsSista(code, dialect) ? SistaV1 : dialect.HasClosures ? V3PlusClosures : V3;

    public string Name { get; }

    public IReadOnlyList<BytecodeRow> Rows { get; }

    /// <summary>256 entries: the <see cref="Op"/> in the low byte, its operand in the high one.</summary>
    public ushort* Decode { get; }

    /// <summary>The row of a first byte; null where the set has none.</summary>
    public BytecodeRow? RowOf(int code) => _byByte[code];

    public int LengthOf(int code) => _byByte[code]?.Length ?? 1;

    /// <summary>The byte that is a whole bytecode, as its row tells it; null where the set has none.</summary>
    public byte? OneByteForm(Op op, int operand = 0) => _oneByteForms.TryGetValue((op, operand), out byte code) ? code : null;

    /// <summary>The first byte of the first row of an operation.</summary>
    /// <exception cref="KeyNotFoundException">The set has none.</exception>
    public byte FirstByte(Op op) => _firstBytes[op];

    private static IEnumerable<BytecodeRow> Arithmetic(int first) =>
        Enumerable.Range(0, 16).Select(i => new BytecodeRow(first + i, Op.Add + (byte)i));
}
