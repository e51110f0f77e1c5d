using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// Requests with something wrong in them, thousands of all kinds: a primitive that fails changes nothing at all, one that
/// succeeds only the bits of objects, and the heap stays in order.
/// </summary>
internal sealed unsafe class HostileBlitTests
{
    private const int Rounds = 4000;
    private const int Extent = 9;

    private BitBltBench _bench = null!;
    private List<Oop> _objects = [];
    private Oop[] _others = [];
    private Oop[] _bits = [];
    private Oop _bitBlt;
    private Oop _destination;
    private Oop _source;
    private Oop _colorMap;
    private Oop _glyphMap;
    private Oop _starts;
    private Oop _text;

    private ObjectMemory Memory => _bench.Memory;

    [SetUp]
    public void SetUp()
    {
        _bench = new BitBltBench();
        _objects = [];
        _destination = Made(_bench.NewForm(Extent, Extent, 32));
        _source = Made(_bench.NewForm(Extent, Extent, 32));
        _bits = [Made(Memory.Fetch(0, _destination)), Made(Memory.Fetch(0, _source))];
        _bitBlt = Made(_bench.NewBitBlt(_destination, _source, 3, isWarp: true));
        _colorMap = Made(Memory.NewArray(3L));
        _glyphMap = Made(Memory.NewArray(256L));
        _starts = Made(Memory.NewArray(5L));
        _text = Made(_bench.Tester.Text("some text"));
        int[] sizes = [0, 1, 3, 4, 9, 81, 256, 512];
        _objects.AddRange(sizes.Select(_bench.NewBitmap));
        _objects.Add(Memory.AllocateBytes(Memory.Known.ByteArray, 13));
        _objects.Add(Memory.NewArray(0L));
        double[] floats = [2.5, -3.5, 4e9, -1e300, double.NaN, double.PositiveInfinity];
        _others = [Memory.Nil, Memory.True, _bench.Tester.Image.Class("Form"), .. floats.Select(Memory.Float)];
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void What_is_wrong_fails_or_stays_inside(
        [Values("primitiveCopyBits", "primitiveWarpBits", "primitiveDisplayString", "primitiveDrawLoop", "primitivePixelValueAt",
            "primitiveCompareColors")] string name,
        [Range(1, 3)] int faults)
    {
        Random random = new(name.Length + faults);
        int failed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Reset(random);
            for (int i = 0; i < faults; i++)
            {
                BreakSomething(random);
            }
            failed += Fails(name, Operands(name, random), $"{name}, {faults} faults, round {round}") ? 1 : 0;
        }
        Assert.That(failed, Is.InRange(Rounds / 20, Rounds - (Rounds / 20)), "the faults were too many or too few to tell anything");
        new HeapVerifier(Memory).Verify();
    }

    private Oop Made(Oop oop)
    {
        _objects.Add(oop);
        return oop;
    }

    private void Reset(Random random)
    {
        int depth = RandomBlits.Depths[random.Next(RandomBlits.Depths.Length)];
        Memory.Store(0, _destination, _bits[0]);
        Memory.Store(0, _source, _bits[1]);
        for (int i = 0; i < 3; i++)
        {
            Memory.Store(i, _colorMap, Memory.Nil);
        }
        _bench.Set(_destination, 1, Extent, Extent, depth);
        _bench.Set(_source, 1, Extent, Extent, random.Next(2) == 0 ? depth : 8);
        Memory.Store(BitBltBench.DestinationSlot, _bitBlt, _destination);
        Memory.Store(BitBltBench.SourceSlot, _bitBlt, random.Next(5) == 0 ? Memory.Nil : _source);
        Memory.Store(BitBltBench.HalftoneSlot, _bitBlt, Memory.Nil);
        Memory.Store(BitBltBench.ColorMapSlot, _bitBlt, random.Next(4) == 0 ? _colorMap : Memory.Nil);
        _bench.Set(_bitBlt, BitBltBench.RuleSlot, random.Next(42), 0, 0, Extent, Extent, 0, 0, 0, 0, Extent, Extent);
        _bench.Set(_bitBlt, BitBltBench.WarpSlot, 0, 0, 0, 0, 8 << 14, 0, 8 << 14, 8 << 14, 0, 8 << 14, 0, 0);
        for (int i = 0; i < 256; i++)
        {
            _bench.Set(_glyphMap, i, i % 4);
        }
        _bench.Set(_starts, 0, 0, 2, 5, 7, 9);
    }

