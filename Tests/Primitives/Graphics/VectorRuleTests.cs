using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>What is done by vectors is what is done word by word, and pixel by pixel.</summary>
internal sealed unsafe class VectorRuleTests
{
    private const int MostWords = 40;
    private const uint Guard = 0xDEAD_BEEF;

    private BitBltBench _bench = null!;

    private static IEnumerable<TestCaseData> Vectored =>
        from rule in ReferenceRules.All
        from depth in (int[])[1, 2, 4, 8, 16, 32]
        where RowMerge.Find(rule, depth) != null
        select new TestCaseData(rule, depth);

    [SetUp]
    public void SetUp() => _bench = new BitBltBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void The_frequent_rules_are_done_by_vectors() =>
        Assert.That(
            ((int, int)[])[(3, 32), (3, 1), (20, 32), (24, 32), (25, 8), (25, 32), (34, 32), (37, 8), (37, 32)],
            Is.SubsetOf(Vectored.Select(c => ((int)c.Arguments[0]!, (int)c.Arguments[1]!))));

    /// <summary>More rows and columns than are drawn at once, up to the end of the source.</summary>
    [Test]
    public void Pixels_are_converted_and_combined_as_each_is([Values(3, 20, 24, 25, 34, 37)] int rule, [Values(1, 4, 8, 16, -2, -16)] int depth)
    {
        const int width = 45;
        const int height = 75;
        const int sourceX = 3;
        const int destX = 2;
        Random random = new((rule * 100) + depth);
        Oop source = _bench.RandomForm(random, sourceX + width, height, depth);
        Oop destination = _bench.RandomForm(random, destX + width + 1, height, 32);
        uint[] table = [.. Enumerable.Range(0, Math.Min(1 << Math.Abs(depth), 32768)).Select(_ => BitBltBench.RandomWord(random))];
        Oop bitBlt = _bench.NewBitBlt(destination, source, rule);
        _bench.Memory.Store(BitBltBench.ColorMapSlot, bitBlt, _bench.NewBitmap(table));
        _bench.Set(bitBlt, BitBltBench.DestXSlot, destX, 0, width, height, sourceX, 0);
        uint[,] from = _bench.Pixels(source);
        uint[,] expected = _bench.Pixels(destination);
        RuleState state = new(FormOf(destination), default);
        for (int i = 0; i < width * height; i++)
        {
            (int x, int y) = (i % width, i / width);
            uint color = table[from[y, sourceX + x] & (table.Length - 1)];
            expected[y, destX + x] = CombinationRules.Function(rule)(state, color, expected[y, destX + x]);
        }
        _ = _bench.CopyBits(bitBlt);
        Assert.That(_bench.Pixels(destination), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Vectored))]
    public void A_row_is_combined_as_its_words_are(int rule, int depth)
    {
        Form form = FormOf(_bench.NewForm(1, 1, depth));
        RuleState state = new(form, default);
        Random random = new(rule + depth);
        for (int round = 0; round < 400; round++)
        {
            int count = random.Next(MostWords);
            uint[] source = RandomWords(random);
            uint[] destination = RandomWords(random);
            uint[] expected = (uint[])destination.Clone();
            for (int i = 0; i < count; i++)
            {
                expected[i] = CombinationRules.Function(rule)(state, source[i], destination[i]);
            }
            fixed (uint* from = source)
            fixed (uint* to = destination)
            {
                RowMerge.Find(rule, depth)(from, to, count);
            }
            Assert.That(destination, Is.EqualTo(expected), $"round {round}, {count} words");
        }
    }

    [Test]
    public void One_colour_is_blended_as_a_row_of_it_is()
    {
        Random random = new(1);
        for (int count = 0; count < MostWords; count++)
        {
            uint color = RandomWords(random)[0];
            uint[] destination = RandomWords(random);
            uint[] expected = [.. destination.Select((d, i) => i < count ? BlendRules.Blend(color, d) : d)];
            fixed (uint* to = destination)
            {
                RowMerge.MergeColor<BlendMerges.Blend>(color, to, count);
            }
            Assert.That(destination, Is.EqualTo(expected), $"{count} words");
        }
    }

    [Test]
    public void Every_blend_of_two_bytes_is_that_of_single_words([Values(24, 34, 37, 20)] int rule)
    {
        RuleState state = new(FormOf(_bench.NewForm(1, 1, 32)), default);
        uint[] source = new uint[256];
        uint[] destination = new uint[256];
        for (uint alpha = 0; alpha < 256; alpha++)
        {
            for (uint under = 0; under < 256; under += 5)
            {
                for (uint i = 0; i < 256; i++)
                {
                    source[i] = (alpha << 24) | (i * 0x01_0101);
                    destination[i] = under * 0x0101_0101;
                }
                uint[] expected = [.. source.Zip(destination, (s, d) => CombinationRules.Function(rule)(state, s, d))];
                fixed (uint* from = source)
                fixed (uint* to = destination)
                {
                    RowMerge.Find(rule, 32)(from, to, 256);
                }
                Assert.That(destination.AsSpan().SequenceEqual(expected), $"alpha {alpha}, over {under}");
            }
        }
    }

    [Test]
    public void Pixels_are_taken_from_any_place([Values(1, 2, 4, 8, 16, 32, -1, -2, -4, -8, -16, -32)] int depth)
    {
        Random random = new(depth);
        for (int round = 0; round < 300; round++)
        {
            int width = random.Next(1, 90);
            Oop oop = _bench.RandomForm(random, width, 3, depth);
            Form form = FormOf(oop);
            // Of the last row, there is nothing behind the words.
            int y = random.Next(3);
            int x = random.Next(width);
            int count = random.Next(1, width - x + 1);
            uint[] pixels = Filled(MappedPixels.Room(count) + 1);
            fixed (uint* taken = pixels)
            {
                PackedPixels.Unpack(form, form.Row(y), x, taken, count);
            }
            uint[,] expected = _bench.Pixels(oop);
            Assert.That(pixels[..count], Is.EqualTo(Enumerable.Range(x, count).Select(column => expected[y, column])), $"{count} from {x},{y}");
            Assert.That(pixels[^1], Is.EqualTo(Guard), "more room was taken than there is");
        }
    }

    [Test]
    public void Pixels_are_packed_where_they_belong([Values(1, 2, 4, 8, 16, -1, -2, -4, -8, -16)] int depth)
    {
        Random random = new(depth);
        for (int round = 0; round < 300; round++)
        {
            int width = random.Next(1, 90);
            Oop oop = _bench.NewForm(width, 1, depth);
            Form form = FormOf(oop);
            int x = random.Next(width);
            int count = random.Next(1, width - x + 1);
            uint[] pixels = RandomWords(random, count);
            int wordCount = form.WordOf(x + count - 1) - form.WordOf(x) + 1;
            uint[] words = Filled(wordCount + 1);
            fixed (uint* from = pixels)
            fixed (uint* to = words)
            {
                PackedPixels.Pack(form, from, x, to, count);
            }
            Assert.That(words[^1], Is.EqualTo(Guard));
            words.AsSpan(0, wordCount).CopyTo(_bench.Bits(oop)[form.WordOf(x)..]);
            uint[] expected = new uint[width];
            pixels.Select(pixel => pixel & form.PixelMask).ToArray().CopyTo(expected, x);
            Assert.That(_bench.Pixels(oop).Cast<uint>(), Is.EqualTo(expected), $"{count} at {x}");
        }
    }

    [Test]
    public void Pixels_are_mapped_together_as_one_by_one(
        [Values(0, 2, 256, 4096, 32768)] int size, [Values(16, 32)] int sourceDepth, [Values(16, 32)] int depth)
    {
        Random random = new(size);
        Oop table = size == 0 ? _bench.Memory.Nil : _bench.NewBitmap(RandomWords(random, size));
        Assert.That(ColorMap.TryLoad(_bench.Memory, table, sourceDepth, depth, out ColorMap map), Is.True);
        for (int count = 1; count < MostWords; count++)
        {
            uint[] pixels = [.. RandomWords(random, MappedPixels.Room(count)).Select(w => w >> (32 - sourceDepth)), Guard];
            uint[] expected = [.. pixels.Select(map.Map)];
            fixed (uint* first = pixels)
            {
                map.MapAll(first, count);
            }
            Assert.That(pixels[..count], Is.EqualTo(expected[..count]));
            Assert.That(pixels[^1], Is.EqualTo(Guard));
        }
    }

    private static uint[] RandomWords(Random random, int count = MostWords) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? 0 : BitBltBench.RandomWord(random))];

    private static uint[] Filled(int count) => [.. Enumerable.Repeat(Guard, count)];

    private Form FormOf(Oop oop) =>
        Form.TryLoad(_bench.Memory, oop, out Form form) ? form : throw new AssertionException("no Form");
}
