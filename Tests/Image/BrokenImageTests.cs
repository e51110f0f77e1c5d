using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

/// <summary>Whatever a file holds, it loads with a sound heap or is refused in one line.</summary>
public class BrokenImageTests
{
    private const int HeaderWords = 22;

    private static readonly MemoryOptions Small = new() { MaximumBytes = 1 << 26 };

    private static readonly (int Format, ImageFileOptions Options)[] Kinds =
    [
        (68021, new()), (68533, new() { Segments = 3 }), (68019, new()),
        (6521, new()), (7033, new() { Segments = 2, Offset = 512 }),
        (6501, new()), (6502, new() { BigEndian = true }), (6505, new()), (68000, new() { BigEndian = true }), (68003, new()),
    ];

    private static readonly byte[][] Files = [.. Kinds.Select(k => ImageFileWriter.Write(k.Format, k.Options))];

    private static IEnumerable<string> RealImages =>
        ["mini.image", "bootstrapped.image", "headless.image", "candle64.image", "squeakjs.image"];

    [Test]
    public void A_cut_image_is_refused()
    {
        foreach (byte[] file in Files)
        {
            for (int length = 0; length < file.Length; length += length < 1024 ? 1 : 61)
            {
                Assert.That(Refusal(file[..length]), Is.Not.Null, $"{length} of {file.Length} bytes");
            }
        }
    }

    [Test]
    public void Garbage_in_the_header_is_harmless_or_refused()
    {
        uint[] garbage = [0, 1, 0x10, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFF8, 0x0001_0000];
        for (int kind = 0; kind < Files.Length; kind++)
        {
            int start = Kinds[kind].Options.Offset;
            for (int word = 0; word < HeaderWords; word++)
            {
                foreach (uint value in garbage)
                {
                    byte[] file = [.. Files[kind]];
                    BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(start + (4 * word)), value);
                    _ = Refusal(file);
                }
            }
        }
    }

    [Test]
    public void Garbage_in_any_word_is_harmless_or_refused()
    {
        Gen<(int Kind, int At, uint Value)> garbled =
            from kind in Gen.Choose(0, Files.Length - 1)
            from at in Gen.Choose(0, (Files[kind].Length / 4) - 1)
            from value in Gen.OneOf(
                ArbMap.Default.GeneratorFor<uint>(),
                Gen.Choose(0, 64).Select(v => (uint)v),
                Gen.Choose(0, 0x1_0000).Select(v => (uint)ImageFileWriter.OldBase + (4 * (uint)v)),
                Gen.Choose(0, 0xFF).Select(v => (uint)v << 24))
            select (kind, at, value);
        Prop.ForAll(garbled.ToArbitrary(), change =>
        {
            byte[] file = [.. Files[change.Kind]];
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4 * change.At), change.Value);
            _ = Refusal(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    [Test]
    public void A_flipped_bit_is_harmless_or_refused()
    {
        Gen<(int Kind, int Bit)> flips =
            from kind in Gen.Choose(0, Files.Length - 1)
            from bit in Gen.Choose(0, (8 * Files[kind].Length) - 1)
            select (kind, bit);
        Prop.ForAll(flips.ToArbitrary(), flip =>
        {
            byte[] file = [.. Files[flip.Kind]];
            file[flip.Bit / 8] ^= (byte)(1 << (flip.Bit % 8));
            _ = Refusal(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    [TestCaseSource(nameof(RealImages))]
    public void A_real_image_with_a_garbled_word_is_harmless_or_refused(string name)
    {
        byte[] original = File.ReadAllBytes(SharedImages.Path(name));
        Random random = new(1);
        for (int i = 0; i < 100; i++)
        {
            byte[] file = [.. original];
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4 * random.Next(file.Length / 4)), random.Next());
            _ = Refusal(file, verify: i % 10 == 0);
        }
    }

    [Test]
    public void What_is_no_image_is_refused()
    {
        Random random = new(2);
        byte[] noise = new byte[5000];
        random.NextBytes(noise);
        Assert.That(Refusal(noise), Does.StartWith("not a Squeak image"));
        Assert.That(Refusal([]), Does.StartWith("not a Squeak image"));
        Assert.That(Refusal(new byte[512]), Does.StartWith("not a Squeak image"));
    }

    [Test]
    public void A_big_endian_Spur_image_is_refused() =>
        Assert.That(Refusal(ImageFileWriter.Write(6521, new ImageFileOptions { BigEndian = true })), Does.Contain("big-endian"));

    [TestCase(6521)]
    [TestCase(68021)]
    [TestCase(6505)]
    public void A_refusal_names_the_object(int format)
    {
        byte[] file = ImageFileWriter.Write(format);
        int heap = format == 68021 ? 128 : 64;
        // The first object is nil: its format 7 was never given to objects, its class is none's.
        uint header = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(heap + (format == 6505 ? 4 : 0)));
        uint garbled = format == 6505 ? header | (7 << 8) : header | (7 << 24);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(heap + (format == 6505 ? 4 : 0)), garbled);
        Assert.That(Refusal(file), Does.StartWith("the object at byte").And.Contains("format"));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_refused()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        foreach (string path in new[] { folder, Path.Combine(folder, "no such.image"), string.Empty, "a\0b" })
        {
            ImageFormatException? refusal = Assert.Throws<ImageFormatException>(() => ImageReader.Load(path));
            Assert.That(refusal!.Message, Does.StartWith("cannot read the image").And.Not.Contains("\n"));
        }
    }

    [Test]
    public void An_image_that_does_not_fit_into_memory_is_refused()
    {
        byte[] file = ImageFileWriter.Write(68021);
        byte[] large = [.. file, .. new byte[100 << 20]];
        ulong size = (ulong)(large.Length - 128);
        BinaryPrimitives.WriteUInt64LittleEndian(large.AsSpan(8), size & ~7UL);
        BinaryPrimitives.WriteUInt64LittleEndian(large.AsSpan(72), size & ~7UL);
        Assert.That(Refusal(large), Does.StartWith("not enough memory"));
    }

    /// <summary>Why a file is refused; null when it loads, into a heap without defects.</summary>
    private static string? Refusal(byte[] file, bool verify = true)
    {
        try
        {
            using LoadedImage image = ImageReader.Load(new MemoryStream(file), Small);
            if (verify)
            {
                image.Memory.Verifier.Verify();
                _ = new ImageSummary(image).Render();
            }
            return null;
        }
        catch (ImageFormatException e)
        {
            Assert.That(e.Message, Is.Not.Empty.And.Not.Contains("\n"));
            return e.Message;
        }
    }
}
