using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Makes Forms and BitBlts, calls the plugin, and reads pixels one by one.</summary>
internal sealed unsafe class BitBltBench : IDisposable
{
    public const string Module = "BitBltPlugin";
    public const int DestinationSlot = 0;
    public const int SourceSlot = 1;
    public const int HalftoneSlot = 2;
    public const int RuleSlot = 3;
    public const int DestXSlot = 4;
    public const int DestYSlot = 5;
    public const int WidthSlot = 6;
    public const int HeightSlot = 7;
    public const int SourceXSlot = 8;
    public const int SourceYSlot = 9;
    public const int ClipXSlot = 10;
    public const int ColorMapSlot = 14;
    public const int WarpSlot = 15;

    private const int BitBltSlots = 15;
    private const int WarpBltSlots = 27;

    public BitBltBench(ImageDialect? dialect = null, IHost? host = null)
    {
        Tester = new PrimitiveTester(dialect, host: host);
        Tester.Image.NewClass("Form", "Object", ObjectFormat.Fixed, 5);
        Tester.Image.NewClass("BitBlt", "Object", ObjectFormat.Fixed, BitBltSlots);
        Tester.Image.NewClass("WarpBlt", "BitBlt", ObjectFormat.Fixed, WarpBltSlots);
    }

    public PrimitiveTester Tester { get; }
    public ObjectMemory Memory => Tester.Memory;

    public void Dispose() => Tester.Dispose();

    public Oop NewForm(int width, int height, int depth)
    {
        Oop form = Memory.Instantiate(Tester.Image.Class("Form"));
        int perWord = 32 / Math.Abs(depth);
        Memory.Store(0, form, NewBitmap((width + perWord - 1) / perWord * height));
        Memory.Store(1, form, Oop.FromInteger(width));
        Memory.Store(2, form, Oop.FromInteger(height));
        Memory.Store(3, form, Oop.FromInteger(depth));
        return form;
    }

    public Oop NewBitmap(int words) => Memory.Instantiate(Tester.Image.Class("Bitmap"), words);

    public Oop NewBitmap(params uint[] words)
    {
        Oop bitmap = NewBitmap(words.Length);
        words.CopyTo(Words(bitmap));
        return bitmap;
    }

    public static Span<uint> Words(Oop bitmap) => new(ObjectMemory.Bytes(bitmap), (int)ObjectMemory.ByteLength(bitmap) / 4);

    public Span<uint> Bits(Oop form) => Words(Memory.Fetch(0, form));

    public Oop RandomForm(Random random, int width, int height, int depth)
    {
        Oop form = NewForm(width, height, depth);
        foreach (ref uint word in Bits(form))
        {
            word = RandomWord(random);
        }
        return form;
    }

    /// <summary>Random bits, with many bytes of all ones and all zeroes: those are what rules treat apart.</summary>
    public static uint RandomWord(Random random)
    {
        uint word = (uint)random.NextInt64(1L << 32);
        return random.Next(4) switch
        {
            0 => word & 0xFF00_00FF,
            1 => word | 0xFF00_FF00,
            _ => word,
        };
    }

    public uint[,] Pixels(Oop form)
    {
        int width = (int)Memory.Fetch(1, form).Integer;
        int height = (int)Memory.Fetch(2, form).Integer;
        int depth = (int)Memory.Fetch(3, form).Integer;
        uint[,] pixels = new uint[height, width];
        int bits = Math.Abs(depth);
        int perWord = 32 / bits;
        int pitch = (width + perWord - 1) / perWord;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                uint word = Bits(form)[(y * pitch) + (x / perWord)];
                int fromLeft = x % perWord;
                int shift = depth > 0 ? (perWord - 1 - fromLeft) * bits : fromLeft * bits;
                pixels[y, x] = (uint)((ulong)(word >> shift) & ((1UL << bits) - 1));
            }
        }
        return pixels;
    }

    /// <summary>A BitBlt of the whole destination, without clipping.</summary>
    public Oop NewBitBlt(Oop destination, Oop source, int rule, bool isWarp = false)
    {
        Oop bitBlt = Memory.Instantiate(Tester.Image.Class(isWarp ? "WarpBlt" : "BitBlt"));
        Memory.Store(DestinationSlot, bitBlt, destination);
        Memory.Store(SourceSlot, bitBlt, source);
        Set(bitBlt, RuleSlot, rule);
        Set(bitBlt, DestXSlot, 0, 0, Memory.Fetch(1, destination).Integer, Memory.Fetch(2, destination).Integer, 0, 0, 0, 0,
            Memory.Fetch(1, destination).Integer, Memory.Fetch(2, destination).Integer);
        return bitBlt;
    }

    /// <summary>Stores SmallIntegers from a slot on.</summary>
    public void Set(Oop oop, int slot, params long[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Memory.Store(slot + i, oop, Oop.FromInteger(values[i]));
        }
    }

    public Oop CopyBits(Oop bitBlt, params Oop[] arguments) =>
        Tester.Call(Module, "primitiveCopyBits", [bitBlt, .. arguments]);

    /// <summary>Checks that copyBits fails and leaves the destination alone.</summary>
    public PrimitiveError FailsToCopy(Oop bitBlt, Oop destination, params Oop[] arguments)
    {
        uint[] before = Bits(destination).ToArray();
        PrimitiveError error = Tester.Fails(Module, "primitiveCopyBits", [bitBlt, .. arguments]);
        Assert.That(Bits(destination).ToArray(), Is.EqualTo(before), "a failing primitive has drawn");
        return error;
    }
}
