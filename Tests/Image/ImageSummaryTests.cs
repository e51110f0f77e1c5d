using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

public class ImageSummaryTests
{
    [TestCase("Cuis5.0-3121-64.image", "64-bit Spur", "V3 with closures", 13657)]
    [TestCase("Cuis5.0-3121-32.image", "32-bit Spur", "V3 with closures", 13657)]
    [TestCase("mini.image", "32-bit V3", "V3", 4606)]
    [TestCase("bootstrapped.image", "32-bit V3", "V3 with closures", 830)]
    public void A_real_image_is_told_in_words(string name, string format, string set, int methods)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        ImageSummary summary = new(image);
        Assert.That(summary.BytecodeSets, Is.EqualTo(new Dictionary<string, long> { [set] = methods }));
        Assert.That(summary.Classes.Sum(c => c.Count), Is.EqualTo(summary.ObjectCount));
        Assert.That(summary.Classes.Sum(c => c.Bytes), Is.EqualTo(summary.ObjectBytes));
        Assert.That(summary.Classes[0].Bytes, Is.GreaterThanOrEqualTo(summary.Classes[1].Bytes));
        string text = summary.Render();
        Assert.That(text, Does.Contain(format).And.Contain(set).And.Contain("CompiledMethod"));
    }

    [Test]
    public void One_Cuis_in_two_word_sizes_has_the_same_objects()
    {
        using LoadedImage narrow = ImageReader.Load(SharedImages.Path("Cuis5.0-3121-32.image"));
        using LoadedImage wide = ImageReader.Load(SharedImages.Path("Cuis5.0-3121-64.image"));
        // Numbers that are immediate in one of them only, and what depends on addresses, aside.
        string[] classes = ["Array", "String", "Symbol", "CompiledMethod", "MethodDictionary", "Bitmap", "Metaclass", "Association"];
        Assert.That(Counts(wide, classes), Is.EqualTo(Counts(narrow, classes)));
    }

    [Test]
    public void Methods_are_counted_by_their_own_bytecode_set()
    {
        using LoadedImage written = ImageReader.Load(new MemoryStream(ImageFileWriter.Write(68533)));
        ObjectMemory memory = written.Memory;
        Oop method = memory.AllocateOld(memory.Known.CompiledMethod, ObjectFormat.CompiledMethod, 1);
        memory.StoreUnchecked(0, method, Oop.FromInteger(-1L << 59));
        ImageSummary summary = new(written);
        Assert.That(summary.BytecodeSets, Is.EqualTo(new Dictionary<string, long> { ["V3 with closures"] = 1, ["SistaV1"] = 1 }));
    }

    [Test]
    public void Flags_are_told_in_words()
    {
        Assert.That(ImageSummary.DescribeFlags(ImageHeaderFlags.None), Is.EqualTo("none"));
        Assert.That(
            ImageSummary.DescribeFlags((ImageHeaderFlags)0x1012), Is.EqualTo("little endian floats, preemption does not yield, 0x1000"));
    }

    private static long[] Counts(LoadedImage image, string[] classes)
    {
        Dictionary<string, long> counts = new ImageSummary(image).Classes.ToDictionary(c => c.Name, c => c.Count);
        return [.. classes.Select(c => counts[c])];
    }
}
