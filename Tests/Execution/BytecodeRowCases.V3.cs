using JitTalk.Core.Bytecodes;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

// The long bytecodes of V3 and of V3 with closures.
internal sealed partial class BytecodeRowCases
{
    private const int ReceiverVariableKind = 0 << 6;
    private const int TempKind = 1 << 6;
    private const int LiteralKind = 2 << 6;
    private const int LiteralVariableKind = 3 << 6;

    private IEnumerable<BytecodeCase> ForV3(Op op, int operand, byte code) => op switch
    {
        Op.ExtendedPush =>
        [
            Answers("slot 63", SlotBase + 63, m => m.Bytes(code, ReceiverVariableKind | 63).ReturnTop()),
            Answers("temp 20", TempBase + 20, m => WithTemps(m).Bytes(code, TempKind | 20).ReturnTop()),
            Answers("literal 63", LiteralBase + 63, m => WithIntegers(m).Bytes(code, LiteralKind | 63).ReturnTop()),
            Answers("variable 63", LiteralBase + 63, m => WithVariables(m).Bytes(code, LiteralVariableKind | 63).ReturnTop()),
        ],
        Op.ExtendedStore or Op.ExtendedStorePop => ExtendedStores(code, op == Op.ExtendedStorePop),
        Op.ExtendedSend => Enumerable.Range(0, 8).Select(n =>
            Sends($"literal 31 with {n}", 31, n, m => m.Bytes(code, (byte)((n << 5) | 31)))),
        Op.SecondExtendedSend => Enumerable.Range(0, 4).Select(n =>
            Sends($"literal 63 with {n}", 63, n, m => m.Bytes(code, (byte)((n << 6) | 63)))),
        Op.ExtendedSuperSend => Enumerable.Range(0, 8).Select(n => SuperSends(n, m => m.Bytes(code, (byte)((n << 5) | 1)))),
        Op.DoubleExtended => DoubleExtensions(code),
        Op.LongJump when operand >= 4 => [Jumps(((operand - 4) * 256) + 5, m => m, code, 5)],
        Op.LongJump => [JumpsBack((4 - operand) * 256 - 250, m => m.Bytes(code, 250))],
        Op.LongJumpTrue =>
        [
            Jumps((operand * 256) + 3, m => m.PushTrue(), code, 3),
            JumpsNot((operand * 256) + 3, m => m.PushFalse(), code, 3),
        ],
        Op.LongJumpFalse =>
        [
            Jumps((operand * 256) + 3, m => m.PushFalse(), code, 3),
            JumpsNot((operand * 256) + 3, m => m.PushTrue(), code, 3),
        ],
        // [:x | x - copied] value: 9, with 4 copied.
        Op.PushClosureCopy => [Answers("one copied, one argument", 5, m => m.PushTrue().PushLiteral(Int(4))
            .Bytes(code, 0x11, 0, 4).PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop()
            .PushLiteral(Int(9)).Send("value:", 1).ReturnTop())],
        _ => [],
    };

    private IEnumerable<BytecodeCase> ExtendedStores(byte code, bool pops) =>
    [
        Stores("slot 63", 63, pops, m => m.Bytes(code, ReceiverVariableKind | 63)),
        StoresTemp("temp 20", 20, pops, m => m.Bytes(code, TempKind | 20)),
        StoresVariable("variable 63", 63, pops, m => m.Bytes(code, LiteralVariableKind | 63)),
    ];

    private IEnumerable<BytecodeCase> DoubleExtensions(byte code) =>
    [
        Sends("send with 0", 63, 0, m => m.Bytes(code, 0, 63)),
        Sends("send with 12", 31, 12, m => m.Bytes(code, 12, 31)),
        SuperSends(0, m => m.Bytes(code, 1 << 5, 1)),
        SuperSends(9, m => m.Bytes(code, (1 << 5) | 9, 1)),
        Answers("push slot", SlotBase + 63, m => m.Bytes(code, 2 << 5, 63).ReturnTop()),
        Answers("push literal", LiteralBase + 63, m => WithIntegers(m).Bytes(code, 3 << 5, 63).ReturnTop()),
        Answers("push variable", LiteralBase + 63, m => WithVariables(m).Bytes(code, 4 << 5, 63).ReturnTop()),
        Stores("store slot", 63, pops: false, m => m.Bytes(code, 5 << 5, 63)),
        Stores("store slot and pop", 63, pops: true, m => m.Bytes(code, 6 << 5, 63)),
        StoresVariable("store variable", 63, pops: false, m => m.Bytes(code, 7 << 5, 63)),
    ];

    /// <summary>The receiver's class has a method for the second literal too, which must not run.</summary>
    private BytecodeCase SuperSends(int arguments, Func<MethodBuilder, MethodBuilder> send)
    {
        DefineAnswer("Super", Selector(1, arguments), -arguments - 1);
        return new(
            $"super with {arguments}",
            m =>
            {
                _ = WithSelectors(m, arguments).LargeFrame().PushInteger(1).PushReceiver();
                for (int i = 0; i < arguments; i++)
                {
                    _ = m.PushTrue();
                }
                _ = send(m).SendSpecial("@").ReturnTop();
            },
            answer => IsPoint(answer, 1, -arguments - 1));
    }

    /// <summary>Jumps back from a bytecode's end over <paramref name="distance"/> bytes, to what answers 2.</summary>
    private static BytecodeCase JumpsBack(int distance, Func<MethodBuilder, MethodBuilder> jump)
    {
        const int targetLength = 2;
        int jumpLength = 2;
        return Answers($"back {distance} bytes", 2, m =>
        {
            _ = m.PushInteger(0).PushInteger(1).Dup().SendSpecial("+").Jump("jump").ReturnNil().Dup().ReturnTop();
            for (int i = distance - jumpLength - targetLength; i > 0; i--)
            {
                _ = m.ReturnNil();
            }
            _ = jump(m.Label("jump"));
        });
    }
}
