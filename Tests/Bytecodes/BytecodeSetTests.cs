using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Bytecodes;

public unsafe class BytecodeSetTests
{
    internal static BytecodeSet[] Sets => [BytecodeSet.V3, BytecodeSet.V3PlusClosures, BytecodeSet.SistaV1];

    [Test]
    public void No_byte_is_in_two_rows()
    {
        foreach (BytecodeSet set in Sets)
        {
            foreach (int code in Enumerable.Range(0, 256))
            {
                Assert.That(set.Rows.Count(row => code >= row.First && code <= row.Last), Is.LessThan(2), $"{set.Name} {code}");
            }
        }
    }

    [Test]
    public void The_table_of_the_interpreter_says_what_the_rows_say()
    {
        foreach (BytecodeSet set in Sets)
        {
            foreach (int code in Enumerable.Range(0, 256))
            {
                BytecodeRow? row = set.Rows.SingleOrDefault(r => code >= r.First && code <= r.Last);
                Assert.That(set.RowOf(code), Is.SameAs(row));
                Assert.That((Op)(set.Decode[code] & 0xFF), Is.EqualTo(row?.Op ?? Op.Unknown), $"{set.Name} {code}");
                Assert.That(set.Decode[code] >> 8, Is.EqualTo(row is null ? 0 : row.Operand + code - row.First));
            }
        }
    }

    // Blue Book p. 596 and the class comments of EncoderForV3, EncoderForV3PlusClosures and EncoderForSistaV1.
    [Test]
    public void The_bytes_without_meaning_are_those_of_the_specification()
    {
        static int[] Unused(BytecodeSet set) => [.. Enumerable.Range(0, 256).Where(code => set.RowOf(code) is null)];
        Assert.That(Unused(BytecodeSet.V3), Is.EqualTo(new[] { 126, 127, 138, 139, 140, 141, 142, 143 }));
        Assert.That(Unused(BytecodeSet.V3PlusClosures), Is.EqualTo(new[] { 126, 127 }));
        Assert.That(Unused(BytecodeSet.SistaV1), Is.EqualTo(new[]
        {
            84, 85, 86, 87, 217, 218, 219, 220, 221, 222, 223, 230, 236, 246, 247, 254, 255,
        }));
    }

    [Test]
    public void A_method_is_in_the_set_that_its_header_and_image_say()
    {
        using MiniImage old = new(MiniImage.V3);
        using MiniImage closures = new(MiniImage.V3Closures);
        using MiniImage spur = new(MiniImage.Spur32);
        Assert.That(SetOf(old, null), Is.SameAs(BytecodeSet.V3));
        Assert.That(SetOf(closures, null), Is.SameAs(BytecodeSet.V3PlusClosures));
        Assert.That(SetOf(spur, null), Is.SameAs(BytecodeSet.V3PlusClosures));
        Assert.That(SetOf(spur, BytecodeSet.SistaV1), Is.SameAs(BytecodeSet.SistaV1));

        static BytecodeSet SetOf(MiniImage image, BytecodeSet? set)
        {
            Oop method = new MethodBuilder(image, set).ReturnReceiver().Build();
            return BytecodeSet.For(method, image.Dialect);
        }
    }
}
