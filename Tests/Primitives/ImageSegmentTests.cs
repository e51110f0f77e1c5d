using System.Buffers.Binary;
using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Graphs of objects go into image segments and come back, in the words of each kind of image.</summary>
[TestFixture(6502)]
[TestFixture(6505)]
[TestFixture(6521)]
[TestFixture(68002)]
[TestFixture(68021)]
public sealed class ImageSegmentTests(int number)
{
    private const int Store = 98;
    private const int Load = 99;
    private const int Room = 400;

    private PrimitiveTester _tester = null!;

    private static IEnumerable<int> Failures => [0, 1, 2, 20];

    private ObjectMemory Memory => _tester.Memory;
    private ImageDialect Dialect => Memory.Dialect;
    private Oop Nil => Memory.Nil;

    [SetUp]
    public void MakeTester() => _tester = new PrimitiveTester(ImageFormat.Find((uint)number)!.Dialect);

    [TearDown]
    public void DisposeTester() => _tester.Dispose();

    [Test]
    public void A_graph_comes_back_alike()
    {
        Oop outside = Memory.Special(SpecialObject.SpecialSelectors);
        (Oop roots, Oop words, Oop outPointers) = StoreGraph(outside);
        Assert.That(Elements(outPointers), Does.Contain(outside).And.Contain(Nil));
        Assert.That(Elements(outPointers), Is.Unique);
        long objects = Count();
        Oop loaded = _tester.Call(Load, Nil, words, outPointers);
        Assert.That(loaded, Is.Not.EqualTo(roots));
        CheckGraph(loaded, outside);
        CheckGraph(roots, outside);
        Assert.That(Count(), Is.GreaterThanOrEqualTo(objects + 7));
        Memory.Verifier.Verify();
        Memory.FullCollector.Collect();
        Memory.Verifier.Verify();
    }

    [Test]
    public void The_words_are_those_of_the_reference()
    {
        Oop inner = Memory.NewArray([Memory.True]);
        Oop roots = Memory.NewArray([inner, Oop.FromInteger(-1)]);
        (Oop words, Oop outPointers) = StoreRoots(roots);
        uint[] stored = MemoryMarshal.Cast<byte, uint>(ObjectMemory.ByteSpan(words)).ToArray();
        Oop array = _tester.Image.Class("Array");
        Assert.That(stored[0], Is.EqualTo((uint)number | ((uint)'s' << 24)));
        Assert.That(Elements(outPointers), Is.EquivalentTo(new[] { array, Memory.True }));
        if (number == 6521)
        {
            uint outTrue = 0x8000_0000 + (uint)(4 * Array.IndexOf(Elements(outPointers), Memory.True));
            uint classIndex = (1u << 21) + (uint)Array.IndexOf(Elements(outPointers), array);
            Assert.That(stored, Is.EqualTo(new[]
            {
                stored[0], stored[0], 0x0200_0000u | classIndex, 0x0200_0000u, 16u, 0xFFFF_FFFFu,
                0x0200_0000u | classIndex, 0x0100_0000u, outTrue, 0u,
            }));
        }
        if (number is 6502 or 6505)
        {
            // Header words of a class, type 1; sizes of 12 and 8 bytes; hashes as they are.
            uint outArray = 0x8000_0000 + (uint)(4 * (1 + Array.IndexOf(Elements(outPointers), array)));
            uint outTrue = 0x8000_0000 + (uint)(4 * (1 + Array.IndexOf(Elements(outPointers), Memory.True)));
            uint Hash(Oop oop) => (uint)Memory.IdentityHash(oop) << 17;
            Assert.That(stored, Is.EqualTo(new[]
            {
                stored[0], outArray | 1, 1u | 12 | (2 << 8) | Hash(roots), 28u, 0xFFFF_FFFFu,
                outArray | 1, 1u | 8 | (2 << 8) | Hash(inner), outTrue,
            }));
        }
    }

    [Test]
    public void What_others_refer_to_stays_outside()
    {
        Oop shared = Memory.NewString("shared");
        Memory.SetSpecial(SpecialObject.SmalltalkDictionary, Memory.NewArray([shared]));
        Oop holder = Memory.NewArray([shared]);
        (_, Oop outPointers) = StoreRoots(Memory.NewArray([holder]));
        Assert.That(Elements(outPointers), Does.Contain(shared).And.Not.Contain(holder));
    }

