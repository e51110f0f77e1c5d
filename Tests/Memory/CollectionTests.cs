using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Memory;

/// <summary>What both collectors owe to an image, each test under either.</summary>
[TestFixture(false)]
[TestFixture(true)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed unsafe class CollectionTests(bool isFull) : IRoots, IDisposable
{
    private readonly MiniImage _image = new(MiniImage.Spur64);
    private Oop _held;

    private ObjectMemory Memory => _image.Memory;

    [SetUp]
    public void Hold()
    {
        _held = Memory.Nil;
        Memory.Roots.Add(this);
    }

    void IRoots.VisitRoots(RootVisitor visitor) => visitor(ref _held);

    void IRoots.ObjectsMoved(bool oldOnesToo) { }

    public void Dispose() => _image.Dispose();

    [Test]
    public void A_weak_object_loses_what_nothing_else_holds()
    {
        Oop weak = Memory.Instantiate(_image.Class("WeakArray"), 4);
        Oop kept = Memory.NewString("kept");
        _held = Memory.NewArray([weak, kept]);
        Memory.Store(0, weak, kept);
        Memory.Store(1, weak, Memory.NewString("lost"));
        Memory.Store(2, weak, Oop.FromInteger(7));
        Collect();
        weak = Memory.Fetch(0, _held);
        Assert.Multiple(() =>
        {
            Assert.That(Memory.Fetch(0, weak), Is.EqualTo(Memory.Fetch(1, _held)));
            Assert.That(Memory.Fetch(1, weak), Is.EqualTo(Memory.Nil));
            Assert.That(Memory.Fetch(2, weak), Is.EqualTo(Oop.FromInteger(7)));
            Assert.That(Memory.Mourners.TakeSignal(), Is.True);
            Assert.That(Memory.Mourners.TakeSignal(), Is.False);
            Assert.That(Memory.Mourners.Count, Is.Zero, "the image has not asked for weak objects");
        });
    }

    [Test]
    public void The_named_slots_of_a_weak_object_are_strong()
    {
        Oop weak = Memory.Instantiate(_image.NewClass("WeakPair", "Object", ObjectFormat.Weak, 1), 1);
        _held = weak;
        Memory.Store(0, weak, Memory.NewString("strong"));
        Memory.Store(1, weak, Memory.NewString("weak"));
        Collect();
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(0, _held)), Is.EqualTo("strong"));
        Assert.That(Memory.Fetch(1, _held), Is.EqualTo(Memory.Nil));
    }

    [Test]
    public void A_weak_object_that_lost_something_is_queued_when_the_image_asks()
    {
        Memory.Mourners.QueuesWeakObjects = () => true;
        _held = Memory.Instantiate(_image.Class("WeakArray"), 2);
        Memory.Store(0, _held, Memory.NewString("one"));
        Memory.Store(1, _held, Memory.NewString("two"));
        Collect();
        Assert.That(Memory.Mourners.TryTake(out Oop mourner), Is.True);
        Assert.That(mourner, Is.EqualTo(_held));
        Assert.That(Memory.Mourners.TryTake(out _), Is.False, "once for both");
    }

    [Test]
    public void An_old_weak_object_does_not_keep_a_young_one()
    {
        _held = Memory.Instantiate(_image.Class("WeakArray"), 1);
        Memory.FullCollector.Collect();
        Memory.Store(0, _held, Memory.NewString("young"));
        Collect();
        Assert.That(Memory.Fetch(0, _held), Is.EqualTo(Memory.Nil));
    }

    [Test]
    public void An_ephemeron_whose_key_only_its_value_holds_is_mourned()
    {
        Oop key = Memory.NewString("key");
        _held = NewEphemeron(key, Memory.NewArray([key]));
        Collect();
        Assert.That(Memory.Mourners.TryTake(out Oop mourner), Is.True);
        Assert.That(mourner, Is.EqualTo(_held));
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(0, _held)), Is.EqualTo("key"), "the mourner needs it");
        Assert.That(Memory.Fetch(0, Memory.Fetch(1, _held)), Is.EqualTo(Memory.Fetch(0, _held)));
        Assert.That(ObjectMemory.FormatOf(_held), Is.EqualTo(ObjectFormat.Fixed));
        Collect();
        Assert.That(Memory.Mourners.TryTake(out _), Is.False, "it has fired");
    }

    [Test]
    public void An_ephemeron_with_a_live_key_is_left_alone()
    {
        Oop key = Memory.NewString("key");
        _held = Memory.NewArray([NewEphemeron(key, Memory.NewString("value")), key]);
        Collect();
        Oop ephemeron = Memory.Fetch(0, _held);
        Assert.That(Memory.Mourners.TryTake(out _), Is.False);
        Assert.That(Memory.Fetch(0, ephemeron), Is.EqualTo(Memory.Fetch(1, _held)));
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(1, ephemeron)), Is.EqualTo("value"));
        Assert.That(ObjectMemory.FormatOf(ephemeron), Is.EqualTo(ObjectFormat.Ephemeron));
    }

    [Test]
    public void A_chain_of_ephemerons_lives_from_its_first_key()
    {
        Oop[] keys = [.. Enumerable.Range(0, 10).Select(i => Memory.NewString($"key {i}"))];
        Oop all = Memory.NewArray(10);
        for (int i = 0; i < 10; i++)
        {
            // The value of each is the key of the next; the last one's is met first.
            Memory.Store(9 - i, all, NewEphemeron(keys[i], i < 9 ? keys[i + 1] : Memory.Nil));
        }
        _held = Memory.NewArray([all, keys[0]]);
        Collect();
        Assert.That(Memory.Mourners.Count, Is.Zero);
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(0, Memory.Fetch(0, Memory.Fetch(0, _held)))), Is.EqualTo("key 9"));
    }

    [Test]
    public void Weak_references_to_what_a_mourner_keeps_stay()
    {
        Oop key = Memory.NewString("key");
        Oop weak = Memory.Instantiate(_image.Class("WeakArray"), 1);
        Memory.Store(0, weak, key);
        _held = Memory.NewArray([weak, NewEphemeron(key, Memory.Nil)]);
        Collect();
        Assert.That(Memory.Fetch(0, Memory.Fetch(0, _held)), Is.EqualTo(Memory.Fetch(0, Memory.Fetch(1, _held))));
    }

    [Test]
    public void Forwarders_are_seen_through()
    {
        Oop from = Memory.NewString("from");
        Oop to = Memory.NewString("to");
        Oop weak = Memory.Instantiate(_image.Class("WeakArray"), 1);
        Memory.Store(0, weak, from);
        _held = Memory.NewArray([from, to, weak]);
        _ = Becomer.Forward(Memory, Memory.NewArray([from]), Memory.NewArray([to]), copyHash: false);
        Assert.That(Memory.HasForwarders, Is.True);
        Collect();
        Assert.That(Memory.Fetch(0, _held), Is.EqualTo(Memory.Fetch(1, _held)));
        Assert.That(Memory.Fetch(0, Memory.Fetch(2, _held)), Is.EqualTo(Memory.Fetch(1, _held)));
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(0, _held)), Is.EqualTo("to"));
    }

    [Test]
    public void Stale_slots_of_a_context_are_cleared()
    {
        Oop context = Memory.Allocate(Memory.Known.Context, ObjectFormat.FixedAndIndexable, Layouts.Context.SmallSlots);
        Memory.Store(Layouts.Context.StackPointer, context, Oop.FromInteger(1));
        Memory.Store(Layouts.Context.FirstTemp, context, Memory.NewString("live"));
        Memory.Store(Layouts.Context.FirstTemp + 1, context, Memory.NewString("popped"));
        _held = context;
        Collect();
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(Layouts.Context.FirstTemp, _held)), Is.EqualTo("live"));
        Assert.That(Memory.Fetch(Layouts.Context.FirstTemp + 1, _held), Is.EqualTo(Memory.Nil));
    }

    private Oop NewEphemeron(Oop key, Oop value)
    {
        Oop behavior = _image.HasClass("Ephemeron") ? _image.Class("Ephemeron") : _image.NewClass("Ephemeron", "Object", ObjectFormat.Ephemeron, 2);
        Oop ephemeron = Memory.Instantiate(behavior);
        Memory.Store(0, ephemeron, key);
        Memory.Store(1, ephemeron, value);
        return ephemeron;
    }

    private void Collect()
    {
        if (isFull)
        {
            Memory.FullCollector.Collect();
        }
        else
        {
            Memory.Scavenger.Scavenge();
        }
        Memory.Verifier.Verify();
        Memory.Verifier.VerifyShapes();
    }
}
