using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Memory;

/// <summary>Each test breaks one rule of a sound memory, and the verifier names it.</summary>
public sealed unsafe class HeapVerifierTests
{
    private MiniImage _image = null!;

    private ObjectMemory Memory => _image.Memory;

    [SetUp]
    public void MakeImage() => _image = new MiniImage(MiniImage.Spur64);

    [TearDown]
    public void DisposeImage() => _image.Dispose();

    [Test]
    public void An_image_in_order_passes()
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using MiniImage image = new(dialect);
            image.Memory.Verifier.VerifyShapes();
            image.Memory.Scavenger.Scavenge();
            image.Memory.Verifier.VerifyShapes();
        }
    }

    [Test]
    public void A_slot_that_leads_nowhere()
    {
        Oop array = OldArray(3);
        Memory.StoreUnchecked(1, array, new Oop(array.Bits + 8));
        Finds("old object of class Array", $"0x{array.Bits:x}", "slot 1 refers to");
        Memory.StoreUnchecked(1, array, new Oop(Memory.OldFree + 64));
        Finds("slot 1 refers to");
        Memory.StoreUnchecked(1, array, Oop.None);
        Finds("slot 1 refers to");
    }

    [Test]
    public void A_slot_with_a_tag_that_nothing_has()
    {
        Oop array = OldArray(3);
        Memory.StoreUnchecked(2, array, new Oop(7));
        Finds("slot 2 refers to 0x7");
    }

    [Test]
    public void A_size_that_passes_the_end()
    {
        Oop array = OldArray(3);
        ObjectMemory.Header(array) = ObjectHeader.Make(Memory.Known.Array, ObjectFormat.Indexable, 200);
        Finds("200 slots", "does not end in its space");
    }

    [Test]
    public void A_size_that_hides_other_objects()
    {
        Oop first = OldArray(1);
        Oop second = OldArray(4);
        Memory.StoreUnchecked(0, OldArray(1), second);
        ObjectMemory.Header(first) = ObjectHeader.Make(Memory.Known.Array, ObjectFormat.Words64, 6);
        Finds("refers to");
    }

    [Test]
    public void A_class_index_without_a_class()
    {
        Oop array = OldArray(1);
        ObjectMemory.Header(array) = ObjectHeader.WithClassIndex(ObjectMemory.Header(array), 123_456);
        Finds("of class index 123456", "no class has");
    }

    [Test]
    public void A_format_that_does_not_exist()
    {
        Oop array = OldArray(1);
        ObjectMemory.Header(array) = ObjectHeader.WithFormat(ObjectMemory.Header(array), (ObjectFormat)7);
        Finds("has format 7");
    }

    [Test]
    public void A_mark_outside_a_collection()
    {
        Oop array = OldArray(1);
        ObjectMemory.Header(array) = ObjectHeader.WithMarked(ObjectMemory.Header(array), true);
        Finds("is marked");
    }

    [Test]
    public void An_old_object_that_forgot_its_young_referent()
    {
        Oop array = OldArray(2);
        Memory.StoreUnchecked(1, array, Memory.NewArray(1));
        Finds("old object of class Array", "is not remembered");
        Memory.Store(1, array, Memory.Fetch(1, array));
        Memory.Verifier.Verify();
    }

    [Test]
    public void A_remembered_bit_without_an_entry()
    {
        Oop array = OldArray(1);
        ObjectMemory.Header(array) = ObjectHeader.WithRemembered(ObjectMemory.Header(array), true);
        Finds("marked as remembered");
    }

    [Test]
    public void An_entry_without_a_remembered_bit()
    {
        Oop array = OldArray(1);
        Memory.Store(0, array, Memory.NewArray(1));
        Memory.Store(0, array, Memory.Nil);
        ObjectMemory.Header(array) = ObjectHeader.WithRemembered(ObjectMemory.Header(array), false);
        Finds("is in the remembered set and its header does not say so");
    }

    [Test]
    public void An_object_that_is_remembered_twice()
    {
        Oop array = OldArray(1);
        Memory.Store(0, array, Memory.NewArray(1));
        ObjectMemory.Header(array) = ObjectHeader.WithRemembered(ObjectMemory.Header(array), false);
        Memory.Store(0, array, Memory.NewArray(1));
        Finds("or has it twice");
    }

    [Test]
    public void A_class_that_lost_its_hash()
    {
        Oop point = _image.Class("Point");
        ObjectMemory.Header(point) = ObjectHeader.WithHash(ObjectMemory.Header(point), 4000);
        Finds("Point class", "not at its hash");
    }

    [Test]
    public void A_class_table_entry_that_is_no_object()
    {
        Memory.Classes[5000] = new Oop(Memory.OldStart + 8);
        Finds("the class table has", "at 5000");
    }

    [Test]
    public void A_nil_that_is_another_than_the_machines()
    {
        Memory.Store((int)SpecialObject.Nil, Memory.SpecialObjects, Memory.True);
        Finds("Nil is not where");
    }

    [Test]
    public void A_root_that_leads_nowhere()
    {
        Roots roots = new() { Held = new Held(new Oop(Memory.OldStart + 24)) };
        Memory.Roots.Add(roots);
        roots.Held.Oop = new Oop(Memory.OldFree);
        Finds("a root refers to");
    }

    [Test]
    public void Forwarders_may_be_referred_to_and_must_end()
    {
        Oop target = OldArray(1);
        Oop last = Forwarder(target);
        Oop first = Forwarder(last);
        Memory.Store(0, OldArray(1), first);
        Finds("is a forwarder");
        Memory.HasForwarders = true;
        Memory.Verifier.Verify();
        Memory.StoreUnchecked(0, last, first);
        Finds("is forwarded to no object in the end");
        Memory.StoreUnchecked(0, last, new Oop(target.Bits + 8));
        Finds("forwarded to 0x");
    }

    [Test]
    public void A_shape_that_the_class_does_not_promise()
    {
        Oop point = Memory.AllocateOld(Memory.EnsureClassIndex(_image.Class("Point")), ObjectFormat.Fixed, 3);
        ObjectMemory.Fill(ObjectMemory.Slots(point), 3, Memory.Nil);
        Memory.Verifier.Verify();
        Assert.That(Memory.Verifier.VerifyShapes,
            Throws.TypeOf<HeapCorruptException>().With.Message.Contains("3 slots, and its class says 2"));
    }

    [TestCase(Layouts.Context.StackPointer, 17, "stack pointer 17")]
    [TestCase(Layouts.Context.StackPointer, -1, "stack pointer -1")]
    [TestCase(Layouts.Context.Pc, 5000, "pc 5000")]
    public void A_context_beyond_its_bounds(int slot, int value, string because)
    {
        Oop context = Memory.AllocateOld(Memory.Known.Context, ObjectFormat.FixedAndIndexable, Layouts.Context.SmallSlots);
        ObjectMemory.Fill(ObjectMemory.Slots(context), Layouts.Context.SmallSlots, Memory.Nil);
        Memory.Store(Layouts.Context.Method, context, new MethodBuilder(_image).ReturnReceiver().Build());
        Memory.Store(slot, context, Oop.FromInteger(value));
        Memory.Verifier.Verify();
        Assert.That(Memory.Verifier.VerifyShapes, Throws.TypeOf<HeapCorruptException>().With.Message.Contains(because));
    }

    [TestCase(nameof(HeapVerification.Always), true)]
    [TestCase(nameof(HeapVerification.Sometimes), true)]
    [TestCase(nameof(HeapVerification.Never), false)]
    public void A_collection_is_followed_by_a_look(string when, bool looks)
    {
        MemoryOptions options = new() { MaximumBytes = 1L << 30, VerifyHeap = Enum.Parse<HeapVerification>(when) };
        using MiniImage image = new(MiniImage.Spur64, options);
        image.Memory.Scavenger.Scavenge();
        image.Memory.Classes[5000] = new Oop(image.Memory.OldFree);
        Assert.That(() => image.Memory.Roots.ObjectsMoved(oldOnesToo: true), looks ? Throws.TypeOf<HeapCorruptException>() : Throws.Nothing);
        image.Memory.Classes[5000] = default;
    }

    private Oop OldArray(int slots)
    {
        Oop array = Memory.AllocateOld(Memory.Known.Array, ObjectFormat.Indexable, slots);
        ObjectMemory.Fill(ObjectMemory.Slots(array), slots, Memory.Nil);
        return array;
    }

    private Oop Forwarder(Oop target)
    {
        Oop oop = OldArray(1);
        ObjectMemory.Header(oop) = ObjectHeader.WithClassIndex(ObjectMemory.Header(oop), ObjectHeader.ForwardedClassIndex);
        Memory.StoreUnchecked(0, oop, target);
        return oop;
    }

    private void Finds(params string[] because)
    {
        HeapCorruptException e = Assert.Throws<HeapCorruptException>(Memory.Verifier.Verify)!;
        Assert.That(e.Message, Does.StartWith("heap corrupt: ").And.Not.Contains("\n"));
        foreach (string part in because)
        {
            Assert.That(e.Message, Does.Contain(part));
        }
    }

    private sealed class Roots : IRoots
    {
        public required Held Held { get; init; }
        public void VisitRoots(RootVisitor visitor) => visitor(ref Held.Oop);
        public void ObjectsMoved(bool oldOnesToo) { }
    }
}