    [Test]
    public void A_class_comes_with_its_instances()
    {
        Oop behavior = Memory.Instantiate(Memory.ClassOf(_tester.Image.Class("Point")));
        Oop pattern = _tester.Image.Class("Point");
        for (int i = 0; i < ObjectMemory.SlotCount(pattern); i++)
        {
            Memory.Store(i, behavior, Memory.Fetch(i, pattern));
        }
        Oop instance = Memory.Instantiate(behavior);
        Memory.Store(0, instance, Oop.FromInteger(7));
        (Oop words, Oop outPointers) = StoreRoots(Memory.NewArray([instance]));
        Assert.That(Elements(outPointers), Does.Not.Contain(behavior));
        Oop loaded = Memory.Fetch(0, _tester.Call(Load, Nil, words, outPointers));
        Oop its = Memory.ClassOf(loaded);
        Assert.That(its, Is.Not.EqualTo(behavior));
        Assert.That(Memory.Classes.IndexOf(its), Is.EqualTo(ObjectMemory.ClassIndexOf(loaded)));
        Assert.That(Memory.ClassOf(its), Is.EqualTo(Memory.ClassOf(pattern)));
        Assert.That(Memory.Fetch(0, loaded).Integer, Is.EqualTo(7));
        Memory.Verifier.Verify();
        Memory.Verifier.VerifyShapes();
    }

    [Test]
    public void Weak_references_from_outside_to_what_is_stored_become_nil()
    {
        Oop inner = Memory.NewString("inner");
        Oop ownWeak = NewWeak(inner);
        Oop root = Memory.NewArray([ownWeak, Memory.NewArray([inner])]);
        Oop outside = Memory.NewString("outside");
        Oop weak = NewWeak(inner, root, outside, Oop.FromInteger(7), inner);
        Memory.SetSpecial(SpecialObject.SmalltalkDictionary, Memory.NewArray([weak, outside]));
        Oop[] before = Elements(weak);
        Oop roots = Memory.NewArray([root]);
        Assert.That(_tester.Fails(Store, Nil, roots, NewWords(10), Memory.NewArray(Room)), Is.EqualTo(PrimitiveError.WritePastObject));
        Assert.That(Elements(weak), Is.EqualTo(before), "it failed");
        Assert.That(Memory.Mourners.TakeSignal(), Is.False);
        (_, Oop outPointers) = StoreRoots(roots);
        Assert.That(Elements(weak), Is.EqualTo(new[] { Nil, root, outside, Oop.FromInteger(7), Nil }));
        Assert.That(Elements(ownWeak), Is.EqualTo(new[] { inner }), "one of the segment's own");
        Assert.That(Elements(outPointers), Does.Not.Contain(inner));
        Assert.That(Memory.Mourners.TakeSignal(), Is.True);
    }

    [TestCaseSource(nameof(Failures))]
    public void Words_that_are_too_few_are_refused(int size)
    {
        Oop roots = NewGraph(Nil);
        Oop words = NewWords(size);
        Oop outPointers = Memory.NewArray(Room);
        long objects = Count();
        bool hasStamp = size * 4 >= ObjectSegmentFormat.StampBytes(Dialect);
        Assert.That(_tester.Fails(Store, Nil, roots, words, outPointers),
            Is.EqualTo(hasStamp ? PrimitiveError.WritePastObject : PrimitiveError.Generic));
        CheckGraph(roots, Nil);
        Assert.That(ObjectMemory.ByteSpan(words).ToArray(), Is.All.Zero);
        Assert.That(Elements(outPointers), Is.All.EqualTo(Nil));
        Assert.That(Count(), Is.EqualTo(objects));
    }

