using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class InstancePrimitiveTests
{
    [Test]
    public void New_instances_are_filled_with_nil_or_zero() => Dialects.Each(t =>
    {
        Oop point = t.Call(70, t.Image.Class("Point"));
        Assert.That(t.Memory.ClassOf(point), Is.EqualTo(t.Image.Class("Point")));
        Assert.That(t.Memory.Fetch(1, point), Is.EqualTo(t.Memory.Nil));
        Oop array = t.Call(71, t.Image.Class("Array"), Int(300));
        Assert.That(ObjectMemory.SlotCount(array), Is.EqualTo(300));
        Assert.That(t.Memory.Fetch(299, array), Is.EqualTo(t.Memory.Nil));
        Oop bytes = t.Call(71, t.Image.Class("ByteArray"), Int(13));
        Assert.That(ObjectMemory.ByteSpan(bytes).ToArray(), Is.EqualTo(new byte[13]));
        Assert.That(t.Call(71, t.Memory.Nil, t.Image.Class("Array"), Int(2)), Is.Not.EqualTo(Oop.None), "mirror form");
    });

    [Test]
    public void Classes_of_the_wrong_kind_fail() => Dialects.Each(t =>
    {
        Assert.That(t.Fails(71, t.Image.Class("Point"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Call(71, t.Image.Class("Point"), Int(0)), Is.Not.EqualTo(Oop.None));
        foreach (Oop notInstantiable in new[] { t.Image.Class("CompiledMethod"), t.Image.Class("SmallInteger"), Int(3), t.Text("no class") })
        {
            Assert.That(t.Fails(70, notInstantiable), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(t.Fails(71, notInstantiable, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        }
    });

    [Test]
    public void A_class_with_elements_wants_their_number_in_spur()
    {
        using PrimitiveTester spur = new();
        Assert.That(spur.Fails(70, spur.Image.Class("Array")), Is.EqualTo(PrimitiveError.BadReceiver));
        using PrimitiveTester old = new(MiniImage.V3);
        Assert.That(ObjectMemory.SlotCount(old.Call(70, old.Image.Class("Array"))), Is.EqualTo(0));
    }

    [Test]
    public void Sizes_that_no_memory_has_fail() => Dialects.Each(t =>
    {
        Oop array = t.Image.Class("Array");
        Assert.That(t.Fails(71, array, Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(71, array, t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
        foreach (Oop size in new[] { Int(1L << 29), Int(1L << 40), Int((1L << 60) - 1), t.Memory.UnsignedInteger(ulong.MaxValue) })
        {
            Assert.That(t.Fails(71, array, size), Is.EqualTo(PrimitiveError.NoMemory));
        }
    });

    [Test]
    public void A_shape_that_makes_no_sense_is_refused() => Dialects.EachSpur(t =>
    {
        Oop behavior = t.Image.NewClass("Odd", "Object", ObjectFormat.Indexable);
        foreach (int format in new[] { 6, 7, 8, 11, 17, 25 })
        {
            t.Memory.Store(Layouts.Class.Format, behavior, Int(format << 16));
            Assert.That(t.Fails(71, behavior, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        }
    });

    [Test]
    public void Pinned_objects_are_old() => Dialects.EachSpur(t =>
    {
        Oop point = t.Call(580, t.Image.Class("Point"));
        Oop bytes = t.Call(581, t.Image.Class("ByteArray"), Int(20));
        foreach (Oop oop in new[] { point, bytes })
        {
            Assert.That(t.Memory.IsYoung(oop), Is.False);
            Assert.That(t.Call(183, oop), Is.EqualTo(t.Memory.True));
        }
        Assert.That(t.Memory.Fetch(0, point), Is.EqualTo(t.Memory.Nil));
        Assert.That(t.Fails(580, t.Image.Class("Array")), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Uninitialised_objects_hold_no_oops() => Dialects.EachSpur(t =>
    {
        Oop bytes = t.Call(582, t.Image.Class("ByteArray"), Int(21));
        Assert.That(ObjectMemory.ByteLength(bytes), Is.EqualTo(21));
        Assert.That(t.Fails(582, t.Image.Class("Array"), Int(3)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void A_copy_shares_the_slots_but_not_the_identity() => Dialects.Each(t =>
    {
        Oop original = t.Array(Int(1), t.Text("two"));
        int hash = t.Memory.IdentityHash(original);
        Dialects.MakeReadOnly(original);
        Oop copy = t.Call(148, original);
        Assert.That(copy, Is.Not.EqualTo(original));
        Assert.That(t.Memory.Fetch(1, copy), Is.EqualTo(t.Memory.Fetch(1, original)));
        Assert.That(ObjectHeader.Hash(ObjectMemory.Header(copy)), Is.EqualTo(0));
        Assert.That(ObjectHeader.IsReadOnly(ObjectMemory.Header(copy)), Is.False);
        Assert.That(t.Memory.IdentityHash(original), Is.EqualTo(hash));
        Assert.That(t.Call(148, Int(7)), Is.EqualTo(Int(7)));
        Assert.That(ObjectMemory.TextOf(t.Call(148, t.Memory.Nil, t.Text("mirror"))), Is.EqualTo("mirror"));
        Assert.That(t.Memory.IsContext(t.Call(148, t.New("Context", 16))), Is.True);
    });

    [Test]
    public void A_large_copy_keeps_its_young_referents()
    {
        using PrimitiveTester tester = new();
        Oop original = tester.New("Array", 50_000);
        tester.Memory.Store(49_999, original, tester.Text("young"));
        Oop copy = tester.Call(148, original);
        Assert.That(tester.Memory.IsYoung(copy), Is.False);
        Dialects.Collect(tester.Memory);
        Assert.That(ObjectMemory.TextOf(tester.Memory.Fetch(49_999, copy)), Is.EqualTo("young"));
    }

    [Test]
    public void The_state_of_an_equal_object_is_copied_in() => Dialects.Each(t =>
    {
        Oop to = t.Array(Int(1), Int(2));
        Assert.That(t.Call(168, to, t.Array(Int(3), Int(4))), Is.EqualTo(to));
        Assert.That(t.Memory.Fetch(1, to), Is.EqualTo(Int(4)));
        Oop bytes = t.Bytes(1, 2, 3);
        t.Call(168, bytes, t.Bytes(4, 5, 6));
        Assert.That(ObjectMemory.ByteSpan(bytes).ToArray(), Is.EqualTo(new byte[] { 4, 5, 6 }));
        Assert.That(t.Fails(168, to, t.Array(Int(3))), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(168, bytes, t.Bytes(4, 5)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(168, to, bytes), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(168, to, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(168, Int(1), to), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void An_old_receiver_of_a_state_remembers_it()
    {
        using PrimitiveTester tester = new();
        ObjectMemory memory = tester.Memory;
        Oop old = memory.AllocateOld(memory.Known.Array, ObjectFormat.Indexable, 1);
        memory.StoreUnchecked(0, old, memory.Nil);
        tester.Call(168, old, tester.Array(tester.Text("young")));
        Dialects.Collect(memory);
        Assert.That(ObjectMemory.TextOf(memory.Fetch(0, old)), Is.EqualTo("young"));
    }
}
