using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

// Enumeration, change of class, immutability, sizes and pinning.
public unsafe class ObjectPrimitiveTests
{
    [Test]
    public void All_instances_are_found_young_and_old() => Dialects.Each(t =>
    {
        t.Image.NewClass("Rare", "Object", ObjectFormat.Fixed, 1);
        Oop behavior = t.Image.Class("Rare");
        Assert.That(t.Fails(77, behavior), Is.EqualTo(PrimitiveError.NotFound));
        int index = t.Memory.EnsureClassIndex(behavior);
        Oop old = t.Memory.AllocateOld(index, ObjectFormat.Fixed, 1);
        t.Memory.StoreUnchecked(0, old, t.Memory.Nil);
        Oop young = t.New("Rare");
        Assert.That(t.Call(77, behavior), Is.EqualTo(old));
        Assert.That(t.Call(78, old), Is.EqualTo(young));
        Assert.That(t.Fails(78, young), Is.EqualTo(PrimitiveError.NotFound));
        Assert.That(t.Fails(78, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        if (t.Memory.Dialect.HasClosures)
        {
            (Held first, Held second) = (t.Hold(old), t.Hold(young));
            _ = t.New("Rare");
            Oop all = t.Call(177, behavior);
            Assert.That(new Span<Oop>(ObjectMemory.Slots(all), (int)ObjectMemory.SlotCount(all)).ToArray(),
                Is.EqualTo(new Oop[] { first, second }), "without the one that nobody holds");
        }
    });

    [Test]
    public void The_array_of_instances_is_not_in_itself() => Dialects.EachWithClosures(t =>
    {
        Held all = t.Hold(t.Call(177, t.Image.Class("Array")));
        Assert.That(new Span<Oop>(ObjectMemory.Slots(all), (int)ObjectMemory.SlotCount(all)).Contains(all), Is.False);
        Assert.That(ObjectMemory.SlotCount(t.Call(177, t.Image.Class("Array"))), Is.EqualTo(ObjectMemory.SlotCount(all) + 1));
        Assert.That(ObjectMemory.SlotCount(t.Call(177, t.Text("no class"))), Is.EqualTo(0));
    });

    [Test]
    public void The_walk_shows_each_object_once_and_no_free_space() => Dialects.Each(t =>
    {
        Oop hole = t.Memory.AllocateOld(0, ObjectFormat.Words64, 3);
        Oop last = t.Text("the last one");
        HashSet<Oop> seen = [];
        Oop oop = t.Call(138, t.Memory.Nil);
        while (!oop.IsInteger)
        {
            Assert.That(seen.Add(oop));
            oop = t.Call(139, oop);
        }
        Assert.That(oop, Is.EqualTo(Int(0)));
        Assert.That(seen, Does.Contain(last).And.Contain(t.Memory.Nil).And.Not.Contain(hole));
        Assert.That(t.Fails(139, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        if (t.Memory.Dialect.HasClosures)
        {
            t.Memory.FullCollector.Collect();
            int alive = 0;
            for (oop = t.Call(138, t.Memory.Nil); !oop.IsInteger; oop = t.Call(139, oop))
            {
                alive++;
            }
            Assert.That(ObjectMemory.SlotCount(t.Call(178, t.Memory.Nil)), Is.EqualTo(alive).And.LessThan(seen.Count));
        }
    });

    [Test]
    public void An_object_points_to_what_its_slots_hold() => Dialects.Each(t =>
    {
        Oop text = t.Text("held");
        Assert.That(t.Call(132, t.Array(Int(1), text), text), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(132, t.Array(Int(1)), text), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(132, Int(1), text), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(132, t.Text("abc"), text), Is.EqualTo(t.Memory.False));
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(5), Int(t.Memory.Dialect.IsSpur ? 1 : 1 << 9));
        t.Call(69, method, Int(2), text);
        Assert.That(t.Call(132, method, text), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(132, t.New("Context", 16), text), Is.EqualTo(t.Memory.False));
    });

    [Test]
    public void A_class_that_fits_can_be_taken_on() => Dialects.Each(t =>
    {
        Oop oop = t.New("Association");
        Assert.That(t.Call(115, oop, t.New("Point")), Is.EqualTo(oop));
        Assert.That(t.Memory.ClassOf(oop), Is.EqualTo(t.Image.Class("Point")));
        Oop bytes = t.Bytes(65, 66, 67);
        t.Call(115, bytes, t.Text(string.Empty));
        Assert.That(ObjectMemory.TextOf(bytes), Is.EqualTo("ABC"));
        Assert.That(t.Memory.ClassOf(bytes), Is.EqualTo(t.Image.Class("ByteString")));
    });

    [Test]
    public void A_class_that_does_not_fit_is_refused() => Dialects.Each(t =>
    {
        Oop point = t.New("Point");
        Assert.That(t.Fails(115, point, t.New("Semaphore")), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(115, point, t.Text("x")), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(115, t.Text("x"), point), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(115, t.New("Array", 6), t.New("Context", 16)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(115, t.New("Context", 16), t.New("Context", 16)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(115, Int(1), point), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(115, point, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Memory.ClassOf(point), Is.EqualTo(t.Image.Class("Point")));
    });

    [Test]
    public void Bits_change_their_width_in_spur() => Dialects.EachSpur(t =>
    {
        Oop bytes = t.Bytes(1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
        t.Call(160, t.Image.Class("WordArray"), bytes);
        Assert.That(t.Call(62, bytes), Is.EqualTo(Int(3)));
        Assert.That(t.Call(60, bytes, Int(3)), Is.EqualTo(Int(3)));
        t.Call(160, t.Image.Class("DoubleByteArray"), bytes);
        Assert.That(t.Call(62, bytes), Is.EqualTo(Int(6)));
        t.Call(160, t.Image.Class("ByteArray"), bytes);
        Assert.That(t.Call(62, bytes), Is.EqualTo(Int(12)));
        Assert.That(t.Fails(160, t.Image.Class("DoubleWordArray"), bytes), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void V3_formats_must_be_the_same()
    {
        using PrimitiveTester tester = new(MiniImage.V3Closures);
        Assert.That(tester.Fails(160, tester.Image.Class("WordArray"), tester.Bytes(1, 2, 3, 4)),
            Is.EqualTo(PrimitiveError.InappropriateOperation));
    }

    [Test]
    public void Adopting_tells_errors_from_the_class_side() => Dialects.EachWithClosures(t =>
    {
        Oop semaphore = t.Image.Class("Semaphore");
        Assert.That(t.Fails(160, semaphore, t.New("Point")), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(160, t.Text("no class"), t.New("Point")), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(160, semaphore, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Call(160, t.Image.Class("Association"), t.New("Point")), Is.EqualTo(t.Image.Class("Association")));
    });

    [Test]
    public void Objects_are_made_read_only_and_writable_again() => Dialects.EachSpur(t =>
    {
        Oop text = t.Text("x");
        Assert.That(t.Call(163, text), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(163, Int(1)), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(164, text, t.Memory.True), Is.EqualTo(t.Memory.False));
        Assert.That(t.Call(163, t.Memory.Nil, text), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(164, t.Memory.Nil, text, t.Memory.False), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(163, text), Is.EqualTo(t.Memory.False));
        Assert.That(t.Fails(164, text, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(164, Int(1), t.Memory.True), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void What_the_vm_writes_to_stays_writable() => Dialects.EachSpur(t =>
    {
        Oop scheduler = t.Memory.Fetch(Layouts.Association.Value, t.Memory.Special(SpecialObject.SchedulerAssociation));
        Oop lists = t.Memory.Fetch(Layouts.Scheduler.ProcessLists, scheduler);
        Oop[] vital =
        [
            scheduler, lists, t.New("LinkedList"), t.New("Process"), t.New("Semaphore"), t.New("Context", 16), t.New("WeakArray", 1),
        ];
        foreach (Oop oop in vital)
        {
            Assert.That(t.Fails(164, oop, t.Memory.True), Is.EqualTo(PrimitiveError.InappropriateOperation));
        }
    });

    [Test]
    public void Sizes_are_those_of_the_images_own_word_size()
    {
        // 64 bits: a header of 8, then slots of 8. 32 bits: slots of 4, rounded up to 8. Never an empty body.
        (string Class, long Elements, long In64, long In32)[] sizes =
        [
            ("Point", 0, 24, 16), ("Array", 0, 16, 16), ("Array", 3, 32, 24), ("ByteArray", 9, 24, 24),
            ("Array", 254, 8 + (254 * 8), 8 + (254 * 4)), ("Array", 255, 16 + (255 * 8), 16 + (256 * 4)), ("Bitmap", 3, 24, 24),
            ("DoubleByteArray", 1, 16, 16), ("DoubleWordArray", 2, 24, 24),
        ];
        Dialects.EachSpur(t =>
        {
            foreach ((string name, long elements, long in64, long in32) in sizes)
            {
                Oop expected = Int(t.Memory.Dialect.WordSize == 8 ? in64 : in32);
                Assert.That(t.Call(182, t.New(name, elements)), Is.EqualTo(expected), $"{name} {elements}");
                Oop[] operands = name == "Point" ? [t.Image.Class(name)] : [t.Image.Class(name), Int(elements)];
                Assert.That(t.Call(181, operands), Is.EqualTo(expected), $"{name} {elements}");
            }
            Assert.That(t.Call(182, Int(1)), Is.EqualTo(Int(0)));
            Assert.That(t.Fails(181, t.Image.Class("Array")), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(t.Fails(181, t.Image.Class("Point"), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(t.Fails(181, t.Image.Class("Array"), Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(t.Fails(181, t.Image.Class("Array"), Int(1L << 59)), Is.EqualTo(PrimitiveError.LimitExceeded));
        });
    }

    [Test]
    public void A_young_object_moves_once_when_pinned_and_stays() => Dialects.EachSpur(t =>
    {
        Oop young = t.Array(t.Text("part"));
        Oop hash = t.Call(75, young);
        Oop holder = t.Memory.AllocateOld(t.Memory.Known.Array, ObjectFormat.Indexable, 1);
        t.Memory.Store(0, holder, young);
        Assert.That(t.Call(184, young, t.Memory.True), Is.EqualTo(t.Memory.False));
        Oop pinned = t.Seen(0, holder);
        Assert.That(t.Memory.IsYoung(pinned), Is.False);
        Assert.That(t.Call(183, pinned), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(75, pinned), Is.EqualTo(hash));
        Dialects.Collect(t.Memory);
        Assert.That(t.Memory.Fetch(0, holder), Is.EqualTo(pinned));
        Assert.That(ObjectMemory.TextOf(t.Memory.Fetch(0, pinned)), Is.EqualTo("part"));
        Assert.That(t.Call(184, pinned, t.Memory.True), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(184, pinned, t.Memory.False), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call(183, t.Memory.Nil, pinned), Is.EqualTo(t.Memory.False));
        Assert.That(t.Fails(184, pinned, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(184, Int(1), t.Memory.True), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(183, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Memory_grows_by_what_there_is() => Dialects.EachSpur(t =>
    {
        Assert.That(t.Call(180, t.Memory.Nil, Int(1 << 20)).Integer, Is.GreaterThanOrEqualTo(1 << 20));
        Assert.That(t.Fails(180, t.Memory.Nil, Int(1L << 45)), Is.EqualTo(PrimitiveError.NoMemory));
        Assert.That(t.Fails(180, t.Memory.Nil, Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void There_are_no_mourners_yet() => Dialects.EachSpur(t =>
        Assert.That(t.Fails(172, t.Memory.Nil), Is.EqualTo(PrimitiveError.NotFound)));

    [Test]
    public void The_special_objects_are_shown() => Dialects.Each(t =>
    {
        Assert.That(t.Call(129, t.Memory.Nil), Is.EqualTo(t.Memory.SpecialObjects));
        Assert.That(t.Call(122, Int(4)), Is.EqualTo(Int(4)));
    });
}