    /// <summary>Puts something into a place where it does not belong, or an extreme where numbers do.</summary>
    private void BreakSomething(Random random)
    {
        Oop[] places = [_bitBlt, _bitBlt, _bitBlt, _destination, _source, _colorMap, _glyphMap, _starts];
        Oop place = places[random.Next(places.Length)];
        int slots = (int)Math.Min(ObjectMemory.SlotCount(place), 200);
        Memory.Store(random.Next(slots), place, Junk(random));
    }

    private Oop Junk(Random random)
    {
        long[] numbers = [-1, 0, 1, 2, 7, 40, 255, 1 << 20, int.MaxValue, int.MinValue, 1L << 40, -(1L << 45), Memory.Dialect.MaxInteger, Memory.Dialect.MinInteger];
        return random.Next(3) switch
        {
            0 => Oop.FromInteger(numbers[random.Next(numbers.Length)]),
            1 => _objects[random.Next(_objects.Count)],
            _ => _others[random.Next(_others.Length)],
        };
    }

    private Oop[] Operands(string name, Random random)
    {
        Oop Or(Oop right) => random.Next(12) == 0 ? Junk(random) : right;
        Oop Number(int limit) => Or(Oop.FromInteger(random.Next(-2, limit)));
        Oop receiver = random.Next(20) == 0 ? Junk(random) : _bitBlt;
        return name switch
        {
            "primitiveCopyBits" => [receiver, .. Enumerable.Range(0, random.Next(5)).Select(_ => Number(300))],
            "primitiveWarpBits" => random.Next(2) == 0 ? [receiver] : [receiver, Number(6), Or(_objects[random.Next(_objects.Count)])],
            "primitiveDisplayString" =>
                [receiver, Or(_text), Or(Oop.FromInteger(1)), Number(11), Or(_glyphMap), Or(_starts), Number(4)],
            "primitiveDrawLoop" => [receiver, Number(30), Number(30)],
            "primitivePixelValueAt" => [random.Next(4) == 0 ? Junk(random) : _destination, Number(12), Number(12)],
            _ => [receiver, Number(300), Number(300), Number(12)],
        };
    }

    private bool Fails(string name, Oop[] operands, string what)
    {
        byte[][] before = [.. _objects.Select(Body)];
        ulong[] headers = [.. _objects.Select(oop => ObjectMemory.Header(oop))];
        PrimitiveEntry entry = _bench.Tester.Vm.Primitives.Find(BitBltBench.Module, name)!;
        bool isFailure;
        fixed (Oop* stack = operands)
        {
            isFailure = entry.Function.Call(_bench.Tester.Vm, stack, operands.Length - 1).IsNone;
        }
        int index = 0;
        foreach (Oop oop in _objects)
        {
            Assert.That(ObjectMemory.Header(oop), Is.EqualTo(headers[index]), what);
            bool mayChange = !isFailure && (ObjectMemory.FormatOf(oop).IsBits() || oop == _bitBlt);
            if (!mayChange && !Body(oop).AsSpan().SequenceEqual(before[index]))
            {
                Assert.Fail($"{what}: object {index} was changed, failed: {isFailure}");
            }
            index++;
        }
        return isFailure;
    }

    private static byte[] Body(Oop oop) => ObjectMemory.FormatOf(oop).IsPointers()
        ? new ReadOnlySpan<byte>(ObjectMemory.Slots(oop), (int)ObjectMemory.SlotCount(oop) * sizeof(Oop)).ToArray()
        : ObjectMemory.ByteSpan(oop).ToArray();
}
