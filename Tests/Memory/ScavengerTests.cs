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
}
