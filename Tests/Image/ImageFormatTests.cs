using System.Text;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

/// <summary>A small image in every format, written by the tests themselves.</summary>
public class ImageFormatTests
{
    private static readonly MemoryOptions Small = new() { MaximumBytes = 1 << 26 };

    internal static IEnumerable<TestCaseData> Files()
    {
        foreach (int number in ImageFormat.Numbers)
        {
            bool spur = ImageFormat.Find((uint)number)!.Dialect.IsSpur;
            foreach (int offset in new[] { 0, 512 })
            {
                foreach (bool bigEndian in spur ? [false] : new[] { false, true })
                {
                    foreach (int segments in spur ? new[] { 1, 2, 3 } : [1])
                    {
                        ImageFileOptions options = new() { Offset = offset, BigEndian = bigEndian, Segments = segments };
                        string order = bigEndian ? "big-endian" : "little-endian";
                        yield return new TestCaseData(number, options)
                            .SetArgDisplayNames($"{number}", order, $"at {offset}", $"{segments} segments");
                    }
                }
            }
        }
    }

    [TestCaseSource(nameof(Files))]
    public void An_image_comes_back_as_it_was_written(int number, object how)
    {
        ImageFileOptions options = (ImageFileOptions)how;
        using LoadedImage image = Load(ImageFileWriter.Write(number, options));
        image.Memory.Verifier.VerifyShapes();
        CheckHeader(image.Header, number, options);
        Assert.That(image.Header.OldBase, Is.EqualTo(ImageFileWriter.OldBase));
        CheckSamples(image.Memory);
        CheckClasses(image.Memory);
    }

    [Test]
    public void All_formats_that_Squeak_ever_wrote_are_known()
    {
        int[] written = [6501, 6502, 6504, 6505, 6521, 7033, 68000, 68002, 68003, 68004, 68019, 68021, 68533];
        Assert.That(ImageFormat.Numbers, Is.EquivalentTo(written));
    }

    [Test]
    public void A_63_bit_SmallInteger_is_refused_in_words()
    {
        byte[] file = ImageFileWriter.Write(68002);
        Span<long> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(file.AsSpan());
        words[words.IndexOf((((1L << 60) - 1) << 1) | 1)] = ((1L << 60) << 1) | 1;
        Assert.That(() => Load(file), Throws.TypeOf<ImageFormatException>().With.Message.Contains("61 bits"));
    }

    [Test]
    public void The_hashes_that_V3_images_saved_are_seen_again()
    {
        using LoadedImage image = Load(ImageFileWriter.Write(6505));
        ObjectMemory memory = image.Memory;
        Assert.That(memory.IdentityHash(At(memory, Sample.Text)), Is.EqualTo(0x123));
        HashSet<int> indices = [];
        foreach (ModelObject behavior in new ModelImage(memory.Dialect).Classes.Where(c => c.Slots.Length == 7))
        {
            string name = Encoding.ASCII.GetString(((ModelObject)behavior.Slots[6]!).Bytes);
            Oop found = new ImageBrowser(memory).FindClass(name);
            Assert.That(memory.IdentityHash(found), Is.EqualTo(behavior.Hash), name);
            int index = memory.EnsureClassIndex(found);
            Assert.That(memory.Classes[index], Is.EqualTo(found), name);
            Assert.That(indices.Add(index), name);
            Assert.That(memory.IdentityHash(found), Is.EqualTo(behavior.Hash), name);
        }
    }

    private static LoadedImage Load(byte[] file) => ImageReader.Load(new MemoryStream(file), Small);

    private static Oop At(ObjectMemory memory, Sample which) =>
        memory.Fetch((int)which, memory.Special(SpecialObject.SmalltalkDictionary));

    internal static void CheckHeader(ImageHeader header, int number, ImageFileOptions options)
    {
        Assert.That(header.Number, Is.EqualTo(number));
        Assert.That(header.IsBigEndian, Is.EqualTo(options.BigEndian));
        Assert.That(header.Offset, Is.EqualTo(options.Offset));
        Assert.That(header.LastHash, Is.EqualTo(ImageFileWriter.LastHash));
        Assert.That((header.Width, header.Height), Is.EqualTo((800, 600)));
        Assert.That(header.Flags, Is.EqualTo(ImageHeaderFlags.LittleEndianFloats | ImageHeaderFlags.PreemptionDoesNotYield));
        Assert.That(header.ExtraVmMemory, Is.EqualTo(1000));
        Assert.That(header.StackPages, Is.EqualTo(50));
        Assert.That(header.CogCodeSize, Is.EqualTo(7));
        Assert.That(header.EdenBytes, Is.EqualTo(1 << 20));
        Assert.That(header.ExternalSemaphores, Is.EqualTo(256));
        Assert.That(header.UnknownShort, Is.EqualTo(ImageFileWriter.UnknownShort));
    }

