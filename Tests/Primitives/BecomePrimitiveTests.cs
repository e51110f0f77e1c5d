using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class BecomePrimitiveTests
{
    private sealed class Holder(params Oop[] held) : IRoots
    {
        public Oop[] Held { get; } = held;
        public int Moves { get; private set; }

        public void VisitRoots(RootVisitor visitor)
        {
            for (int i = 0; i < Held.Length; i++)
            {
                visitor(ref Held[i]);
            }
        }

        public void ObjectsMoved(bool oldOnesToo) => Moves++;
    }

    [Test]
    public void Two_objects_exchange_their_identities() => Dialects.Each(t =>
    {
        Oop text = t.Text("text");
        Oop array = t.Array(Int(1), Int(2), Int(3));
        (int textHash, int arrayHash) = (t.Memory.IdentityHash(text), t.Memory.IdentityHash(array));
        Oop field = t.Array(text, array);
        Holder roots = new(text);
        t.Memory.Roots.Add(roots);
        Oop receiver = t.Array(text);
        Assert.That(t.Call(128, receiver, t.Array(array)), Is.EqualTo(receiver));
        array = t.Seen(0, field);
        text = t.Seen(1, field);
        Assert.That(t.Memory.Fetch(2, array), Is.EqualTo(Int(3)));
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo("text"));
        Assert.That(roots.Held[0], Is.EqualTo(array));
        Assert.That(roots.Moves, Is.EqualTo(1));
        Assert.That(t.Memory.IdentityHash(array), Is.EqualTo(textHash), "the hash stays with the reference");
        Assert.That(t.Memory.IdentityHash(text), Is.EqualTo(arrayHash));
        Assert.That(ObjectHeader.IsMarked(ObjectMemory.Header(text)), Is.False);
    });

    [Test]
    public void Objects_of_one_size_exchange_what_they_hold() => Dialects.Each(t =>
    {
        Oop text = t.Text("eight ch");
        Oop point = t.Array(Int(1));
        int textHash = t.Memory.IdentityHash(text);
        int textIndex = ObjectMemory.ClassIndexOf(text);
        t.Call(128, t.Array(text), t.Array(point));
        Assert.That(t.Memory.HasForwarders, Is.False);
        Assert.That(t.Memory.Fetch(0, text), Is.EqualTo(Int(1)));
        Assert.That(ObjectMemory.TextOf(point), Is.EqualTo("eight ch"));
        Assert.That(ObjectMemory.ClassIndexOf(point), Is.EqualTo(textIndex));
        Assert.That(t.Memory.IdentityHash(text), Is.EqualTo(textHash));
    });

    [Test]
    public void The_vm_never_meets_a_forwarder_in_place_of_what_it_relies_on() => Dialects.Each(t =>
    {
        foreach (string name in new[] { "Semaphore", "Process", "Symbol", "Association", "MethodDictionary", "LinkedList" })
        {
            Oop from = t.New(name);
            Oop to = t.New(name, name is "Symbol" or "MethodDictionary" ? 8 : 0);
            Oop field = t.Array(from);
            t.Call(72, t.Array(from), t.Array(to));
            Assert.That(t.Memory.Fetch(0, field), Is.EqualTo(to), name);
            Assert.That(t.Memory.HasForwarders, Is.False, name);
        }
    });

    [Test]
    public void A_sweep_does_away_with_forwarders() => Dialects.Each(t =>
    {
        Oop field = t.Array(t.Text("from"));
        t.Call(72, t.Array(t.Memory.Fetch(0, field)), t.Array(t.Text("to")));
        Assert.That(t.Memory.HasForwarders, Is.True);
        Oop seen = t.Seen(0, field);
        t.Call(72, t.Array(t.New("Semaphore")), t.Array(t.New("Semaphore")));
        Assert.That(t.Memory.HasForwarders, Is.False);
        Assert.That(t.Memory.Fetch(0, field), Is.EqualTo(seen));
        Dialects.Collect(t.Memory);
    });

    [Test]
    public void One_object_takes_the_place_of_another() => Dialects.Each(t =>
    {
        Oop from = t.Text("from");
        Oop to = t.Text("to");
        int hash = t.Memory.IdentityHash(from);
        Oop field = t.Array(from, to);
        t.Call(72, t.Array(from), t.Array(to));
        Assert.That(t.Seen(0, field), Is.EqualTo(to));
        Assert.That(t.Seen(1, field), Is.EqualTo(to));
        Assert.That(t.Memory.IdentityHash(to), Is.EqualTo(hash));
    });

    [Test]
    public void The_hash_is_copied_only_when_asked_for() => Dialects.Each(t =>
    {
        foreach (bool copies in new[] { true, false })
        {
            Oop from = t.Text("from");
            Oop to = t.Text("to");
            (int fromHash, int toHash) = (t.Memory.IdentityHash(from), t.Memory.IdentityHash(to));
            t.Call(249, t.Array(from), t.Array(to), t.Memory.Boolean(copies));
            Assert.That(t.Memory.IdentityHash(to), Is.EqualTo(copies ? fromHash : toHash));
        }
        Oop kept = t.Text("kept");
        int keptHash = t.Memory.IdentityHash(kept);
        t.Call(248, t.Array(t.Text("gone")), t.Array(kept));
        Assert.That(t.Memory.IdentityHash(kept), Is.EqualTo(keptHash));
        Assert.That(t.Fails(249, t.Array(), t.Array(), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void A_replaced_object_is_seen_no_more() => Dialects.Each(t =>
    {
        t.Image.NewClass("Rare", "Object", ObjectFormat.Fixed, 2);
        Oop from = t.New("Rare");
        t.Memory.Store(0, from, t.Text("only here"));
        Oop to = t.New("Rare");
        t.Call(72, t.Array(from), t.Array(to));
        Assert.That(t.Call(77, t.Image.Class("Rare")), Is.EqualTo(to));
        Assert.That(t.Fails(78, to), Is.EqualTo(PrimitiveError.NotFound));
        Dialects.Collect(t.Memory);
    });

    [Test]
    public void What_cannot_change_places_fails() => Dialects.Each(t =>
    {
        Oop text = t.Text("x");
        Oop two = t.Array(text, text);
        foreach (int number in new[] { 128, 72, 248 })
        {
            Assert.That(t.Fails(number, t.Text("no array"), two), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(t.Fails(number, two, t.Array(text)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(t.Fails(number, two, Int(2)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(t.Fails(number, t.Array(Int(1)), t.Array(text)), Is.EqualTo(PrimitiveError.InappropriateOperation));
            Assert.That(t.Fails(number, t.Array(t.Image.Class("Point")), t.Array(text)), Is.EqualTo(PrimitiveError.InappropriateOperation));
            Assert.That(t.Fails(number, t.Array(t.Memory.SpecialObjects), t.Array(two)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        }
        Assert.That(t.Fails(128, t.Array(text), t.Array(Int(1))), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(72, t.Array(text), t.Array(Int(1))), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Oop field = t.Array(text);
        t.Call(248, t.Array(text), t.Array(Int(1)));
        Assert.That(t.Memory.Fetch(0, field), Is.EqualTo(Int(1)), "without the hash it may be an immediate");
    });

    [Test]
    public void Pinned_and_read_only_objects_fail() => Dialects.EachSpur(t =>
    {
        Oop pinned = t.Call(580, t.Image.Class("Point"));
        Oop fixedText = t.Text("fixed");
        Dialects.MakeReadOnly(fixedText);
        Oop other = t.Text("other");
        foreach ((Oop oop, PrimitiveError error) in new[] { (pinned, PrimitiveError.ObjectIsPinned), (fixedText, PrimitiveError.NoModification) })
        {
            Assert.That(t.Fails(128, t.Array(oop), t.Array(other)), Is.EqualTo(error));
            Assert.That(t.Fails(128, t.Array(other), t.Array(oop)), Is.EqualTo(error));
            Assert.That(t.Fails(72, t.Array(oop), t.Array(other)), Is.EqualTo(error));
        }
        Assert.That(t.Fails(72, t.Array(other), t.Array(fixedText)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Call(248, t.Array(other), t.Array(fixedText)), Is.Not.EqualTo(Oop.None));
    });

    [Test]
    public void An_old_object_remembers_what_is_young_now() => Dialects.Each(t =>
    {
        Oop old = t.Memory.AllocateOld(t.Memory.Known.Array, ObjectFormat.Indexable, 1);
        Oop oldText = t.Image.Symbol("old");
        t.Memory.Store(0, old, oldText);
        t.Call(128, t.Array(oldText), t.Array(t.Text("young")));
        Dialects.Collect(t.Memory);
        Assert.That(ObjectMemory.TextOf(t.Memory.Fetch(0, old)), Is.EqualTo("young"));
    });

    [Test]
    public void Known_objects_are_followed() => Dialects.Each(t =>
    {
        Oop nil = t.Memory.Nil;
        Oop other = t.New("Array", 0);
        t.Call(128, t.Array(nil), t.Array(other));
        Assert.That(t.Memory.Nil, Is.EqualTo(other));
        t.Call(128, t.Array(nil), t.Array(other));
        Assert.That(t.Memory.Nil, Is.EqualTo(nil));
        Oop copy = t.Call(148, t.Memory.SpecialObjects);
        t.Call(72, t.Array(t.Memory.SpecialObjects), t.Array(copy));
        Assert.That(t.Memory.SpecialObjects, Is.EqualTo(copy));
        Assert.That(t.Memory.Nil, Is.EqualTo(nil));
    });

    [Test]
    public void A_class_replaces_another_with_all_its_instances() => Dialects.Each(t =>
    {
        foreach (bool copies in new[] { true, false })
        {
            foreach (bool targetHasInstances in new[] { true, false })
            {
                Oop from = t.Image.NewClass("From", "Object", ObjectFormat.Fixed, 1);
                Oop to = t.Image.NewClass("To", "Object", ObjectFormat.Fixed, 1);
                Oop instance = t.New("From");
                Oop other = targetHasInstances ? t.New("To") : t.Memory.Nil;
                t.Call(249, t.Array(from), t.Array(to), t.Memory.Boolean(copies));
                Assert.That(t.Memory.ClassOf(instance), Is.EqualTo(to));
                CheckClassTable(t.Memory);
                Oop later = t.New("To");
                Assert.That(ObjectMemory.ClassIndexOf(later), Is.EqualTo(ObjectMemory.ClassIndexOf(instance)));
                if (targetHasInstances)
                {
                    Assert.That(ObjectMemory.ClassIndexOf(other), Is.EqualTo(ObjectMemory.ClassIndexOf(later)));
                }
            }
        }
    });

    [Test]
    public void A_chain_of_classes_ends_in_the_last() => Dialects.Each(t =>
    {
        foreach (bool copies in new[] { true, false })
        {
            Oop[] classes = [.. new[] { "A", "B", "C", "D" }.Select(n => t.Image.NewClass(n, "Object", ObjectFormat.Fixed, 1))];
            Oop a = t.New("A");
            Oop c = t.New("C");
            t.Call(249, t.Array(classes[..3]), t.Array(classes[1..]), t.Memory.Boolean(copies));
            Assert.That(t.Memory.ClassOf(a), Is.EqualTo(classes[3]));
            Assert.That(t.Memory.ClassOf(c), Is.EqualTo(classes[3]));
            CheckClassTable(t.Memory);
        }
    });

    [Test]
    public void Classes_exchange_their_instances() => Dialects.Each(t =>
    {
        Oop left = t.Image.NewClass("Left", "Object", ObjectFormat.Fixed, 1);
        Oop right = t.Image.NewClass("Right", "Object", ObjectFormat.Fixed, 1);
        Oop unused = t.Image.NewClass("Unused", "Object", ObjectFormat.Fixed, 1);
        Oop leftInstance = t.New("Left");
        Oop rightInstance = t.New("Right");
        t.Call(128, t.Array(left), t.Array(right));
        Assert.That(t.Memory.ClassOf(leftInstance), Is.EqualTo(right));
        Assert.That(t.Memory.ClassOf(rightInstance), Is.EqualTo(left));
        CheckClassTable(t.Memory);
        t.Call(128, t.Array(left), t.Array(unused));
        Assert.That(t.Memory.ClassOf(rightInstance), Is.EqualTo(unused));
        CheckClassTable(t.Memory);
    });

    [Test]
    public void A_class_of_the_vm_stays_known() => Dialects.Each(t =>
    {
        Oop point = t.New("Point");
        Oop newPoint = t.Image.NewClass("NewPoint", "Object", ObjectFormat.Fixed, 2);
        Oop instance = t.New("NewPoint");
        t.Call(72, t.Array(t.Image.Class("Point")), t.Array(newPoint));
        Assert.That(t.Memory.ClassOf(t.Memory.NewPoint(Int(1), Int(2))), Is.EqualTo(newPoint));
        Assert.That(t.Memory.IsInstanceOf(point, t.Memory.Known.Point));
        Assert.That(t.Memory.IsInstanceOf(instance, t.Memory.Known.Point));
        CheckClassTable(t.Memory);
    });

    [Test]
    public void Random_graphs_end_as_a_model_of_references_does()
    {
        const int size = 8;
        Gen<(int[] Edges, (int Left, int Right)[] Pairs, bool TwoWay, bool Scavenges)> cases =
            from edges in Gen.ArrayOf(Gen.Choose(0, size - 1), size * 2)
            from count in Gen.Choose(0, 6)
            from pairs in Gen.ArrayOf(Gen.Zip(Gen.Choose(0, size - 1), Gen.Choose(0, size - 1)), count)
            from twoWay in Gen.Elements(true, false)
            from scavenges in Gen.Elements(true, false)
            select (edges, pairs, twoWay, scavenges);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            using PrimitiveTester tester = new();
            ObjectMemory memory = tester.Memory;
            // Each node: its name, then two edges. Half of them are old.
            Holder nodes = new([.. Enumerable.Range(0, size).Select(i => NewNode(memory, i))]);
            memory.Roots.Add(nodes);
            for (int i = 0; i < 2 * size; i++)
            {
                memory.Store(1 + (i % 2), nodes.Held[i / 2], nodes.Held[c.Edges[i]]);
            }
            Oop[] left = [.. c.Pairs.Select(p => nodes.Held[p.Left])];
            Oop[] right = [.. c.Pairs.Select(p => nodes.Held[p.Right])];
            int[] model = Model(size, c.Pairs, c.TwoWay);
            tester.Call(c.TwoWay ? 128 : 72, tester.Array(left), tester.Array(right));
            if (c.Scavenges)
            {
                Dialects.Collect(memory);
            }
            return Enumerable.Range(0, size).All(i => Name(memory, nodes.Held[i]) == model[i])
                && Enumerable.Range(0, size).All(i => EdgesAreAsIn(memory, nodes.Held[i], c.Edges, model));
        }).QuickCheckThrowOnFailure();
    }

    private static Oop NewNode(ObjectMemory memory, int name)
    {
        // Of two sizes: some pairs exchange what they hold, others leave forwarders.
        int slots = 3 + (name % 3 / 2);
        Oop node = name % 2 == 0 ? memory.NewArray(slots) : memory.AllocateOld(memory.Known.Array, ObjectFormat.Indexable, slots);
        ObjectMemory.Fill(ObjectMemory.Slots(node), slots, memory.Nil);
        memory.Store(0, node, Int(name));
        return node;
    }

    private static long Name(ObjectMemory memory, Oop node) => memory.Fetch(0, node).Integer;

    private static bool EdgesAreAsIn(ObjectMemory memory, Oop node, int[] edges, int[] model)
    {
        long name = Name(memory, node);
        return Name(memory, ObjectMemory.Followed(memory.Fetch(1, node))) == model[edges[2 * name]]
            && Name(memory, ObjectMemory.Followed(memory.Fetch(2, node))) == model[edges[(2 * name) + 1]];
    }

    /// <summary>To which object references to each object go, when the pairs are applied one by one.</summary>
    private static int[] Model(int size, (int Left, int Right)[] pairs, bool twoWay)
    {
        int[] model = [.. Enumerable.Range(0, size)];
        foreach ((int left, int right) in pairs)
        {
            (int from, int to) = (model[left], model[right]);
            for (int i = 0; i < size; i++)
            {
                model[i] = model[i] == from ? to : model[i] == to && twoWay ? from : model[i];
            }
        }
        return model;
    }

    private static void CheckClassTable(ObjectMemory memory)
    {
        for (int i = ObjectHeader.LastPunClassIndex + 1; i < memory.Classes.Count; i++)
        {
            Oop behavior = memory.Classes[i];
            if (!behavior.IsNone)
            {
                Assert.That(ObjectHeader.Hash(ObjectMemory.Header(behavior)), Is.EqualTo(i));
            }
        }
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop))
            {
                Assert.That(memory.ClassOf(oop).IsNone, Is.False);
            }
        }
    }
}
