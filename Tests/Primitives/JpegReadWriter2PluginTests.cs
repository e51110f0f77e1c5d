using BitMiracle.LibJpeg.Classic;
using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class JpegReadWriter2PluginTests
{
    // Made by libjpeg-turbo with the interface of libjpeg 6b, and what it decodes them to: 7 by 5 pixels of three bytes.
    // Chroma is halved in both directions; horizontally, progressive; vertically.
    private const string Halved =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/"
        + "2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAFAAcDASIAAhEBAxEB"
        + "/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAdEAACAQQDAAAAAAAAAAAAAAAAAgEDBQYRByJh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgb/xAAdEQABBAID"
        + "AAAAAAAAAAAAAAABAAIEBQMGERUj/9oADAMBAAIRAxEAPwCtxPjOyrTREXURGo6+AAl721mNmuAyHhDWbid12P1K/9k=";
    private const string HalvedPixels =
        "AACPHBWjRxukcx6dmRiOvBaC3iCECy+pMEO5WEa0gUmsqkOcykGP7UmQGXS6OYPCXIG4hYKtr36eznuP8IKNJ7PKQr3NYLi8irmxs7ah1LOQ9LuOKuXSQ+3S"
        + "X+a+iuiztOig1OaQ9u6L";
    private const string HalvedAcross =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/"
        + "2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wgARCAAFAAcDASEAAhEBAxEB"
        + "/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAVAQEBAAAAAAAAAAAAAAAAAAADBP/aAAwDAQACEAMQAAABrI3/AP/EABcQAAMBAAAAAAAAAAAAAAAAAAMEBRH/"
        + "2gAIAQEAAQUCUmBz/8QAGBEAAgMAAAAAAAAAAAAAAAAAAAUCAxT/2gAIAQMBAT8BWM7c8T//xAAYEQEBAAMAAAAAAAAAAAAAAAABAwAEBf/aAAgBAgEBPwHe"
        + "6NCyGf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEABj8Cf//EABYQAQEBAAAAAAAAAAAAAAAAAAEAof/aAAgBAQABPyEIAy//2gAMAwEAAgADAAAAEN//"
        + "xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EDv/xAAXEQADAQAAAAAAAAAAAAAAAAAAATFh/9oACAECAQE/EIYLT//EABcQAQEBAQAAAAAAAAAAAAAA"
        + "AAERAIH/2gAIAQEAAT8QgOAhxv/Z";
    private const string HalvedAcrossPixels =
        "AACLKg2lVROrgRSvpwyoygmi7BKmEDCTNkSnXkaoiEanrkGc0D6T8kaQF3W9OIPHWYG/hIG2q36ly3uW7YOPHLbaNsDdVbvKf7y9prynx7mU6cKJIOrSOfLS"
        + "Vey5gPCoqfCQyu977Phw";
    private const string HalvedDown =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/"
        + "2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAFAAcDARIAAhEBAxEB"
        + "/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAdEAACAQQDAAAAAAAAAAAAAAABAgADBQYRByJh/8QAFQEBAQAAAAAAAAAAAAAAAAAABQb/xAAfEQABAgYDAAAA"
        + "AAAAAAAAAAABAAIDBAUGETESITP/2gAMAwEAAhEDEQA/AK3E+M7KtNERdADQ6+RD7lqk3DwxkQgDoAaAU9ZtYnuPqdL/2Q==";
    private const string HalvedDownPixels =
        "AB0MHxSfTAr0bRjLlRqPyA6L7BWUDEU0QzjDbCr/jDfqtTqv5y2q/zOyAImbLIbUUYHVcJCdmpFyy4Jz7Yd5J7TGUqz6c6P3krK/vbSV7qWW/6qcDur/N+7p"
        + "Ve2wdvqMovh70+x09vNw";

    [Test]
    public void A_header_tells_size_and_components()
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using JpegBench bench = new(dialect);
            Assert.That(bench.Tester.Call(JpegBench.Module, "primJPEGPluginIsPresent", bench.Nil), Is.EqualTo(bench.Tester.Memory.True));
            Assert.That(bench.Tester.Call(JpegBench.Module, "primSupports8BitGrayscaleJPEGs", bench.Nil), Is.EqualTo(bench.Tester.Memory.True));
            Assert.That(bench.NumbersIn(bench.DecompressStruct()), Is.EqualTo(new[] { 0, 0, 0 }), "nothing read yet");
            Assert.That(bench.NumbersIn(bench.HeaderOf(Jpeg(bench, Halved))), Is.EqualTo(new[] { 7, 5, 3 }));
            Oop gray = bench.Write(bench.Gradient(9, 300, 8));
            Assert.That(bench.NumbersIn(bench.HeaderOf(gray)), Is.EqualTo(new[] { 9, 300, 1 }));
        }
    }

    [TestCase(Halved, HalvedPixels)]
    [TestCase(HalvedAcross, HalvedAcrossPixels)]
    [TestCase(HalvedDown, HalvedDownPixels)]
    public void Pixels_are_those_of_libjpeg(string jpeg, string pixels)
    {
        byte[] samples = Convert.FromBase64String(pixels);
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using JpegBench bench = new(dialect);
            foreach (int depth in new[] { 32, -32, 16, -16 })
            {
                uint[,] actual = bench.Forms.Pixels(bench.Read(Jpeg(bench, jpeg), depth));
                Assert.That(actual, Is.EqualTo(Expected(samples, depth)), $"{depth}");
            }
        }
    }

    [Test]
    public void What_is_written_is_read_back_nearly([Values(32, -32, 16, -16, 8, -8)] int depth, [Values] bool isProgressive)
    {
        using JpegBench bench = new();
        foreach ((int width, int height) in new[] { (64, 64), (61, 33), (62, 1), (63, 17), (1, 62) })
        {
            Oop form = bench.Gradient(width, height, depth);
            Oop jpeg = bench.Write(form, 95, isProgressive);
            int wideDepth = Math.Abs(depth) == 8 ? 8 : 32;
            uint[,] pixels = bench.Forms.Pixels(bench.Read(jpeg, wideDepth));
            double error = 0;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    (int red, int green, int blue) = JpegBench.GradientAt(x, y);
                    uint pixel = pixels[y, x];
                    error += wideDepth == 8
                        ? Math.Abs(green - (int)pixel)
                        : (Math.Abs(red - (int)((pixel >> 16) & 255)) + Math.Abs(green - (int)((pixel >> 8) & 255)) + Math.Abs(blue - (int)(pixel & 255))) / 3.0;
                }
            }
            // Pixels of 16 bits have lost three bits, 3.5 on average, before they are written.
            Assert.That(error / (width * height), Is.LessThan(Math.Abs(depth) == 16 ? 5.5 : 2.0), $"{width} x {height}");
        }
    }

    [TestCase(8)]
    [TestCase(-8)]
    [TestCase(16)]
    [TestCase(-16)]
    [TestCase(32)]
    [TestCase(-32)]
    public void Gray_is_read_at_every_depth(int depth)
    {
        using JpegBench bench = new();
        Oop jpeg = bench.Write(Uniform(bench, 6, 3, 100), 100);
        uint expected = Math.Abs(depth) switch
        {
            8 => 100,
            16 => 0x8000 | (12 << 10) | (12 << 5) | 12,
            _ => 0xFF64_6464,
        };
        Assert.That(bench.Forms.Pixels(bench.Read(jpeg, depth)).Cast<uint>(), Is.All.EqualTo(expected));
    }

    [TestCase(16)]
    [TestCase(-16)]
    public void Dithering_keeps_the_shade_on_average(int depth)
    {
        using JpegBench bench = new();
        foreach (byte shade in new byte[] { 0, 3, 33, 100, 177, 254, 255 })
        {
            uint[,] pixels = bench.Forms.Pixels(bench.Read(bench.Write(Uniform(bench, 8, 8, shade), 100), depth, isDithered: true));
            for (int shift = 0; shift <= 10; shift += 5)
            {
                // 16 thresholds: a tile's sum has four bits more than its pixels.
                long sum = Enumerable.Range(0, 16).Sum(i => (pixels[i / 4, i % 4] >> shift) & 31);
                Assert.That(sum, Is.EqualTo((shade * 496) >> 8), $"{shade}, {shift}");
            }
        }
    }

    [Test]
    public void Dithering_begins_where_the_reference_does()
    {
        using JpegBench bench = new();
        // 9 · 496 / 256 is 17, that is 1 · 16 and 1: one pixel of 16 is lighter.
        uint[,] pixels = bench.Forms.Pixels(bench.Read(bench.Write(Uniform(bench, 4, 4, 9), 100), 16, isDithered: true));
        for (int i = 0; i < 16; i++)
        {
            Assert.That(pixels[i / 4, i % 4] & 31, Is.EqualTo((i / 4, i % 4) == (3, 2) ? 2 : 1), $"row {i / 4}, column {i % 4}");
        }
    }

    [Test]
    public void A_better_quality_takes_more_room()
    {
        using JpegBench bench = new();
        Oop form = bench.Forms.RandomForm(new Random(1), 40, 30, 32);
        long Length(int quality) => ObjectMemory.ByteLength(bench.Write(form, quality));
        Assert.That(Length(10), Is.LessThan(Length(75)));
        Assert.That(Length(75), Is.LessThan(Length(100)));
        Assert.That(Length(-1), Is.EqualTo(Length(75)));
        Assert.That(Length(int.MaxValue), Is.EqualTo(Length(100)));
    }

    [Test]
    public void What_does_not_fit_has_no_length()
    {
        using JpegBench bench = new();
        Oop form = bench.Gradient(20, 20, 32);
        int length = (int)ObjectMemory.ByteLength(bench.Write(form));
        Oop small = bench.Tester.Bytes(new byte[length - 1]);
        Assert.That(bench.Tester.Call(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(small, form)), Is.EqualTo(Int(0)));
        Assert.That(ObjectMemory.ByteSpan(small).ToArray(), Is.All.Zero);
        Oop exact = bench.Tester.Bytes(new byte[length]);
        Assert.That(bench.Tester.Call(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(exact, form)), Is.EqualTo(Int(length)));
    }

    [Test]
    public void A_larger_form_is_drawn_into_its_corner()
    {
        using JpegBench bench = new();
        Oop jpeg = bench.Write(Uniform(bench, 3, 2, 200), 100);
        Oop form = bench.Forms.NewForm(6, 4, 8);
        bench.Forms.Bits(form).Fill(0x0101_0101);
        _ = bench.Tester.Call(JpegBench.Module, JpegBench.ReadImageName, bench.ReadArguments(bench.HeaderOf(jpeg), jpeg, form));
        uint[,] pixels = bench.Forms.Pixels(form);
        for (int i = 0; i < pixels.Length; i++)
        {
            Assert.That(pixels[i / 6, i % 6], Is.EqualTo(i / 6 < 2 && i % 6 < 3 ? 200 : 1));
        }
    }

    [Test]
    public void What_is_no_JPEG_has_no_header()
    {
        using JpegBench bench = new();
        byte[] whole = Convert.FromBase64String(Halved);
        foreach (byte[] bytes in new byte[][] { [], [1, 2, 3], whole[1..], whole[..2], whole[..60], whole[..200] })
        {
            Oop header = bench.DecompressStruct();
            Oop[] arguments = [bench.Nil, header, bench.Tester.Bytes(bytes), bench.ErrorStruct()];
            Assert.That(bench.Tester.Fails(JpegBench.Module, JpegBench.ReadHeaderName, arguments), Is.EqualTo(PrimitiveError.OperationFailed));
            Assert.That(bench.NumbersIn(header), Is.EqualTo(new[] { 0, 0, 0 }));
        }
    }

    [Test]
    public void A_picture_that_breaks_off_is_read_as_far_as_it_goes()
    {
        using JpegBench bench = new();
        Oop whole = bench.Write(bench.Gradient(64, 64, 32), 90);
        uint[] expected = [.. bench.Forms.Pixels(bench.Read(whole, 32)).Cast<uint>()];
        uint[] actual = [.. bench.Forms.Pixels(bench.Read(BrokenOff(bench, whole), 32)).Cast<uint>()];
        Assert.That(actual[..512], Is.EqualTo(expected[..512]));
        Assert.That(actual, Is.Not.EqualTo(expected));
    }

    [Test]
    public void A_progressive_picture_that_breaks_off_is_coarse()
    {
        using JpegBench bench = new();
        Oop whole = bench.Write(bench.Gradient(64, 64, 8), 90, isProgressive: true);
        uint[,] pixels = bench.Forms.Pixels(bench.Read(BrokenOff(bench, whole), 8));
        uint[] exact = [.. bench.Forms.Pixels(bench.Read(whole, 8)).Cast<uint>()];
        Assert.That(pixels.Cast<uint>(), Is.Not.EqualTo(exact));
        for (int y = 0; y < 64; y++)
        {
            // Of rows of blocks, 8 pixels high, the mean comes first; the shade grows by 4 from row to row.
            Assert.That(pixels[y, y], Is.EqualTo(4 * y).Within(20), $"row {y}");
        }
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        using JpegBench bench = new();
        PrimitiveTester tester = bench.Tester;
        Oop jpeg = Jpeg(bench, Halved);
        Oop header = bench.HeaderOf(jpeg);
        Oop form = bench.Forms.NewForm(7, 5, 32);
        Assert.Multiple(() =>
        {
            Assert.That(bench.FailsToRead(header, jpeg, bench.Forms.NewForm(6, 5, 32)), Is.EqualTo(PrimitiveError.BadArgument), "too narrow");
            Assert.That(bench.FailsToRead(header, jpeg, bench.Forms.NewForm(7, 4, 32)), Is.EqualTo(PrimitiveError.BadArgument), "too low");
            Assert.That(bench.FailsToRead(header, jpeg, bench.Forms.NewForm(7, 5, 4)), Is.EqualTo(PrimitiveError.BadArgument), "of 4 bits");
            Assert.That(bench.FailsToRead(header, jpeg, bench.Forms.NewForm(7, 5, 8)), Is.EqualTo(PrimitiveError.BadArgument), "colour on gray");
            Assert.That(bench.FailsToRead(bench.DecompressStruct(), jpeg, form), Is.EqualTo(PrimitiveError.BadArgument), "no header read");
            Assert.That(bench.FailsToRead(tester.Bytes(1, 2), jpeg, form), Is.EqualTo(PrimitiveError.BadArgument), "short structure");
            Assert.That(bench.FailsToRead(header, bench.Nil, form), Is.EqualTo(PrimitiveError.BadArgument), "no bytes");
            Assert.That(bench.FailsToRead(header, tester.Bytes(), form), Is.EqualTo(PrimitiveError.OperationFailed), "nothing");
            Assert.That(tester.Fails(JpegBench.Module, "primImageWidth", bench.Nil, tester.Bytes(1, 2)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.ReadHeaderName, bench.Nil, tester.Bytes(1, 2), jpeg, bench.ErrorStruct()),
                Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.ReadHeaderName, bench.Nil, header, jpeg, bench.Nil), Is.EqualTo(PrimitiveError.BadArgument));
            Oop[] notBoolean = bench.ReadArguments(header, jpeg, form);
            notBoolean[4] = bench.Nil;
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.ReadImageName, notBoolean), Is.EqualTo(PrimitiveError.BadArgument));
            Oop bytes = tester.Bytes(new byte[2000]);
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bytes, bench.Nil)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bench.Nil, form)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bytes, bench.Forms.NewForm(3, 3, 1))),
                Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bytes, bench.Forms.NewForm(0, 3, 32))),
                Is.EqualTo(PrimitiveError.OperationFailed), "JPEG has no empty pictures");
            Assert.That(tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bytes, bench.Forms.NewForm(70_000, 1, 8))),
                Is.EqualTo(PrimitiveError.OperationFailed), "nor so wide ones");
            Assert.That(ObjectMemory.ByteSpan(bytes).ToArray(), Is.All.Zero);
        });
    }

    [Test]
    public void What_is_read_only_stays()
    {
        using JpegBench bench = new();
        Oop jpeg = Jpeg(bench, Halved);
        Oop header = bench.HeaderOf(jpeg);
        Oop form = bench.Forms.NewForm(7, 5, 32);
        Oop bytes = bench.Tester.Bytes(new byte[2000]);
        Dialects.MakeReadOnly(header);
        Dialects.MakeReadOnly(bytes);
        Assert.That(bench.Tester.Fails(JpegBench.Module, JpegBench.ReadHeaderName, bench.Nil, header, jpeg, bench.ErrorStruct()),
            Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(bench.Tester.Fails(JpegBench.Module, JpegBench.WriteImageName, bench.WriteArguments(bytes, form)),
            Is.EqualTo(PrimitiveError.NoModification));
        Dialects.MakeReadOnly(bench.Tester.Memory.Fetch(0, form));
        Assert.That(bench.FailsToRead(header, jpeg, form), Is.EqualTo(PrimitiveError.NoModification));
    }

    [Test]
    public void Four_colours_are_not_three()
    {
        using JpegBench bench = new();
        Oop jpeg = bench.Tester.Bytes(Printed(4, 4));
        Oop header = bench.HeaderOf(jpeg);
        Assert.That(bench.NumbersIn(header), Is.EqualTo(new[] { 4, 4, 4 }));
        Assert.That(bench.FailsToRead(header, jpeg, bench.Forms.NewForm(4, 4, 32)), Is.EqualTo(PrimitiveError.UnsupportedOperation));
    }

    [Test]
    public void Scans_without_end_are_refused()
    {
        using JpegBench bench = new();
        byte[] progressive = Convert.FromBase64String(HalvedAcross);
        int lastScan = progressive.AsSpan().LastIndexOf((byte[])[0xFF, 0xDA]);
        byte[] scan = progressive[lastScan..^2];
        Oop Repeated(int times) => bench.Tester.Bytes([.. progressive[..^2], .. Enumerable.Repeat(scan, times).SelectMany(b => b), 0xFF, 0xD9]);
        Oop header = bench.HeaderOf(Repeated(1));
        Assert.That(bench.FailsToRead(header, Repeated(600), bench.Forms.NewForm(7, 5, 32)), Is.EqualTo(PrimitiveError.OperationFailed));
        _ = bench.Tester.Call(JpegBench.Module, JpegBench.ReadImageName,
            bench.ReadArguments(header, Repeated(100), bench.Forms.NewForm(7, 5, 32)));
    }

    [TestCase(Halved)]
    [TestCase(HalvedAcross)]
    [TestCase(HalvedDown)]
    public void Spoilt_data_do_no_harm(string text)
    {
        byte[] intact = Convert.FromBase64String(text);
        Random random = new(2);
        int refused = 0;
        for (int i = 0; i < 40; i++)
        {
            using JpegBench bench = new();
            for (int j = 0; j < 50; j++)
            {
                byte[] spoilt = [.. intact];
                for (int k = random.Next(1, 6); k > 0; k--)
                {
                    spoilt[random.Next(2, spoilt.Length)] = (byte)random.Next(256);
                }
                Oop jpeg = bench.Tester.Bytes(spoilt);
                Oop form = bench.Forms.NewForm(7, 5, 32);
                refused += IsRefused(bench, bench.HeaderOf(bench.Tester.Bytes(intact)), jpeg, form) ? 1 : 0;
            }
        }
        Assert.That(refused, Is.InRange(100, 1900));
    }

    private static unsafe bool IsRefused(JpegBench bench, Oop header, Oop jpeg, Oop form)
    {
        PrimitiveEntry entry = bench.Tester.Vm.Primitives.Find(JpegBench.Module, JpegBench.ReadImageName)!;
        Oop[] operands = bench.ReadArguments(header, jpeg, form);
        fixed (Oop* stack = operands)
        {
            bool isRefused = entry.Function.Call(bench.Tester.Vm, stack, operands.Length - 1).IsNone;
            Assert.That(isRefused, Is.EqualTo(bench.Forms.Bits(form)[0] == 0), "a refused picture has not been drawn");
            return isRefused;
        }
    }

    /// <summary>What comes before the first scan, and half of the rest.</summary>
    private static Oop BrokenOff(JpegBench bench, Oop jpeg)
    {
        ReadOnlySpan<byte> bytes = ObjectMemory.ByteSpan(jpeg);
        int scan = bytes.IndexOf((byte[])[0xFF, 0xDA]);
        return bench.Tester.Bytes(bytes[..((scan + bytes.Length) / 2)].ToArray());
    }

    private static Oop Jpeg(JpegBench bench, string text) => bench.Tester.Bytes(Convert.FromBase64String(text));

    private static Oop Uniform(JpegBench bench, int width, int height, byte shade)
    {
        Oop form = bench.Forms.NewForm(width, height, 8);
        bench.Forms.Bits(form).Fill(shade * 0x0101_0101u);
        return form;
    }

    private static uint[,] Expected(byte[] samples, int depth)
    {
        const int width = 7;
        uint[,] pixels = new uint[5, width];
        for (int i = 0; i < pixels.Length; i++)
        {
            (uint red, uint green, uint blue) = (samples[3 * i], samples[(3 * i) + 1], samples[(3 * i) + 2]);
            pixels[i / width, i % width] = Math.Abs(depth) == 32
                ? 0xFF00_0000 | (red << 16) | (green << 8) | blue
                : 0x8000 | ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
        }
        return pixels;
    }

    private static byte[] Printed(int width, int height)
    {
        using MemoryStream written = new();
        jpeg_compress_struct library = new()
        {
            Image_width = width,
            Image_height = height,
            Input_components = 4,
            In_color_space = J_COLOR_SPACE.JCS_CMYK,
        };
        library.jpeg_set_defaults();
        library.jpeg_stdio_dest(written);
        library.jpeg_start_compress(write_all_tables: true);
        for (int y = 0; y < height; y++)
        {
            _ = library.jpeg_write_scanlines([new byte[4 * width]], 1);
        }
        library.jpeg_finish_compress();
        return written.ToArray();
    }
}
