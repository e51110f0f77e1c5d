using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class SlotPrimitiveTests
{
    [Test]
    public void Named_slots_are_read_and_written() => Dialects.Each(t =>
    {
        Oop point = t.New("Point");
        Assert.That(t.Call(74, point, Int(2), Int(9)), Is.EqualTo(Int(9)));
        Assert.That(t.Call(73, point, Int(2)), Is.EqualTo(Int(9)));
        Assert.That(t.Call(74, t.Memory.Nil, point, Int(1), Int(8)), Is.EqualTo(Int(8)));
        Assert.That(t.Call(73, t.Memory.Nil, point, Int(1)), Is.EqualTo(Int(8)));
        foreach (long index in new[] { 0, 3, -1, 1L << 40 })
        {
            Assert.That(t.Fails(73, point, Int(index)), Is.EqualTo(PrimitiveError.BadIndex));
            Assert.That(t.Fails(74, point, Int(index), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
        }
        Assert.That(t.Fails(73, point, t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(73, Int(1), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(74, Int(1), Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(73, t.New("Array", 3), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Call(73, t.New("Context", 16), Int(1)), Is.EqualTo(t.Memory.Nil));
        Assert.That(t.Fails(73, t.New("Context", 16), Int(7)), Is.EqualTo(PrimitiveError.BadIndex));
    });

    [Test]
    public void Slots_of_all_kinds_are_counted_together() => Dialects.EachWithClosures(t =>
    {
        t.Image.NewClass("Mixed", "Object", ObjectFormat.FixedAndIndexable, 2);
        Oop mixed = t.New("Mixed", 2);
        t.Call(174, mixed, Int(4), Int(44));
        Assert.That(t.Call(173, mixed, Int(4)), Is.EqualTo(Int(44)));
        Assert.That(t.Call(60, mixed, Int(2)), Is.EqualTo(Int(44)));
        Assert.That(t.Fails(173, mixed, Int(5)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Call(173, t.Text("A"), Int(1)), Is.EqualTo(Int(65)));
        Assert.That(t.Fails(174, t.Text("A"), Int(1), Int(256)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(173, Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(5), Int(0));
        Assert.That(t.Fails(173, method, Int(1)), Is.EqualTo(PrimitiveError.UnsupportedOperation));
    });

    [Test]
    public void Read_only_objects_refuse_stores() => Dialects.EachSpur(t =>
    {
        Oop point = t.New("Point");
        Dialects.MakeReadOnly(point);
        Assert.That(t.Fails(74, point, Int(1), Int(1)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(t.Fails(174, point, Int(1), Int(1)), Is.EqualTo(PrimitiveError.NoModification));
    });

    [Test]
    public void A_new_method_has_nil_literals() => Dialects.Each(t =>
    {
        Oop header = Int(t.Memory.Dialect.IsSpur ? 3 | (1 << 17) : (3 << 9) | (1 << 17));
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(6), header);
        Assert.That(t.Call(68, method, Int(1)), Is.EqualTo(header));
        for (int i = 2; i <= 4; i++)
        {
            Assert.That(t.Call(68, method, Int(i)), Is.EqualTo(t.Memory.Nil));
        }
        Assert.That(t.Fails(68, method, Int(5)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(68, method, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(ObjectMemory.ByteLength(method), Is.EqualTo((4 * 8) + 6));
        Assert.That(t.Call(69, method, Int(4), t.Memory.True), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(68, method, Int(4)), Is.EqualTo(t.Memory.True));
    });

    [Test]
    public void A_method_is_made_of_sound_parts_only() => Dialects.Each(t =>
    {
        Oop compiledMethod = t.Image.Class("CompiledMethod");
        Assert.That(t.Fails(79, compiledMethod, Int(-1), Int(0)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(79, compiledMethod, Int(1), t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(79, compiledMethod, Int(1L << 50), Int(0)), Is.EqualTo(PrimitiveError.NoMemory));
        Assert.That(t.Fails(79, t.Image.Class("Array"), Int(1), Int(0)), Is.EqualTo(PrimitiveError.BadReceiver));
        Oop method = t.Call(79, compiledMethod, Int(80), Int(0));
        long moreLiterals = t.Memory.Dialect.IsSpur ? 1 : 1 << 9;
        Assert.That(t.Fails(69, method, Int(1), Int(moreLiterals)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(69, method, Int(1), t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(68, t.New("Array", 3), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(69, t.New("Array", 3), Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });
}
