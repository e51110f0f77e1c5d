using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class ReplacePrimitiveTests
{
    [Test]
    public void Elements_are_copied_first_to_last_so_that_an_overlap_repeats_them()
    {
        using PrimitiveTester tester = new();
        string[] classes = ["Array", "ByteArray", "DoubleByteArray", "Bitmap", "DoubleWordArray", "WeakArray"];
        Gen<(int Kind, int Size, int Start, int From, int Count)> ranges =
            from kind in Gen.Choose(0, classes.Length - 1)
            from size in Gen.Choose(1, 40)
            from count in Gen.Choose(0, size)
            from start in Gen.Choose(1, size - count + 1)
            from source in Gen.Choose(1, size - count + 1)
            select (kind, size, start, source, count);
        Prop.ForAll(ranges.ToArbitrary(), r =>
        {
            Oop array = tester.New(classes[r.Kind], r.Size);
            long[] expected = [.. Enumerable.Range(100, r.Size)];
            for (int i = 0; i < r.Size; i++)
            {
                _ = Subscripts.StoreElement(tester.Memory, array, i + 1, Int(expected[i]));
            }
            for (int i = 0; i < r.Count; i++)
            {
                expected[r.Start - 1 + i] = expected[r.From - 1 + i];
            }
            tester.Call(105, array, Int(r.Start), Int(r.Start + r.Count - 1), array, Int(r.From));
            return Elements(tester, array).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Named_slots_are_not_touched() => Dialects.Each(t =>
    {
        t.Image.NewClass("Mixed", "Object", ObjectFormat.FixedAndIndexable, 2);
        Oop to = t.New("Mixed", 2);
        Oop from = t.New("Mixed", 3);
        for (int i = 0; i < 5; i++)
        {
            t.Memory.Store(i, from, Int(i));
        }
        t.Call(105, to, Int(1), Int(2), from, Int(2));
        Assert.That(new Span<Oop>(ObjectMemory.Slots(to), 4).ToArray(),
            Is.EqualTo(new[] { t.Memory.Nil, t.Memory.Nil, Int(3), Int(4) }));
    });

    [Test]
    public void An_old_array_remembers_young_elements()
    {
        using PrimitiveTester tester = new();
        ObjectMemory memory = tester.Memory;
        Oop old = memory.AllocateOld(memory.Known.Array, ObjectFormat.Indexable, 3);
        ObjectMemory.Fill(ObjectMemory.Slots(old), 3, memory.Nil);
        tester.Call(105, old, Int(2), Int(2), tester.Array(tester.Text("young")), Int(1));
        Dialects.Collect(memory);
        Assert.That(ObjectMemory.TextOf(memory.Fetch(1, old)), Is.EqualTo("young"));
    }

    [Test]
    public void Wrong_ranges_fail_and_change_nothing() => Dialects.Each(t =>
    {
        Oop to = t.Array(Int(1), Int(2), Int(3));
        Oop from = t.Array(Int(7), Int(8));
        (long Start, long Stop, long From)[] wrong =
            [(0, 1, 1), (1, 3, 1), (1, 4, 1), (3, 1, 1), (1, 1, 3), (1, 1, 0), (2, 3, 2), (1, long.MaxValue >> 3, 1), (long.MinValue >> 3, 2, 1)];
        foreach ((long start, long stop, long source) in wrong)
        {
            Assert.That(t.Fails(105, to, Int(start), Int(stop), from, Int(source)), Is.EqualTo(PrimitiveError.BadIndex),
                $"{start} {stop} {source}");
        }
        Assert.That(Elements(t, to), Is.EqualTo(new long[] { 1, 2, 3 }));
        Assert.That(t.Call(105, to, Int(2), Int(1), from, Int(1)), Is.EqualTo(to), "an empty range");
    });

    [Test]
    public void Kinds_do_not_mix() => Dialects.Each(t =>
    {
        Oop array = t.Array(Int(1));
        Oop bytes = t.Bytes(1);
        Assert.That(t.Fails(105, array, Int(1), Int(1), bytes, Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(105, bytes, Int(1), Int(1), t.New("Bitmap", 1), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(105, array, Int(1), Int(1), Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(105, array, t.Memory.Nil, Int(1), array, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(105, Int(3), Int(1), Int(1), array, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Oop point = t.New("Point");
        Assert.That(t.Fails(105, point, Int(1), Int(1), point, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Oop context = t.New("Context", 16);
        Assert.That(t.Fails(105, context, Int(1), Int(1), context, Int(1)), Is.EqualTo(PrimitiveError.UnsupportedOperation));
    });

    [Test]
    public void Byte_objects_of_different_classes_mix_as_their_formats_are_one() => Dialects.Each(t =>
    {
        Oop text = t.Text("abcdef");
        t.Call(105, text, Int(2), Int(4), t.Bytes(88, 89, 90), Int(1));
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo("aXYZef"));
    });

    [Test]
    public void A_read_only_receiver_fails() => Dialects.EachSpur(t =>
    {
        Oop text = t.Text("abc");
        Dialects.MakeReadOnly(text);
        Assert.That(t.Fails(105, text, Int(1), Int(1), t.Text("x"), Int(1)), Is.EqualTo(PrimitiveError.NoModification));
    });

    private static long[] Elements(PrimitiveTester tester, Oop array)
    {
        long[] elements = new long[Subscripts.IndexableSize(tester.Memory, array)];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Subscripts.TryFetchElement(tester.Memory, array, i + 1, out Oop element) ? element.Integer : -1;
        }
        return elements;
    }
}
