using System.Text;
using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Plugins;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class MiscPrimitivePluginTests
{
    private const string Plugin = "MiscPrimitivePlugin";

    private static byte[] Identity => [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private static byte[] CaseInsensitive => [.. Enumerable.Range(0, 256).Select(i => (byte)char.ToLowerInvariant((char)i))];

    [Test]
    public void Strings_are_less_the_same_or_greater() => Dialects.Each(t =>
    {
        Oop order = t.Bytes(CaseInsensitive);
        long Compare(string left, string right) =>
            t.Call(Plugin, "primitiveCompareString", t.Memory.Nil, t.Text(left), t.Text(right), order).Integer;
        Assert.That(Compare("abc", "ABD"), Is.EqualTo(1));
        Assert.That(Compare("abc", "ABC"), Is.EqualTo(2));
        Assert.That(Compare("b", "ABC"), Is.EqualTo(3));
        Assert.That(Compare("ab", "abc"), Is.EqualTo(1));
        Assert.That(Compare("abc", ""), Is.EqualTo(3));
        Assert.That(t.Fails(Plugin, "primitiveCompareString", t.Memory.Nil, t.Text("a"), t.Text("b"), t.Bytes(1, 2)),
            Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(Plugin, "primitiveCompareString", t.Memory.Nil, t.Text("a"), Int(1), order),
            Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void The_newer_comparison_answers_a_difference() => Dialects.EachWithClosures(t =>
    {
        Assert.That(t.Call(158, t.Text("abd"), t.Text("abc")), Is.EqualTo(Int(1)));
        Assert.That(t.Call(158, t.Text("abc"), t.Text("abcde")), Is.EqualTo(Int(-2)));
        Assert.That(t.Call(158, t.Text("ABC"), t.Text("abc"), t.Bytes(CaseInsensitive)), Is.EqualTo(Int(0)));
        Assert.That(t.Call(158, t.Bytes(255), t.Bytes(254), t.Bytes(Identity)), Is.EqualTo(Int(1)));
        Assert.That(t.Fails(158, t.Text("a"), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(158, t.Text("a"), t.Text("b"), t.Bytes(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Call("", "primitiveCompareBytes", t.Text("a"), t.Bytes(97)), Is.EqualTo(t.Memory.True));
        Assert.That(t.Call("", "primitiveCompareBytes", t.Text("a"), t.Bytes(98)), Is.EqualTo(t.Memory.False));
    });

    [Test]
    public void Hashes_are_those_of_the_image() => Dialects.Each(t =>
    {
        // hashBytes:startingWith: in Smalltalk: hash := (hash + byte) hashMultiply, of 28 bits.
        foreach ((string text, long initial) in new[] { ("", 0L), ("a", 0L), ("hello world", 4711L), ("x", (1L << 28) + 5) })
        {
            System.Numerics.BigInteger hash = initial;
            foreach (byte b in Encoding.ASCII.GetBytes(text))
            {
                hash = (hash + b) * 1664525 % (1 << 28);
            }
            hash %= 1 << 28;
            Assert.That(t.Call(Plugin, "primitiveStringHash", t.Memory.Nil, t.Text(text), Int(initial)), Is.EqualTo(Int((long)hash)));
        }
        Assert.That(t.Call(Plugin, "primitiveStringHash", t.Memory.Nil, t.Text("a"), Int(0)), Is.EqualTo(Int(97 * 1664525)));
        Assert.That(t.Fails(Plugin, "primitiveStringHash", t.Memory.Nil, t.New("Array", 1), Int(0)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(Plugin, "primitiveStringHash", t.Memory.Nil, t.Text("a"), t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Texts_are_searched() => Dialects.Each(t =>
    {
        byte[] vowels = new byte[256];
        "aeiou".ToList().ForEach(c => vowels[c] = 1);
        Oop text = t.Text("xyzebcae");
        Oop nil = t.Memory.Nil;
        Assert.That(t.Call(Plugin, "primitiveFindFirstInString", nil, text, t.Bytes(vowels), Int(1)), Is.EqualTo(Int(4)));
        Assert.That(t.Call(Plugin, "primitiveFindFirstInString", nil, text, t.Bytes(vowels), Int(5)), Is.EqualTo(Int(7)));
        Assert.That(t.Call(Plugin, "primitiveFindFirstInString", nil, text, t.Bytes(vowels), Int(1L << 50)), Is.EqualTo(Int(0)));
        Assert.That(t.Call(Plugin, "primitiveFindFirstInString", nil, text, t.Bytes(1), Int(1)), Is.EqualTo(Int(0)));
        Assert.That(t.Fails(Plugin, "primitiveFindFirstInString", nil, text, t.Bytes(vowels), Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Call(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e'), text, Int(1)), Is.EqualTo(Int(4)));
        Assert.That(t.Call(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e'), text, Int(5)), Is.EqualTo(Int(8)));
        Assert.That(t.Call(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e' + 256), text, Int(1)), Is.EqualTo(Int(0)));
        Assert.That(t.Call(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e'), text, Int(900)), Is.EqualTo(Int(0)));
        Assert.That(t.Fails(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e'), text, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(Plugin, "primitiveIndexOfAsciiInString", nil, Int('e'), nil, Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Substrings_are_found_through_a_table() => Dialects.Each(t =>
    {
        long Find(string key, string body, long start) =>
            t.Call(Plugin, "primitiveFindSubstring", t.Memory.Nil, t.Text(key), t.Text(body), Int(start), t.Bytes(CaseInsensitive)).Integer;
        Assert.That(Find("AB", "xxabxab", 1), Is.EqualTo(3));
        Assert.That(Find("AB", "xxabxab", 4), Is.EqualTo(6));
        Assert.That(Find("AB", "xxabxab", -9), Is.EqualTo(3));
        Assert.That(Find("aab", "aaab", 1), Is.EqualTo(2));
        Assert.That(Find("abc", "ab", 1), Is.EqualTo(0));
        Assert.That(Find("", "ab", 1), Is.EqualTo(0));
        Assert.That(t.Fails(Plugin, "primitiveFindSubstring", t.Memory.Nil, t.Text("a"), t.Text("b"), Int(1), t.Bytes(1)),
            Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void A_range_of_a_text_is_translated() => Dialects.Each(t =>
    {
        Oop text = t.Text("ABCDE");
        Oop table = t.Bytes(CaseInsensitive);
        t.Call(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(2), Int(4), table);
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo("AbcdE"));
        t.Call(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(5), Int(4), table);
        Assert.That(t.Fails(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(0), Int(4), table), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(1), Int(6), table), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(1), Int(2), t.Bytes(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Dialects.MakeReadOnly(text);
        Assert.That(t.Fails(Plugin, "primitiveTranslateStringWithTable", t.Memory.Nil, text, Int(1), Int(2), table), Is.EqualTo(PrimitiveError.NoModification));
    });

    [Test]
    public void Samples_are_widened_with_their_sign() => Dialects.Each(t =>
    {
        Oop buffer = t.New("Bitmap", 2);
        t.Call(Plugin, "primitiveConvert8BitSigned", t.Memory.Nil, t.Bytes(1, 255, 128, 127), buffer);
        Assert.That(Enumerable.Range(1, 4).Select(i => t.Call(143, buffer, Int(i)).Integer), Is.EqualTo(new long[] { 256, -256, -32768, 32512 }));
        Assert.That(t.Fails(Plugin, "primitiveConvert8BitSigned", t.Memory.Nil, t.Bytes(1, 2, 3, 4, 5), buffer), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(Plugin, "primitiveConvert8BitSigned", t.Memory.Nil, t.Bytes(1), t.New("Array", 3)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Runs_are_coded_as_the_image_does()
    {
        // S = 9; two words 0; one word twice; a word of equal bytes; one that differs; a word twice; one at the end.
        uint[] words = [0, 0, 0x01020304, 0x01020304, 0x05050505, 0x0A0B0C0D, 0x0B0B0B0B, 0x0B0B0B0B, 0x01000000];
        byte[] coded = new byte[BitmapRuns.MaximumLength(words.Length)];
        int length = BitmapRuns.Compress(words, coded);
        byte[] expected =
        [
            9, (2 * 4) + 1, 0, (2 * 4) + 2, 1, 2, 3, 4, (1 * 4) + 1, 5, (1 * 4) + 3, 0x0A, 0x0B, 0x0C, 0x0D,
            (2 * 4) + 1, 0x0B, (1 * 4) + 3, 1, 0, 0, 0,
        ];
        Assert.That(coded[..length], Is.EqualTo(expected));
    }

    [TestCase(223, new byte[] { 223 })]
    [TestCase(224, new byte[] { 224, 224 })]
    [TestCase(7935, new byte[] { 254, 255 })]
    [TestCase(7936, new byte[] { 255, 0, 0, 31, 0 })]
    public void Sizes_take_one_two_or_five_bytes(int words, byte[] expected)
    {
        byte[] coded = new byte[BitmapRuns.MaximumLength(words)];
        _ = BitmapRuns.Compress(new uint[words], coded);
        Assert.That(coded[..expected.Length], Is.EqualTo(expected));
    }

    [Test]
    public void What_was_compressed_comes_back()
    {
        Gen<uint> word = Gen.Elements<uint>(0, 0xFFFFFFFF, 0x01010101, 0x12345678, 0x80000000, 7);
        Gen<uint[]> bitmaps =
            from runs in Gen.ListOf(Gen.Zip(word, Gen.Frequency((9, Gen.Choose(1, 4)), (1, Gen.Choose(50, 3000)))))
            select runs.SelectMany(r => Enumerable.Repeat(r.Item1, r.Item2)).ToArray();
        Prop.ForAll(bitmaps.ToArbitrary(), words =>
        {
            byte[] coded = new byte[BitmapRuns.MaximumLength(words.Length)];
            int length = BitmapRuns.Compress(words, coded);
            uint[] back = new uint[words.Length];
            int sizeBytes = words.Length <= 223 ? 1 : words.Length <= 7935 ? 2 : 5;
            return BitmapRuns.TryDecompress(coded.AsSpan(0, length), sizeBytes, back) && back.SequenceEqual(words);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Broken_code_writes_nothing()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), coded =>
        {
            uint[] words = new uint[9];
            return BitmapRuns.TryDecompress(coded, 0, words) || words.All(w => w == 0);
        }).QuickCheckThrowOnFailure();
        Assert.That(BitmapRuns.TryDecompress([(3 * 4) + 1, 9, (2 * 4) + 2, 1], 0, new uint[9]), Is.False, "cut off");
        Assert.That(BitmapRuns.TryDecompress([255, 255, 255, 255, 255, 1], 0, new uint[9]), Is.False, "a run too long");
    }

    [Test]
    public void Bitmaps_go_through_the_primitives_and_back() => Dialects.Each(t =>
    {
        Oop bitmap = t.New("Bitmap", 10);
        t.Call(61, bitmap, Int(4), Int(0x1234567));
        Oop coded = t.New("ByteArray", 47);
        Oop length = t.Call(Plugin, "primitiveCompressToByteArray", t.Memory.Nil, bitmap, coded);
        Oop exact = t.New("ByteArray", length.Integer);
        t.Call(105, exact, Int(1), length, coded, Int(1));
        Oop back = t.New("Bitmap", 10);
        t.Call(Plugin, "primitiveDecompressFromByteArray", t.Memory.Nil, back, exact, Int(2));
        Assert.That(t.Call(60, back, Int(4)), Is.EqualTo(Int(0x1234567)));
        Assert.That(t.Fails(Plugin, "primitiveDecompressFromByteArray", t.Memory.Nil, t.New("Bitmap", 9), exact, Int(2)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(Plugin, "primitiveDecompressFromByteArray", t.Memory.Nil, back, exact, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(Plugin, "primitiveDecompressFromByteArray", t.Memory.Nil, exact, exact, Int(2)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(Plugin, "primitiveCompressToByteArray", t.Memory.Nil, bitmap, t.New("ByteArray", 46)), Is.EqualTo(PrimitiveError.UnsupportedOperation));
        Assert.That(t.Fails(Plugin, "primitiveCompressToByteArray", t.Memory.Nil, t.New("Array", 2), coded), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Images_of_block_contexts_call_by_number()
    {
        using PrimitiveTester old = new(MiniImage.V3);
        (int Number, string Name)[] numbers =
        [
            (234, "primitiveDecompressFromByteArray"), (235, "primitiveCompareString"), (236, "primitiveConvert8BitSigned"),
            (237, "primitiveCompressToByteArray"), (243, "primitiveTranslateStringWithTable"), (244, "primitiveFindFirstInString"),
            (245, "primitiveIndexOfAsciiInString"), (246, "primitiveFindSubstring"),
        ];
        foreach ((int number, string name) in numbers)
        {
            Assert.That(old.Vm.Primitives.Find(number), Is.SameAs(old.Vm.Primitives.Find(Plugin, name)));
        }
        using PrimitiveTester spur = new();
        Assert.That(numbers.Select(n => spur.Vm.Primitives.Find(n.Number)?.Method.Name), Has.None.EqualTo("CompareString"));
    }
}
