using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Memory;

public unsafe class ScavengerTests
{
    private sealed class Holder : IRoots
    {
        public Oop Held;
        public void VisitRoots(RootVisitor visitor) => visitor(ref Held);
        public void ObjectsMoved(bool oldOnesToo) { }
    }

    [Test]
    public void A_chain_survives_many_scavenges_and_ends_old()
    {
        using MiniImage image = new(MiniImage.Spur64);
        ObjectMemory memory = image.Memory;
        Holder holder = new();
        memory.Roots.Add(holder);
        holder.Held = memory.Nil;
        for (int i = 0; i < 5000; i++)
        {
            Oop link = memory.NewArray(30);
            memory.Store(0, link, Oop.FromInteger(i));
            memory.Store(1, link, holder.Held);
            holder.Held = link;
            if (memory.ScavengeWanted || i % 100 == 0)
            {
                memory.Scavenger.Scavenge();
            }
        }
        Oop at = holder.Held;
        for (int i = 4999; i >= 0; i--)
        {
            Assert.That(memory.Fetch(0, at).Integer, Is.EqualTo(i));
            at = memory.Fetch(1, at);
        }
        Assert.That(at, Is.EqualTo(memory.Nil));
        Assert.That(memory.Scavenger.TenuredBytes, Is.GreaterThan(0));
    }

    [Test]
    public void An_old_object_keeps_its_young_referent()
    {
        using MiniImage image = new(MiniImage.Spur64);
        ObjectMemory memory = image.Memory;
        Oop old = memory.AllocateOld(memory.Known.Array, ObjectFormat.Indexable, 2);
        ObjectMemory.Fill(ObjectMemory.Slots(old), 2, memory.Nil);
        memory.Store(0, old, memory.NewString("young"));
        for (int i = 0; i < 5; i++)
        {
            memory.Scavenger.Scavenge();
            Assert.That(ObjectMemory.TextOf(memory.Fetch(0, old)), Is.EqualTo("young"));
        }
    }

    [TestCase(10)]
    [TestCase(1000)]
    public void What_is_allocated_between_two_safepoints_leaves_room_for_a_scavenge(int slots)
    {
        using MiniImage image = new(MiniImage.Spur64, new MemoryOptions
        {
            EdenBytes = 64 << 10,
            EdenReserveBytes = 16 << 10,
            SurvivorBytes = 8 << 10,
            LargeObjectBytes = 4 << 10,
            MaximumBytes = 4 << 20,
        });
        ObjectMemory memory = image.Memory;
        Holder holder = new();
        memory.Roots.Add(holder);
        holder.Held = memory.Nil;
        int count = 0;
        for (Oop link = memory.NewArray(slots); !link.IsNone; link = memory.NewArray(slots))
        {
            memory.Store(0, link, holder.Held);
            holder.Held = link;
            count++;
        }
        memory.Scavenger.Scavenge();
        memory.Scavenger.Scavenge(tenuresAll: true);
        Assert.That(memory.FullCollector.TryCollect());
        memory.Verifier.Verify();
        for (Oop at = holder.Held; at != memory.Nil; at = memory.Fetch(0, at))
        {
            count--;
        }
        Assert.That(count, Is.Zero);
    }
}
