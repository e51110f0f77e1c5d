using System.IO.Compression;
using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Zip;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class ZipPluginTests
{
    private const string Module = "ZipPlugin";
    private static readonly byte[] Digits = "123456789"u8.ToArray();

    // Check values of RFC 1950 and of the catalogue of CRCs.
    [TestCase("primitiveUpdateAdler32", 1u, 0x091E_01DEu)]
    [TestCase("primitiveUpdateGZipCrc32", 0xFFFF_FFFFu, 0xFFFF_FFFF ^ 0xCBF4_3926u)]
    public void Sums_are_those_of_the_standards(string name, uint initial, uint expected)
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using PrimitiveTester tester = new(dialect);
            Oop text = Bytes(tester, [0, .. Digits, 0]);
            Oop sum = tester.Call(Module, name, tester.Memory.Nil, tester.Memory.UnsignedInteger(initial), Int(2), Int(10), text);
            Assert.That(tester.Memory.TryUnsigned32(sum, out uint value) && value == expected, $"{value:X}");
        }
    }

    [TestCase(0, 3)]
    [TestCase(3, 2)]
    [TestCase(1, 10)]
    public void Sums_of_what_is_not_there_fail(int start, int stop)
    {
        using PrimitiveTester tester = new();
        Oop text = Bytes(tester, Digits);
        Assert.Multiple(() =>
        {
            foreach (string name in new[] { "primitiveUpdateAdler32", "primitiveUpdateGZipCrc32" })
            {
                _ = tester.Fails(Module, name, tester.Memory.Nil, Int(1), Int(start), Int(stop), text);
                _ = tester.Fails(Module, name, tester.Memory.Nil, Int(-1), Int(1), Int(2), text);
                _ = tester.Fails(Module, name, tester.Memory.Nil, Int(1), Int(1), Int(1), tester.Memory.Nil);
            }
        });
    }

    [Test]
    public void Long_sums_do_not_overflow()
    {
        byte[] most = new byte[100_000];
        most.AsSpan().Fill(255);
        (ulong low, ulong high) = (1, 0);
        foreach (byte each in most)
        {
            low = (low + each) % 65521;
            high = (high + low) % 65521;
        }
        Assert.That(Checksums.Adler32(1, most), Is.EqualTo((uint)((high << 16) + low)));
    }

    /// <summary>What the primitives deflate and send with fixed codes is what .NET inflates.</summary>
    [Test]
    public void What_is_deflated_is_inflated_by_others([Values(0, 1, 2, 3)] int seed)
    {
        using PrimitiveTester tester = new();
        byte[] data = Data(seed);
        Oop stream = ZipStream(tester, data);
        // Nothing was put in the hash yet but the first two bytes.
        tester.Memory.Store(6, stream, Int((data[0] << 5) ^ data[1]));
        _ = tester.Call(Module, "primitiveDeflateBlock", stream, Int(data.Length - 1), Int(30), Int(100));
        Assert.That(tester.Memory.Fetch(7, stream).Integer, Is.EqualTo(data.Length), "not all is deflated");
        int count = (int)tester.Memory.Fetch(13, stream).Integer;
        Assert.That(tester.Memory.Fetch(14, stream).Integer, seed == 0 ? Is.GreaterThan(0) : Is.LessThanOrEqualTo(count));

        (Oop encoder, Oop literals, Oop distances, Oop literalTree, Oop distanceTree) = Encoder(tester, stream, count);
        Oop sum = tester.Call(Module, "primitiveZipSendBlock", encoder, literals, distances, literalTree, distanceTree);
        Assert.That(sum.Integer, Is.EqualTo(data.Length));
        Assert.That(tester.Memory.Fetch(1, literals).Integer, Is.EqualTo(count));
        Assert.That(Inflated(tester, encoder), Is.EqualTo(data));
    }

    [Test]
    public void A_full_collection_stops_the_sender_between_literals()
    {
        using PrimitiveTester tester = new();
        Oop stream = ZipStream(tester, Data(1));
        _ = tester.Call(Module, "primitiveDeflateBlock", stream, Int(499), Int(30), Int(100));
        int count = (int)tester.Memory.Fetch(13, stream).Integer;
        (Oop encoder, Oop literals, Oop distances, Oop literalTree, Oop distanceTree) = Encoder(tester, stream, count);
        tester.Memory.Store(0, encoder, Bytes(tester, new byte[20]));
        _ = tester.Call(Module, "primitiveZipSendBlock", encoder, literals, distances, literalTree, distanceTree);
        Assert.That(tester.Memory.Fetch(1, encoder).Integer, Is.InRange(16, 20));
        Assert.That(tester.Memory.Fetch(1, literals).Integer, Is.InRange(10, count - 1));
        Assert.That(tester.Memory.Fetch(1, distances), Is.EqualTo(tester.Memory.Fetch(1, literals)));
    }

    [Test]
    public void A_hash_table_moves_with_its_data()
    {
        using PrimitiveTester tester = new();
        Oop table = Words(tester, [5, 1000, 999, 0, 40000]);
        _ = tester.Call(Module, "primitiveDeflateUpdateHashTable", tester.Memory.Nil, table, Int(1000));
        Assert.That(BitBltBench.Words(table).ToArray(), Is.EqualTo(new uint[] { 0, 0, 0, 0, 39000 }));
        _ = tester.Fails(Module, "primitiveDeflateUpdateHashTable", tester.Memory.Nil, Bytes(tester, [1]), Int(1));
    }

    [Test]
    public void Hostile_streams_fail_and_stay_as_they_are()
    {
        using PrimitiveTester tester = new();
        Random random = new(4711);
        for (int i = 0; i < 4000; i++)
        {
            Oop stream = InflateStream(tester, random);
            Oop[] before = Slots(tester, stream);
            Oop literals = Words(tester, RandomTable(random));
            Oop distances = Words(tester, RandomTable(random));
            Oop result = tester.Attempt(Module, "primitiveInflateDecompressBlock", stream, literals, distances);
            if (result.IsNone)
            {
                Assert.That(Slots(tester, stream), Is.EqualTo(before), "a primitive that failed has changed its stream");
            }
            else
            {
                Assert.That(tester.Memory.Fetch(2, stream).Integer, Is.InRange(before[2].Integer, 40));
                Assert.That(tester.Memory.Fetch(7, stream).Integer, Is.InRange(before[7].Integer, 30));
            }
        }
    }

    [TestCase(1, 70_000)]
    [TestCase(1, -1)]
    [TestCase(4, 0)]
    [TestCase(5, 0)]
    [TestCase(6, 1 << 15)]
    [TestCase(7, -1)]
    [TestCase(9, 0)]
    [TestCase(11, 0)]
    [TestCase(13, 5000)]
    [TestCase(14, -1)]
    public void A_deflater_with_wrong_state_fails(int slot, int value)
    {
        using PrimitiveTester tester = new();
        Oop stream = ZipStream(tester, Data(1));
        tester.Memory.Store(slot, stream, Int(value));
        Assert.That(
            tester.Fails(Module, "primitiveDeflateBlock", stream, Int(100), Int(30), Int(100)),
            Is.EqualTo(PrimitiveError.BadReceiver));
    }

    [Test]
    public void Hash_chains_that_lead_nowhere_are_not_followed()
    {
        using PrimitiveTester tester = new();
        Random random = new(1);
        Oop stream = ZipStream(tester, Data(0));
        foreach (int slot in new[] { 4, 5 })
        {
            foreach (ref uint entry in BitBltBench.Words(tester.Memory.Fetch(slot, stream)))
            {
                entry = random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next(600);
            }
        }
        _ = tester.Call(Module, "primitiveDeflateBlock", stream, Int(499), Int(300), Int(300));
        int count = (int)tester.Memory.Fetch(13, stream).Integer;
        (Oop encoder, Oop literals, Oop distances, Oop literalTree, Oop distanceTree) = Encoder(tester, stream, count);
        _ = tester.Call(Module, "primitiveZipSendBlock", encoder, literals, distances, literalTree, distanceTree);
        Assert.That(Inflated(tester, encoder), Is.EqualTo(Data(0)), "a match that is none was taken");
        Assert.That(
            tester.Fails(Module, "primitiveDeflateBlock", stream, Int(500), Int(300), Int(300)), Is.EqualTo(PrimitiveError.BadIndex));
    }

    /// <summary>500 bytes: with many matches, with some, with none, all the same.</summary>
    private static byte[] Data(int seed)
    {
        Random random = new(seed);
        int kinds = seed switch { 0 => 3, 1 => 12, 2 => 256, _ => 1 };
        return [.. Enumerable.Range(0, 500).Select(_ => (byte)random.Next(kinds))];
    }

    private static Oop ZipStream(PrimitiveTester tester, byte[] data)
    {
        EnsureClasses(tester);
        Oop stream = tester.Memory.Instantiate(tester.Image.Class("ZipWriteStream"));
        byte[] collection = new byte[65536];
        data.CopyTo(collection, 0);
        Oop[] slots =
        [
            Bytes(tester, collection), Int(data.Length), Int(0), Int(collection.Length),
            Words(tester, new uint[32768]), Words(tester, new uint[32768]), Int(0), Int(0), Int(0),
            Bytes(tester, new byte[4096]), Words(tester, new uint[4096]), Words(tester, new uint[286]), Words(tester, new uint[30]),
            Int(0), Int(0),
        ];
        for (int i = 0; i < slots.Length; i++)
        {
            tester.Memory.Store(i, stream, slots[i]);
        }
        return stream;
    }

    private static (Oop Encoder, Oop Literals, Oop Distances, Oop LiteralTree, Oop DistanceTree) Encoder(
        PrimitiveTester tester, Oop zipStream, int count)
    {
        ObjectMemory memory = tester.Memory;
        Oop encoder = memory.Instantiate(tester.Image.Class("ZipEncoder"));
        memory.Store(0, encoder, Bytes(tester, new byte[2000]));
        memory.Store(1, encoder, Int(0));
        memory.Store(2, encoder, Int(0));
        memory.Store(3, encoder, Int(2000));
        // The last block, of fixed codes (RFC 1951, 3.2.3).
        memory.Store(4, encoder, Int(3));
        memory.Store(5, encoder, Int(3));
        Oop literals = memory.NewArray([memory.Fetch(9, zipStream), Int(0), Int(count)]);
        Oop distances = memory.NewArray([memory.Fetch(10, zipStream), Int(0), Int(count)]);
        uint[] lengths = [.. Enumerable.Range(0, 288).Select(i => i < 144 ? 8u : i < 256 ? 9u : i < 280 ? 7u : 8u)];
        uint[] codes = [.. Enumerable.Range(0, 288).Select(i => (uint)(i < 144 ? 48 + i : i < 256 ? 400 + i - 144 : i < 280 ? i - 256 : 192 + i - 280))];
        Oop literalTree = memory.NewArray([Words(tester, lengths), Words(tester, [.. codes.Zip(lengths, Reversed)])]);
        uint[] fives = [.. Enumerable.Repeat(5u, 30)];
        Oop distanceTree = memory.NewArray([Words(tester, fives), Words(tester, [.. Enumerable.Range(0, 30).Select(i => Reversed((uint)i, 5))])]);
        return (encoder, literals, distances, literalTree, distanceTree);
    }

    private static uint Reversed(uint code, uint length)
    {
        uint reversed = 0;
        for (int i = 0; i < length; i++)
        {
            reversed = (reversed << 1) | ((code >> i) & 1);
        }
        return reversed;
    }

    /// <summary>What an encoder has sent, with an end of block behind it, inflated.</summary>
    private static byte[] Inflated(PrimitiveTester tester, Oop encoder)
    {
        int position = (int)tester.Memory.Fetch(1, encoder).Integer;
        long rest = tester.Memory.Fetch(4, encoder).Integer;
        byte[] sent = [.. ObjectMemory.ByteSpan(tester.Memory.Fetch(0, encoder))[..position], (byte)rest, 0, 0];
        using DeflateStream inflate = new(new MemoryStream(sent), CompressionMode.Decompress);
        using MemoryStream data = new();
        inflate.CopyTo(data);
        return data.ToArray();
    }

    private static Oop InflateStream(PrimitiveTester tester, Random random)
    {
        EnsureClasses(tester);
        Oop stream = tester.Memory.Instantiate(tester.Image.Class("InflateStream"));
        byte[] source = new byte[30];
        random.NextBytes(source);
        int position = random.Next(10);
        Oop[] slots =
        [
            Bytes(tester, new byte[40]), Int(0), Int(random.Next(5)), Int(2), Int(random.Next(256)), Int(random.Next(9)),
            Bytes(tester, source), Int(position), Int(random.Next(40)),
        ];
        for (int i = 0; i < slots.Length; i++)
        {
            tester.Memory.Store(i, stream, slots[i]);
        }
        return stream;
    }

    private static uint[] RandomTable(Random random)
    {
        uint[] table = new uint[random.Next(1, 40)];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = random.Next(6) switch
            {
                0 => (uint)random.NextInt64(1L << 32),
                1 => ((uint)random.Next(4) << 24) | (uint)random.Next(table.Length),
                2 => 256,
                3 => ((uint)random.Next(6) << 16) | (uint)random.Next(257, 300),
                _ => (uint)random.Next(256),
            };
        }
        table[0] = (uint)random.Next(6) << 24;
        return table;
    }

    private static void EnsureClasses(PrimitiveTester tester)
    {
        if (!tester.Image.HasClass("WriteStream"))
        {
            _ = tester.Image.NewClass("ReadStream", "Object", ObjectFormat.Fixed, 3);
            _ = tester.Image.NewClass("InflateStream", "ReadStream", ObjectFormat.Fixed, 12);
            _ = tester.Image.NewClass("WriteStream", "Object", ObjectFormat.Fixed, 4);
            _ = tester.Image.NewClass("DeflateStream", "WriteStream", ObjectFormat.Fixed, 9);
            _ = tester.Image.NewClass("ZipWriteStream", "DeflateStream", ObjectFormat.Fixed, 16);
            _ = tester.Image.NewClass("ZipEncoder", "WriteStream", ObjectFormat.Fixed, 7);
        }
    }

    private static Oop[] Slots(PrimitiveTester tester, Oop oop) =>
        [.. Enumerable.Range(0, (int)ObjectMemory.SlotCount(oop)).Select(i => tester.Memory.Fetch(i, oop))];

    private static Oop Bytes(PrimitiveTester tester, byte[] bytes) => tester.Memory.NewBytes(tester.Memory.Known.ByteArray, bytes);

    private static Oop Words(PrimitiveTester tester, uint[] words)
    {
        Oop bitmap = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), words.Length);
        words.CopyTo(BitBltBench.Words(bitmap));
        return bitmap;
    }
}