    internal static unsafe void CheckSamples(ObjectMemory memory)
    {
        ImageDialect dialect = memory.Dialect;
        Assert.That(At(memory, Sample.MinInteger), Is.EqualTo(Oop.FromInteger(dialect.MinInteger)));
        Assert.That(At(memory, Sample.MaxInteger), Is.EqualTo(Oop.FromInteger(dialect.MaxInteger)));
        Assert.That(ObjectMemory.TextOf(At(memory, Sample.Text)), Is.EqualTo(ModelImage.Text));
        Assert.That(ObjectMemory.ByteLength(At(memory, Sample.NoBytes)), Is.Zero);
        Oop words = At(memory, Sample.Words);
        Assert.That(ObjectMemory.ByteLength(words), Is.EqualTo(12));
        Assert.That(new ReadOnlySpan<uint>(ObjectMemory.Bytes(words), 3).ToArray(), Is.EqualTo(new uint[] { 0x01020304, 0xDEADBEEF, 7 }));
        Assert.That(memory.TryFloat(At(memory, Sample.Float), out double value) ? value : 0, Is.EqualTo(ModelImage.BoxedFloat));
        CheckMethod(memory, At(memory, Sample.Method));
        Oop big = At(memory, Sample.BigArray);
        Assert.That(ObjectMemory.SlotCount(big), Is.EqualTo(ModelImage.BigArraySize));
        Assert.That(memory.Fetch(ModelImage.BigArraySize - 1, big).Integer, Is.EqualTo(1 - ModelImage.BigArraySize));
        Oop weak = At(memory, Sample.Weak);
        Assert.That(ObjectMemory.FormatOf(weak), Is.EqualTo(ObjectFormat.Weak));
        Assert.That(memory.Fetch(0, weak), Is.EqualTo(At(memory, Sample.Text)));
        Assert.That(memory.Fetch(1, weak), Is.EqualTo(memory.True));
        Oop context = At(memory, Sample.Context);
        Assert.That(memory.IsContext(context));
        Assert.That(memory.Fetch(Layouts.Context.FirstTemp, context).Integer, Is.EqualTo(77));
        Assert.That(memory.Fetch(Layouts.Context.FirstTemp + ModelImage.ContextStackPointer, context), Is.EqualTo(memory.Nil));
        if (!dialect.IsSpur)
        {
            Assert.That(memory.Fetch(Layouts.Character.Value, At(memory, Sample.Character)).Integer, Is.EqualTo(65));
            return;
        }
        Assert.That(At(memory, Sample.Character), Is.EqualTo(Oop.FromCharacter(ModelImage.Emoji)));
        Oop words16 = At(memory, Sample.Words16);
        Assert.That(ObjectMemory.ByteLength(words16), Is.EqualTo(6));
        Assert.That(new ReadOnlySpan<ushort>(ObjectMemory.Bytes(words16), 3).ToArray(), Is.EqualTo(new ushort[] { 1, 2, 0xFFFF }));
        if (dialect.HasImmediateFloats)
        {
            Assert.That(At(memory, Sample.SmallFloat).IsSmallFloat);
            Assert.That(At(memory, Sample.SmallFloat).SmallFloat, Is.EqualTo(ModelImage.SmallFloat));
        }
    }

    private static void CheckMethod(ObjectMemory memory, Oop method)
    {
        Assert.That(ObjectMemory.FormatOf(method).IsCompiledMethod());
        Assert.That(CompiledCode.LiteralCount(method, memory.Dialect), Is.EqualTo(2));
        Assert.That(CompiledCode.TempCount(method), Is.EqualTo(3));
        Assert.That(CompiledCode.Literal(0, method), Is.EqualTo(At(memory, Sample.Text)));
        Assert.That(CompiledCode.Literal(1, method).Integer, Is.EqualTo(5));
        Assert.That(ObjectMemory.ByteLength(method), Is.EqualTo((8 * 3) + ModelImage.Bytecodes.Length));
        Assert.That(ObjectMemory.ByteSpan(method)[24..].ToArray(), Is.EqualTo(ModelImage.Bytecodes));
    }

    internal static void CheckClasses(ObjectMemory memory)
    {
        ImageBrowser browser = new(memory);
        foreach ((Oop oop, string name) in new[]
        {
            (memory.Nil, "UndefinedObject"), (memory.True, "True"), (Oop.FromInteger(1), "SmallInteger"),
            (At(memory, Sample.Text), "ByteString"), (At(memory, Sample.Float), "Float"), (At(memory, Sample.Method), "CompiledMethod"),
            (At(memory, Sample.Context), "Context"), (At(memory, Sample.Character), "Character"),
        })
        {
            Oop behavior = memory.ClassOf(oop);
            Assert.That(browser.NameOf(behavior), Is.EqualTo(name));
            Assert.That(browser.NameOf(memory.ClassOf(behavior)), Is.EqualTo(name + " class"));
            Assert.That(browser.FindClass(name), Is.EqualTo(behavior));
        }
        if (memory.Dialect.HasImmediateFloats)
        {
            Assert.That(browser.NameOf(memory.ClassOf(At(memory, Sample.SmallFloat))), Is.EqualTo("SmallFloat64"));
        }
    }
}
