using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Memory;

/// <summary>Old space: what moves, what stays, what is given back.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed unsafe class FullCollectorTests : IRoots, IDisposable
{
    private readonly MiniImage _image = new(MiniImage.Spur64);
    private Oop _held;

    private ObjectMemory Memory => _image.Memory;

    [SetUp]
    public void Hold()
    {
        _held = Memory.Nil;
        Memory.Roots.Add(this);
        Memory.FullCollector.Collect();
    }

    void IRoots.VisitRoots(RootVisitor visitor) => visitor(ref _held);

    void IRoots.ObjectsMoved(bool oldOnesToo) { }

    public void Dispose() => _image.Dispose();

    [Test]
    public void What_nothing_refers_to_is_gone()
    {
        long before = Memory.OldFree;
        for (int i = 0; i < 1000; i++)
        {
            _ = Old(i % 300);
        }
        Memory.FullCollector.Collect();
        Assert.That(Memory.OldFree, Is.EqualTo(before));
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(254)]
    [TestCase(255)]
    [TestCase(100_000)]
    public void An_object_slides_down_whole(int slots)
    {
        _ = Old(10);
        Oop first = Old(slots);
        _ = Old(300);
        Oop second = Old(slots);
        _held = Memory.NewArray([first, second]);
        for (int i = 0; i < slots; i++)
        {
            Memory.Store(i, second, i % 2 == 0 ? first : Oop.FromInteger(i));
        }
        long address = first.Bits;
        Memory.FullCollector.Collect();
        Oop moved = Memory.Fetch(0, _held);
        second = Memory.Fetch(1, _held);
        Assert.That(moved.Bits, Is.LessThan(address));
        Assert.That(ObjectMemory.SlotCount(second), Is.EqualTo(slots));
        for (int i = 0; i < slots; i++)
        {
            Assert.That(Memory.Fetch(i, second), Is.EqualTo(i % 2 == 0 ? moved : Oop.FromInteger(i)));
        }
        Memory.Verifier.Verify();
        Memory.Verifier.VerifyShapes();
    }

    [Test]
    public void A_pinned_object_stays_and_others_close_up_around_it([Values(2, 3, 4, 63, 254, 255, 400)] int gap)
    {
        // Garbage before each pinned object leaves a hole of every awkward size.
        List<(long Address, int Index)> pins = [];
        Oop all = Old(200);
        _held = all;
        for (int i = 0; i < 100; i++)
        {
            _ = Old(gap + (i % 3));
            Oop kept = Old(i % 7);
            Memory.Store(2 * i, all, kept);
            Oop pinned = Old(5);
            Memory.Store(0, pinned, kept);
            Memory.Store((2 * i) + 1, all, pinned);
            if (i % 4 == 0)
            {
                ref ulong header = ref ObjectMemory.Header(pinned);
                header = ObjectHeader.WithPinned(header, true);
                pins.Add((pinned.Bits, (2 * i) + 1));
            }
        }
        long before = Memory.OldFree;
        Memory.FullCollector.Collect();
        Memory.Verifier.Verify();
        Memory.Verifier.VerifyShapes();
        foreach ((long address, int index) in pins)
        {
            Assert.That(Memory.Fetch(index, _held).Bits, Is.EqualTo(address));
        }
        for (int i = 0; i < 100; i++)
        {
            Oop kept = Memory.Fetch(2 * i, _held);
            Assert.That(ObjectMemory.SlotCount(kept), Is.EqualTo(i % 7));
            Assert.That(Memory.Fetch(0, Memory.Fetch((2 * i) + 1, _held)), Is.EqualTo(kept));
        }
        // Unpinned, nothing keeps the holes open.
        foreach ((long _, int index) in pins)
        {
            ref ulong header = ref ObjectMemory.Header(Memory.Fetch(index, _held));
            header = ObjectHeader.WithPinned(header, false);
        }
        Memory.FullCollector.Collect();
        Assert.That(Memory.OldFree, Is.LessThan(before - (100 * gap * 8)));
    }

    [Test]
    public void A_class_that_nothing_uses_leaves_its_index()
    {
        Oop behavior = _image.NewClass("Passing", "Object", ObjectFormat.Fixed);
        int index = Memory.EnsureClassIndex(behavior);
        _held = Memory.Instantiate(behavior);
        _image.ForgetClass("Passing");
        Memory.FullCollector.Collect();
        Assert.That(Memory.Classes[index], Is.EqualTo(Memory.ClassOf(_held)), "its instance keeps it");
        _held = Memory.Nil;
        Memory.FullCollector.Collect();
        Assert.That(Memory.Classes[index].IsNone, Is.True);
        Oop other = _image.NewClass("Next", "Object", ObjectFormat.Fixed);
        Assert.That(Memory.EnsureClassIndex(other), Is.LessThanOrEqualTo(index), "and its index is used again");
    }

    [Test]
    public void Identity_hashes_stay()
    {
        _ = Old(100);
        _held = Memory.NewArray([Memory.NewString("a"), Memory.NewString("b")]);
        int[] hashes = [Memory.IdentityHash(_held), Memory.IdentityHash(Memory.Fetch(0, _held)), Memory.IdentityHash(Memory.Fetch(1, _held))];
        Memory.FullCollector.Collect();
        Assert.That(
            new[] { Memory.IdentityHash(_held), Memory.IdentityHash(Memory.Fetch(0, _held)), Memory.IdentityHash(Memory.Fetch(1, _held)) },
            Is.EqualTo(hashes));
    }

    [Test]
    public void Memory_that_is_free_again_goes_back()
    {
        Memory.GrowHeadroom = 1 << 20;
        Memory.ShrinkThreshold = 2 << 20;
        _held = Old(8 << 20);
        Memory.FullCollector.Collect();
        long capacity = Memory.OldCapacity;
        _held = Memory.Nil;
        Memory.FullCollector.Collect();
        Assert.That(Memory.OldCapacity, Is.LessThan(capacity - (60 << 20)));
        _held = Old(8 << 20);
        Assert.That(_held.IsNone, Is.False, "and is to be had again");
    }

    [Test]
    public void A_collection_is_due_when_old_space_has_grown()
    {
        Assert.That(Memory.FullCollector.IsDue, Is.False);
        _ = Old(3 << 20);
        Assert.That(Memory.FullCollector.IsDue, Is.True);
        Memory.FullCollector.Collect();
        Assert.That(Memory.FullCollector.IsDue, Is.False);
    }

    private Oop Old(long slots)
    {
        Oop oop = Memory.AllocateOld(Memory.Known.Array, ObjectFormat.Indexable, slots);
        ObjectMemory.Fill(ObjectMemory.Slots(oop), slots, Memory.Nil);
        return oop;
    }
}
