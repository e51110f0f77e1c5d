using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class BitsPrimitiveTests
{
    [Test]
    public void Shorts_are_seen_in_bytes_and_words() => Dialects.Each(t =>
    {
        Oop words = t.New("Bitmap", 2);
        Assert.That(t.Call(144, words, Int(3), Int(-2)), Is.EqualTo(Int(-2)));
        Assert.That(t.Call(143, words, Int(3)), Is.EqualTo(Int(-2)));
        Assert.That(t.Call(60, words, Int(2)), Is.EqualTo(Int(0xFFFE)));
        Assert.That(t.Call(143, t.Bytes(1, 2, 3), Int(1)), Is.EqualTo(Int(0x0201)));
        Assert.That(t.Fails(143, t.Bytes(1, 2, 3), Int(2)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(143, words, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(144, words, Int(1), Int(32768)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(144, words, Int(5), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(143, t.New("Array", 1), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(144, t.New("Array", 1), Int(1), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
    });

    [Test]
    public void A_fill_reaches_all_elements_and_no_more() => Dialects.Each(t =>
    {
        Oop bytes = t.New("ByteArray", 11);
        Assert.That(t.Call(145, bytes, Int(200)), Is.EqualTo(bytes));
        Assert.That(ObjectMemory.ByteSpan(bytes).ToArray(), Is.All.EqualTo(200));
        Assert.That(t.Memory.Fetch(1, bytes).Bits, Is.EqualTo(0x00000000_00C8C8C8), "the unused bytes stay zero");
        Oop words = t.New("Bitmap", 3);
        t.Call(145, words, t.Memory.UnsignedInteger(0xDEADBEEF));
        Assert.That(t.Memory.TryUnsigned32(t.Call(60, words, Int(3)), out uint word) ? word : 0, Is.EqualTo(0xDEADBEEF));
        Assert.That(t.Fails(145, bytes, Int(256)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(145, words, Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(145, t.New("Array", 2), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Integers_have_a_sign() => Dialects.Each(t =>
    {
        Oop words = t.New("Bitmap", 2);
        Oop least = t.Memory.Integer(int.MinValue);
        Assert.That(t.Call(166, words, Int(2), least), Is.EqualTo(least));
        Assert.That(t.Memory.TryInteger64(t.Call(165, words, Int(2)), out long value) ? value : 0, Is.EqualTo(int.MinValue));
        Assert.That(t.Fails(165, words, Int(3)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(166, words, Int(1), t.Memory.Integer(1L << 31)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(166, words, Int(1), t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(165, Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument).Or.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Spur_has_signed_integers_of_every_width() => Dialects.EachSpur(t =>
    {
        (string Class, long Least)[] widths =
            [("ByteArray", sbyte.MinValue), ("DoubleByteArray", short.MinValue), ("DoubleWordArray", long.MinValue)];
        foreach ((string name, long least) in widths)
        {
            Oop numbers = t.New(name, 3);
            t.Call(166, numbers, Int(3), t.Memory.Integer(least));
            Assert.That(t.Memory.TryInteger64(t.Call(165, numbers, Int(3)), out long value) ? value : 0, Is.EqualTo(least));
        }
        Assert.That(t.Fails(166, t.New("ByteArray", 1), Int(1), Int(128)), Is.EqualTo(PrimitiveError.BadArgument));
        Oop array = t.Array(t.Memory.True);
        Assert.That(t.Call(165, array, Int(1)), Is.EqualTo(t.Memory.True));
        Assert.That(t.Fails(165, t.New("Point"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void V3_has_signed_integers_of_32_bits_only()
    {
        using PrimitiveTester tester = new(MiniImage.V3);
        Assert.That(tester.Fails(165, tester.Bytes(1), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
    }

    [Test]
    public void Read_only_receivers_fail() => Dialects.EachSpur(t =>
    {
        Oop bytes = t.Bytes(1, 2);
        Dialects.MakeReadOnly(bytes);
        Assert.That(t.Fails(144, bytes, Int(1), Int(0)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(t.Fails(145, bytes, Int(0)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(t.Fails(166, bytes, Int(1), Int(0)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(ObjectMemory.ByteSpan(bytes).ToArray(), Is.EqualTo(new byte[] { 1, 2 }));
    });
}