    [Test]
    public void Too_few_out_pointers_are_refused()
    {
        Oop roots = NewGraph(Nil);
        Oop words = NewWords(2 * Room);
        Oop outPointers = Memory.NewArray(1);
        Assert.That(_tester.Fails(Store, Nil, roots, words, outPointers), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(ObjectMemory.ByteSpan(words).ToArray(), Is.All.Zero);
        Assert.That(Memory.Fetch(0, outPointers), Is.EqualTo(Nil));
        Assert.That(ObjectMemory.SlotCount(outPointers), Is.EqualTo(1));
    }

    [Test]
    public void Operands_of_the_wrong_kind_are_refused()
    {
        Oop array = Memory.NewArray(Room);
        Oop words = NewWords(Room);
        Oop text = Memory.NewString("text");
        Assert.That(_tester.Fails(Store, Nil, text, words, array), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(_tester.Fails(Store, Nil, array, text, array), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(_tester.Fails(Store, Nil, array, words, Oop.FromInteger(1)), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(_tester.Fails(Load, Nil, text, array), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(_tester.Fails(Load, Nil, words, text), Is.EqualTo(PrimitiveError.Generic));
        Assert.That(_tester.Fails(Load, Nil, words, array), Is.EqualTo(PrimitiveError.BadArgument), "no stamp");
        ref ulong header = ref ObjectMemory.Header(words);
        header = ObjectHeader.WithPinned(header, true);
        Assert.That(_tester.Fails(Store, Nil, array, words, array), Is.EqualTo(PrimitiveError.ObjectIsPinned));
        header = ObjectHeader.WithReadOnly(header, true);
        Assert.That(_tester.Fails(Store, Nil, array, words, array), Is.EqualTo(PrimitiveError.NoModification));
    }

    [Test]
    public void Out_pointers_that_are_missing_are_noticed()
    {
        (_, Oop words, _) = StoreGraph(Nil);
        long objects = Count();
        Assert.That(_tester.Fails(Load, Nil, words, Memory.NewArray(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(Count(), Is.EqualTo(objects + 1), "only that Array is new");
        Memory.Verifier.Verify();
    }

    [Test]
    public void A_segment_with_any_word_changed_loads_or_fails_but_does_no_harm()
    {
        (_, Oop words, Oop outPointers) = StoreGraph(Memory.Special(SpecialObject.SpecialSelectors));
        byte[] sound = ObjectMemory.ByteSpan(words).ToArray();
        Random random = new(number);
        for (int i = 0; i < 3000; i++)
        {
            byte[] broken = [.. sound];
            int at = random.Next(1, sound.Length / 4) * 4;
            uint bit = random.Next(3) == 0 ? (uint)random.Next() : 1u << random.Next(32);
            BinaryPrimitives.WriteUInt32LittleEndian(broken.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(sound.AsSpan(at)) ^ bit);
            Oop copy = NewWords(broken.Length / 4);
            broken.CopyTo(ObjectMemory.ByteSpan(copy));
            _ = ObjectSegmentReader.Load(Memory, copy, outPointers, out _);
            if (i % 100 == 0)
            {
                Memory.Verifier.Verify();
                Memory.Scavenger.Scavenge();
                // What was held here has moved.
                (_, words, outPointers) = StoreGraph(Memory.Special(SpecialObject.SpecialSelectors));
                sound = ObjectMemory.ByteSpan(words).ToArray();
            }
        }
        Memory.Verifier.Verify();
    }

    [Test]
    public void A_segment_from_a_machine_of_the_other_byte_order_loads()
    {
        Assume.That(number is 6502 or 6505, "no Spur ran on one, and no segment of 64 bits came from one");
        (Oop words, Oop outPointers) = StoreRoots(Memory.NewArray([Memory.NewString("swapped"), Memory.Float(1.5e100)]));
        Span<byte> bytes = ObjectMemory.ByteSpan(words);
        // As that machine stores it: the words the other way round, the bytes of the String in their order.
        int text = bytes.IndexOf("swapped"u8);
        Span<byte> inOrder = bytes.Slice(text, 8);
        for (int i = 0; i < 2; i++)
        {
            inOrder.Slice(i * 4, 4).Reverse();
        }
        if (number == 6505)
        {
            int number100 = bytes.IndexOf(BitConverter.GetBytes(1.5e100));
            byte[] low = bytes.Slice(number100, 4).ToArray();
            bytes.Slice(number100 + 4, 4).CopyTo(bytes[number100..]);
            low.CopyTo(bytes[(number100 + 4)..]);
        }
        for (int i = 0; i < bytes.Length; i += 4)
        {
            bytes.Slice(i, 4).Reverse();
        }
        bytes[0] = (byte)'d';
        Oop loaded = _tester.Call(Load, Nil, words, outPointers);
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(0, loaded)), Is.EqualTo("swapped"));
        Assert.That(Memory.TryFloat(Memory.Fetch(1, loaded), out double value) ? value : 0, Is.EqualTo(1.5e100));
    }

    private (Oop Roots, Oop Words, Oop OutPointers) StoreGraph(Oop outside)
    {
        Oop roots = NewGraph(outside);
        (Oop words, Oop outPointers) = StoreRoots(roots);
        return (roots, words, outPointers);
    }

    private (Oop Words, Oop OutPointers) StoreRoots(Oop roots)
    {
        Oop words = NewWords(2 * Room);
        Oop outPointers = Memory.NewArray(Room);
        // Others take the places of the two, where something refers to them.
        Oop holder = Memory.NewArray([words, outPointers]);
        Memory.SetSpecial(SpecialObject.LowSpaceSemaphore, holder);
        Assert.That(_tester.Call(Store, Oop.FromInteger(3), roots, words, outPointers).Integer, Is.EqualTo(3));
        (words, outPointers) = (ObjectMemory.Followed(Memory.Fetch(0, holder)), ObjectMemory.Followed(Memory.Fetch(1, holder)));
        Assert.That(ObjectMemory.ByteLength(words), Is.LessThan(4 * 2 * Room));
        Assert.That(ObjectMemory.SlotCount(outPointers), Is.InRange(1, Room - 1));
        return (words, outPointers);
    }

    /// <summary>An Array of one object of most kinds, some of which refer to each other.</summary>
    private unsafe Oop NewGraph(Oop outside)
    {
        Oop text = Memory.NewString("hello");
        Oop inner = Memory.NewArray([text, Oop.FromInteger(Dialect.MinInteger), outside, Nil, Memory.Character('x')]);
        Oop words = Memory.Allocate(Memory.Known.Bitmap, ObjectFormat.Words32.ForByteLength(12), 2);
        new ReadOnlySpan<uint>([0x01020304, 0xDEADBEEF, 7]).CopyTo(new Span<uint>(ObjectMemory.Bytes(words), 3));
        Oop big = Memory.NewArray(300);
        Memory.Store(299, big, inner);
        Memory.Store(0, inner, inner);
        Memory.Store(1, big, text);
        const int literals = 2;
        long bytes = (8 * (1 + literals)) + 5;
        Oop method = Memory.Allocate(Memory.Known.CompiledMethod, ObjectFormat.CompiledMethod.ForByteLength(bytes), (bytes + 7) / 8);
        Memory.Store(0, method, Oop.FromInteger(Dialect.IsSpur ? literals : literals << 9));
        Memory.Store(1, method, text);
        Memory.Store(2, method, Oop.FromInteger(3));
        "\u0070\u0071\u007C12"u8.CopyTo(ObjectMemory.ByteSpan(method)[24..]);
        return Memory.NewArray([inner, words, big, Memory.Float(1.5e300), method, Memory.Float(0.5)]);
    }

    private void CheckGraph(Oop roots, Oop outside)
    {
        Assert.That(ObjectMemory.SlotCount(roots), Is.EqualTo(6));
        Oop inner = Memory.Fetch(0, roots);
        Assert.That(Memory.ClassOf(inner), Is.EqualTo(_tester.Image.Class("Array")));
        Assert.That(Memory.Fetch(0, inner), Is.EqualTo(inner));
        Assert.That(Memory.Fetch(1, inner), Is.EqualTo(Oop.FromInteger(Dialect.MinInteger)));
        Assert.That(Memory.Fetch(2, inner), Is.EqualTo(outside));
        Assert.That(Memory.Fetch(3, inner), Is.EqualTo(Nil));
        Oop words = Memory.Fetch(1, roots);
        Assert.That(MemoryMarshal.Cast<byte, uint>(ObjectMemory.ByteSpan(words)).ToArray(), Is.EqualTo(new uint[] { 0x01020304, 0xDEADBEEF, 7 }));
        Oop big = Memory.Fetch(2, roots);
        Assert.That(ObjectMemory.SlotCount(big), Is.EqualTo(300));
        Assert.That(Memory.Fetch(299, big), Is.EqualTo(inner));
        Oop text = Memory.Fetch(1, big);
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo("hello"));
        Assert.That(Memory.ClassOf(text), Is.EqualTo(_tester.Image.Class("ByteString")));
        Assert.That(Memory.TryFloat(Memory.Fetch(3, roots), out double large) ? large : 0, Is.EqualTo(1.5e300));
        Oop method = Memory.Fetch(4, roots);
        Assert.That(CompiledCode.Literal(0, method), Is.EqualTo(text));
        Assert.That(CompiledCode.Literal(1, method).Integer, Is.EqualTo(3));
        Assert.That(ObjectMemory.ByteSpan(method)[24..].ToArray(), Is.EqualTo(new byte[] { 0x70, 0x71, 0x7C, (byte)'1', (byte)'2' }));
        Assert.That(Memory.Fetch(4, inner), Is.EqualTo(Memory.Character('x')));
        Assert.That(Memory.TryFloat(Memory.Fetch(5, roots), out double small) ? small : 0, Is.EqualTo(0.5));
    }

    private Oop NewWeak(params ReadOnlySpan<Oop> referents)
    {
        Oop weak = Memory.Instantiate(_tester.Image.Class("WeakArray"), referents.Length);
        for (int i = 0; i < referents.Length; i++)
        {
            Memory.Store(i, weak, referents[i]);
        }
        return weak;
    }

    private Oop NewWords(long size) =>
        Memory.Allocate(Memory.Known.Bitmap, ObjectFormat.Words32.ForByteLength(4 * size), ((4 * size) + 7) / 8);

    private unsafe Oop[] Elements(Oop array) =>
        [.. new ReadOnlySpan<Oop>(ObjectMemory.Slots(array), (int)ObjectMemory.SlotCount(array)).ToArray().Select(ObjectMemory.Followed)];

    private long Count() => HeapComparison.Objects(Memory).Count;
}
