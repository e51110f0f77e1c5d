using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Image.Checks;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

/// <summary>A small image in every format, and the real ones, saved and loaded again.</summary>
public sealed class SavingTests
{
    private static readonly MemoryOptions Small = new() { MaximumBytes = 1 << 26 };

    private static IEnumerable<TestCaseData> Files() => ImageFormatTests.Files();

    [TestCaseSource(nameof(Files))]
    public void An_image_is_saved_in_its_own_format(int number, object how)
    {
        ImageFileOptions options = (ImageFileOptions)how;
        using LoadedImage first = Load(ImageFileWriter.Write(number, options));
        byte[] saved = Save(first);
        using LoadedImage second = Load(saved);
        second.Memory.Verifier.Verify();
        second.Memory.Verifier.VerifyShapes();
        ImageFormatTests.CheckHeader(second.Header, number, new ImageFileOptions());
        ImageFormatTests.CheckSamples(second.Memory);
        ImageFormatTests.CheckClasses(second.Memory);
        HeapComparison.AreAlike(first.Memory, second.Memory);
        Assert.That(Save(second), Is.EqualTo(saved), "saved again");
        ImageFileCheck.Verify(saved);
    }

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    [TestCase("Cuis64-tests.image")]
    [TestCase("Cuis32-tests.image")]
    [TestCase("candle64.image")]
    [TestCase("headless.image")]
    [TestCase("mini.image")]
    [TestCase("mini-startup.image")]
    [TestCase("squeakjs.image")]
    [TestCase("bootstrapped.image")]
    [TestCase("Scratch.image")]
    public void A_real_image_is_saved_as_it_was(string name)
    {
        using LoadedImage first = ImageReader.Load(SharedImages.Path(name));
        byte[] saved = Save(first);
        ImageFileCheck.Verify(saved);
        using LoadedImage second = ImageReader.Load(new MemoryStream(saved));
        ImageHeader kept = first.Header with
        {
            IsBigEndian = false,
            Offset = 0,
            HeaderBytes = second.Header.HeaderBytes,
            HeapBytes = second.Header.HeapBytes,
            OldBase = second.Header.OldBase,
            SpecialObjects = second.Header.SpecialObjects,
            FirstSegmentBytes = second.Header.FirstSegmentBytes,
            FreeOldSpace = 0,
            Flags = second.Header.Flags,
        };
        Assert.That(second.Header, Is.EqualTo(kept));
        Assert.That(second.Header.Flags & ~ImageHeaderFlags.LittleEndianFloats,
            Is.EqualTo(first.Header.Flags & ~ImageHeaderFlags.LittleEndianFloats));
        second.Memory.Verifier.Verify();
        HeapComparison.AreAlike(first.Memory, second.Memory);
        Assert.That(Save(second), Is.EqualTo(saved), "saved again");
    }

    /// <summary>One, all of a page, and some pages of what the image has not fetched.</summary>
    [Test]
    public void Mourners_are_saved_in_their_order(
        [ValueSource(nameof(SpurFormats))] int number, [Values(0, 1, 4088, 4089, 10_000)] int count)
    {
        using LoadedImage first = Load(ImageFileWriter.Write(number, new ImageFileOptions()));
        for (int i = 0; i < count; i++)
        {
            first.Memory.Mourners.Enqueue(first.Memory.NewString($"{i}"));
        }
        byte[] saved = Save(first);
        ImageFileCheck.Verify(saved);
        using LoadedImage second = Load(saved);
        Assert.That(Save(second), Is.EqualTo(saved), "saved again");
        Assert.That(second.Memory.Mourners.TakeSignal(), Is.EqualTo(count > 0), "the image is told");
        for (int i = 0; i < count; i++)
        {
            Assert.That(second.Memory.Mourners.TryTake(out Oop mourner));
            Assert.That(ObjectMemory.TextOf(mourner), Is.EqualTo($"{i}"));
        }
        Assert.That(second.Memory.Mourners.Count, Is.Zero);
    }

    [Test]
    public void A_broken_queue_of_mourners_is_told_apart([ValueSource(nameof(SpurFormats))] int number, [Values(0, 1, 4)] int slot)
    {
        using LoadedImage first = Load(ImageFileWriter.Write(number, new ImageFileOptions()));
        first.Memory.Mourners.Enqueue(first.Memory.NewString("lost"));
        byte[] saved = Save(first);
        int wordSize = first.Memory.Dialect.WordSize;
        // The only object with so many slots.
        int page = saved.AsSpan().IndexOf(BitConverter.GetBytes((255ul << 56) | 4092));
        BitConverter.TryWriteBytes(saved.AsSpan(page + 16 + (slot * wordSize)), 0x7777_7770);
        Assert.That(() => Load(saved), Throws.TypeOf<ImageFormatException>().With.Message.Contains("the queue of mourners"));
    }

    private static int[] SpurFormats() => [6521, 68019, 68021];

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    [TestCase("candle64.image")]
    [TestCase("headless.image")]
    [TestCase("mini.image")]
    [TestCase("mini-startup.image")]
    public void What_other_machines_saved_passes_the_check_of_saved_files(string name) =>
        ImageFileCheck.Verify(File.ReadAllBytes(SharedImages.Path(name)));

    private static byte[] Save(LoadedImage image)
    {
        using MemoryStream file = new();
        ImageWriter.Write(image.Memory, new ImageSettings(image.Header), file);
        return file.ToArray();
    }

    private static LoadedImage Load(byte[] file) => ImageReader.Load(new MemoryStream(file), Small);
}
