using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class IdentityPrimitiveTests
{
    [Test]
    public void An_object_is_itself_only() => Dialects.Each(t =>
    {
        Oop one = t.Text("same");
        Oop other = t.Text("same");
        Assert.That(t.Call(110, one, one), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(110, one, other), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(110, t.Memory.Nil, one, one), Is.EqualTo(t.Memory.True));
        Assert.That(t.Fails(110, one), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    });

    [Test]
    public void Different_is_the_opposite_of_identical() => Dialects.EachWithClosures(t =>
    {
        Assert.That(t.Call(169, Int(1), Int(1)), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(169, t.Memory.Nil, Int(1), Int(2)), Is.EqualTo(t.Memory.True));
    });

    [Test]
    public void Everything_has_a_class() => Dialects.Each(t =>
    {
        Assert.That(t.Call(111, Int(3)), Is.EqualTo(t.Image.Class("SmallInteger")));
        Assert.That(t.Call(111, t.Memory.Nil), Is.EqualTo(t.Image.Class("UndefinedObject")));
        Assert.That(t.Call(111, t.Memory.Nil, t.Text("x")), Is.EqualTo(t.Image.Class("ByteString")));
        Assert.That(t.Call(111, t.Memory.Character('a')), Is.EqualTo(t.Image.Class("Character")));
    });

    [Test]
    public void A_hash_stays_and_fits_the_image() => Dialects.Each(t =>
    {
        Oop oop = t.Text("hash");
        Oop hash = t.Call(75, oop);
        Assert.That(hash.Integer, Is.InRange(1, t.Memory.Dialect.IsSpur ? 0x3FFFFF : 0xFFF));
        Assert.That(t.Call(75, oop), Is.EqualTo(hash));
        Assert.That(t.Call(75, t.Memory.Nil, oop), Is.EqualTo(hash));
        Assert.That(t.Fails(75, Int(4)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void The_largest_hash_is_known() => Dialects.EachWithClosures(t =>
        Assert.That(t.Call(176, t.Memory.Nil), Is.EqualTo(Int(t.Memory.Dialect.IsSpur ? 0x3FFFFF : 0xFFF))));

    [Test]
    public void The_hash_of_a_class_is_its_index_in_spur() => Dialects.EachSpur(t =>
    {
        Oop behavior = t.Image.NewClass("Fresh", "Object", ObjectFormat.Fixed, 1);
        Oop hash = t.Call(175, behavior);
        Assert.That(ObjectMemory.ClassIndexOf(t.New("Fresh")), Is.EqualTo(hash.Integer));
        Assert.That(t.Fails(175, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(175, t.Text("x")), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void A_hash_can_be_set_but_not_that_of_a_class_with_instances() => Dialects.EachSpur(t =>
    {
        Oop oop = t.Text("x");
        Assert.That(t.Call(161, oop), Is.EqualTo(t.Memory.False));
        t.Call(161, oop, Int(12345));
        Assert.That(t.Call(161, oop), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(161, oop, Int(4711)), Is.EqualTo(Int(12345)));
        Assert.That(t.Call(75, oop), Is.EqualTo(Int(4711)));
        Assert.That(t.Fails(161, oop, Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(161, oop, Int(1 << 22)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(161, Int(1), Int(5)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(161, t.Image.Class("Array"), Int(5000)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Oop behavior = t.Image.NewClass("Fresh", "Object", ObjectFormat.Fixed, 1);
        Assert.That(t.Fails(161, behavior, Int(7), t.Memory.True), Is.EqualTo(PrimitiveError.InappropriateOperation));
        t.Call(161, behavior, Int(9000), t.Memory.True);
        Assert.That(ObjectMemory.ClassIndexOf(t.New("Fresh")), Is.EqualTo(9000));
    });

    [Test]
    public void Codes_become_characters() => Dialects.EachWithClosures(t =>
    {
        Assert.That(t.Call(170, Int(65)), Is.EqualTo(t.Memory.Character(65)));
        Assert.That(t.Call(170, t.Image.Class("Character"), Int(66)), Is.EqualTo(t.Memory.Character(66)));
        Assert.That(t.Fails(170, Int(-1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(170, t.Memory.Nil, Int(1 << 30)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Immediates_are_integers_of_their_own() => Dialects.EachSpur(t =>
    {
        Assert.That(t.Call(171, Int(-7)), Is.EqualTo(Int(-7)));
        Assert.That(t.Call(171, Oop.FromCharacter(0x20AC)), Is.EqualTo(Int(0x20AC)));
        Assert.That(t.Fails(171, t.Text("x")), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void The_bits_of_a_small_float_keep_sign_and_mantissa()
    {
        // 1.0 = exponent 1023, of which a SmallFloat64 keeps 1023 - 896 = 127.
        using PrimitiveTester tester = new();
        Assert.That(tester.Call(171, tester.Float(1.0)), Is.EqualTo(Int(127L << 52)));
        Assert.That(tester.Call(171, tester.Float(-1.0)), Is.EqualTo(Int((127L << 52) | (-1L << 60))));
    }
}
