using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class AdpcmCodecPluginTests
{
    private const string Module = "ADPCMCodecPlugin";
    private const int Count = 200;

    // Behind the head of a frame, the image's encoder takes a step that the decoder does not: it is some samples until they agree.
    [TestCase(0, 300)]
    [TestCase(63, 2500)]
    public void What_is_encoded_is_decoded_nearly(int frameMask, short error)
    {
        using PrimitiveTester tester = new();
        short[] wave = [.. Enumerable.Range(0, Count).Select(i => (short)(3000 * Math.Sin(i / 9.0)))];
        Oop encoder = Codec(tester, frameMask, wave, new byte[200]);
        _ = tester.Call(Module, "primitiveEncodeMono", encoder, Int(Count));
        Oop decoder = Codec(tester, frameMask, new short[Count], ObjectMemory.ByteSpan(tester.Memory.Fetch(9, encoder)).ToArray());
        _ = tester.Call(Module, "primitiveDecodeMono", decoder, Int(Count));
        Assert.That(tester.Memory.Fetch(12, decoder).Integer, Is.EqualTo(Count));
        Assert.That(tester.Memory.Fetch(8, decoder).Integer, Is.EqualTo(tester.Memory.Fetch(8, encoder).Integer));
        Span<short> decoded = Samples(tester.Memory.Fetch(10, decoder));
        for (int i = 40; i < Count; i++)
        {
            Assert.That(decoded[i], Is.EqualTo(wave[i]).Within(error), $"{i}");
        }
    }

    [TestCase(0, 40_000)]
    [TestCase(1, 89)]
    [TestCase(2, 3)]
    [TestCase(6, 256)]
    [TestCase(7, 9)]
    [TestCase(8, -1)]
    [TestCase(9, 0)]
    [TestCase(10, 0)]
    [TestCase(12, 1)]
    [TestCase(13, 9)]
    [TestCase(14, 0)]
    [TestCase(15, 0)]
    [TestCase(8, 190)]
    public void Wrong_states_fail(int slot, int value)
    {
        using PrimitiveTester tester = new();
        foreach (string name in new[] { "primitiveEncodeMono", "primitiveDecodeMono", "primitiveDecodeStereo" })
        {
            Oop codec = Codec(tester, 0, new short[Count], new byte[200]);
            tester.Memory.Store(slot, codec, Int(value));
            Assert.That(tester.Fails(Module, name, codec, Int(Count)), Is.EqualTo(PrimitiveError.BadReceiver).Or.EqualTo(PrimitiveError.BadIndex));
            Assert.That(tester.Memory.Fetch(slot, codec), Is.EqualTo(Int(value)));
            _ = tester.Fails(Module, name, Codec(tester, 0, new short[Count], new byte[200]), Int(-1));
            _ = tester.Fails(Module, name, tester.Memory.Nil, Int(1));
        }
    }

    private static Oop Codec(PrimitiveTester tester, int frameMask, short[] samples, byte[] bytes)
    {
        short[] steps = new short[90];
        double step = 7;
        for (int i = 0; i < 89; i++, step *= 1.1)
        {
            steps[i] = (short)Math.Min(step, 32767);
        }
        return tester.Memory.NewArray(
        [
            Int(0), Int(0), Int(8), Int(7), Int(4), Int(frameMask), Int(0), Int(0), Int(0),
            tester.Memory.NewBytes(tester.Memory.Known.ByteArray, bytes), Buffer(tester, samples), tester.Memory.Nil, Int(0), Int(4),
            Buffer(tester, steps), Buffer(tester, [-1, -1, -1, -1, 2, 4, 6, 8]),
        ]);
    }

    private static Oop Buffer(PrimitiveTester tester, short[] samples)
    {
        Oop buffer = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), (samples.Length + 1) / 2);
        samples.CopyTo(Samples(buffer));
        return buffer;
    }

    private static Span<short> Samples(Oop buffer) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<uint, short>(BitBltBench.Words(buffer));
}
