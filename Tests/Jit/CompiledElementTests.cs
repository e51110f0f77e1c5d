using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>What compiled code does itself with elements, hashes and constants is what the primitives do.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class CompiledElementTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Sent = 4711;

    [Test]
    public void Words_are_read_and_written_up_to_what_they_hold()
    {
        _ = Machine.Define("WordArray", "at:", m => m.Arguments(1).Primitive(60).PushLiteral(Int(Sent)).ReturnTop());
        _ = Machine.Define("WordArray", "at:put:", m => m.Arguments(2).Primitive(61).PushLiteral(Int(Sent)).ReturnTop());
        Machine.DefinePrimitive("WordArray", "size", 62);
        Held words = Machine.Hold(Machine.New("WordArray", 3));
        Held put = Machine.Hold(Machine.Define("Subject", "in:at:put:", m => m
            .PushTemp(0).PushTemp(1).PushTemp(2).SendSpecial("at:put:").Pop().PushTemp(0).PushTemp(1).SendSpecial("at:").ReturnTop()));
        Held size = Machine.Hold(Machine.Define("Subject", "sizeOf:", m => m.PushTemp(0).SendSpecial("size").ReturnTop()));
        Warm(put, Int(7), Machine.Receiver, "in:at:put:", words, Int(2), Int(7));
        Warm(size, Int(3), Machine.Receiver, "sizeOf:", words);
        foreach (int index in new[] { 1, 2, 3 })
        {
            AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(index), Int(1000 + index)), Int(1000 + index));
        }
        AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(2), Int(-1)), Int(1002), "it holds no negative numbers");
        AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(4), Int(1)), Int(Sent), "there are three");
        AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(0), Int(1)), Int(Sent));
        if (Memory.Dialect.WordSize == 8)
        {
            AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(3), Int(uint.MaxValue)), Int(uint.MaxValue));
            AreSame(Machine.Send(Machine.Receiver, "in:at:put:", words, Int(3), Int(uint.MaxValue + 1L)), Int(uint.MaxValue));
        }
    }

    [Test]
    public void Hashes_are_those_of_the_primitive()
    {
        Machine.DefinePrimitive("Object", "hash", 75);
        Held method = Machine.Hold(Machine.Define("Subject", "hashOf:", m => m.PushTemp(0).Send("hash", 0).ReturnTop()));
        for (int i = 0; i < 20; i++)
        {
            Held target = Machine.Hold(Machine.New("Target"));
            Oop hash = Machine.Send(Machine.Receiver, "hashOf:", target);
            AreSame(hash, Int(Memory.IdentityHash(target)));
            AreSame(Machine.Send(Machine.Receiver, "hashOf:", target), hash, "asked again");
        }
        AssertCompiled(method);
    }

    [Test]
    public void A_division_by_a_constant_rounds_down(
        [Values("//", "\\\\")] string selector, [Values(1, 2, 3, 7, 8, 16383, 1_000_003)] int divisor)
    {
        Held method = Machine.Hold(Machine.Define("Subject", "divide:", m => m
            .PushTemp(0).PushLiteral(Int(divisor)).SendSpecial(selector).ReturnTop()));
        Warm(method, Int(0), Machine.Receiver, "divide:", Int(0));
        long[] numbers =
        [
            1, 2, 6, 7, 8, 9, 16_382, 16_383, 1_000_003, Memory.Dialect.MaxInteger, -1, -2, -6, -7, -8, -9, -16_384, Memory.Dialect.MinInteger,
        ];
        foreach (long number in numbers)
        {
            long quotient = (long)Math.Floor((decimal)number / divisor);
            AreSame(
                Machine.Send(Machine.Receiver, "divide:", Int(number)),
                Int(selector == "//" ? quotient : number - (quotient * divisor)), $"{number} {selector} {divisor}");
        }
    }

    [TestCase(-1)]
    [TestCase(-14)]
    [TestCase(-58)]
    [TestCase(-200)]
    [TestCase(3)]
    [TestCase(0)]
    public void A_shift_by_a_constant_keeps_the_sign(int bits)
    {
        Held method = Machine.Hold(Machine.Define("Subject", "shift:", m => m
            .PushTemp(0).PushLiteral(Int(bits)).SendSpecial("bitShift:").ReturnTop()));
        Warm(method, Int(0), Machine.Receiver, "shift:", Int(0));
        foreach (long number in new long[] { 1, -1, 12_345, -12_345 })
        {
            long shifted = bits >= 0 ? number << bits : number >> Math.Min(-bits, 63);
            AreSame(Machine.Send(Machine.Receiver, "shift:", Int(number)), Int(shifted), $"{number} bitShift: {bits}");
        }
    }

    [Test]
    public void A_method_has_its_header_and_literals_and_no_more()
    {
        _ = Machine.Define("CompiledMethod", "objectAt:", m => m.Arguments(1).Primitive(68).PushLiteral(Int(Sent)).ReturnTop());
        Held subject = Machine.Hold(Machine.Define("Target", "two", m => m.PushLiteral(Int(1_001)).PushLiteral(Int(1_002)).SendSpecial("+").ReturnTop()));
        Held header = Machine.Hold(Machine.Define("Subject", "headerOf:", m => m.PushTemp(0).PushInteger(1).Send("objectAt:", 1).ReturnTop()));
        Held literal = Machine.Hold(Machine.Define("Subject", "literalOf:at:", m => m.PushTemp(0).PushTemp(1).Send("objectAt:", 1).ReturnTop()));
        Warm(header, Int(CompiledCode.Header(subject.Oop)), Machine.Receiver, "headerOf:", subject);
        Warm(literal, Int(1_001), Machine.Receiver, "literalOf:at:", subject, Int(2));
        AreSame(Machine.Send(Machine.Receiver, "literalOf:at:", subject, Int(1)), Int(CompiledCode.Header(subject.Oop)));
        AreSame(Machine.Send(Machine.Receiver, "literalOf:at:", subject, Int(3)), Int(1_002));
        int literals = CompiledCode.LiteralCount(subject.Oop, Memory.Dialect);
        foreach (long index in new[] { 0, -1, literals + 2, literals + 3, Memory.Dialect.MaxInteger, Memory.Dialect.MinInteger })
        {
            AreSame(Machine.Send(Machine.Receiver, "literalOf:at:", subject, Int(index)), Int(Sent), $"at {index}");
        }
    }
}
