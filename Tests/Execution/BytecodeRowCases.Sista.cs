using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

// The long bytecodes of SistaV1, without extensions; those have tests of their own.
internal sealed partial class BytecodeRowCases
{
    private IEnumerable<BytecodeCase> ForSista(Op op, byte code) => op switch
    {
        Op.ExtendA => [Answers("A adds 256", LiteralBase + 60, m => WithManyLiterals(m).Bytes(code, 1, 228, 60).ReturnTop())],
        Op.ExtendB => [Answers("B subtracts 256", -1, m => m.Bytes(code, 255, 232, 255).ReturnTop())],
        Op.LongPushReceiverVariable => [Answers("63", SlotBase + 63, m => m.Bytes(code, 63).ReturnTop())],
        Op.LongPushLiteralVariable => [Answers("63", LiteralBase + 63, m => WithVariables(m).Bytes(code, 63).ReturnTop())],
        Op.LongPushLiteral => [Answers("63", LiteralBase + 63, m => WithIntegers(m).Bytes(code, 63).ReturnTop())],
        Op.LongPushTemp => [Answers("20", TempBase + 20, m => WithTemps(m).Bytes(code, 20).ReturnTop())],
        Op.LongPushInteger => [Answers("255", 255, m => m.Bytes(code, 255).ReturnTop())],
        Op.LongPushCharacter => [Is("$a", () => Oop.FromCharacter('a'), m => m.Bytes(code, (byte)'a').ReturnTop())],
        Op.LongSend => Enumerable.Range(0, 8).Select(n =>
            Sends($"literal 31 with {n}", 31, n, m => m.Bytes(code, (byte)((31 << 3) | n)))),
        Op.LongSuperSend => Enumerable.Range(0, 8).Select(n => SuperSends(n, m => m.Bytes(code, (byte)((1 << 3) | n)))),
        Op.ExtendedJump => [Jumps(200, m => m, code, 200)],
        Op.ExtendedJumpTrue => [Jumps(200, m => m.PushTrue(), code, 200), JumpsNot(200, m => m.PushFalse(), code, 200)],
        Op.ExtendedJumpFalse => [Jumps(200, m => m.PushFalse(), code, 200), JumpsNot(200, m => m.PushTrue(), code, 200)],
        Op.LongStorePopReceiverVariable => [Stores("63", 63, pops: true, m => m.Bytes(code, 63))],
        Op.LongStorePopLiteralVariable => [StoresVariable("63", 63, pops: true, m => m.Bytes(code, 63))],
        Op.LongStorePopTemp => [StoresTemp("20", 20, pops: true, m => m.Bytes(code, 20))],
        Op.LongStoreReceiverVariable => [Stores("63", 63, pops: false, m => m.Bytes(code, 63))],
        Op.LongStoreLiteralVariable => [StoresVariable("63", 63, pops: false, m => m.Bytes(code, 63))],
        Op.LongStoreTemp => [StoresTemp("20", 20, pops: false, m => m.Bytes(code, 20))],
        // [:x | x - copied] value: 9, with 4 copied.
        Op.PushFullClosure => [Answers("one copied, one argument", 5, m => m
            .PushLiteral(Int(4)).Literal(Difference()).Bytes(code, 1, 1).PushLiteral(Int(9)).Send("value:", 1).ReturnTop())],
        Op.PushClosure => [Answers("one copied, one argument", 5, m => m.PushLiteral(Int(4))
            .Bytes(code, (1 << 3) | 1, 4).PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop()
            .PushLiteral(Int(9)).Send("value:", 1).ReturnTop())],
        _ => [],
    };

    private Oop Difference() => _machine.Builder().Arguments(1).Copied(1)
        .PushTemp(0).PushTemp(1).SendSpecial("-").BlockReturnTop().BuildBlock(Memory.Nil);

    private static MethodBuilder WithManyLiterals(MethodBuilder m)
    {
        for (int i = -256; i < 64; i++)
        {
            _ = m.Literal(Int(LiteralBase + i));
        }
        return m;
    }
}
