using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class SoundPluginTests
{
    private const string Module = "SoundPlugin";
    private const string Generation = "SoundGenerationPlugin";

    [Test]
    public void Frames_go_out_as_far_as_there_is_room()
    {
        using PrimitiveTester tester = new();
        FakeSound sound = Fake(tester);
        Oop nil = tester.Memory.Nil;
        Assert.That(Fails("primitiveSoundAvailableSpace"), Is.EqualTo(PrimitiveError.InappropriateOperation));
        _ = tester.Call(Module, "primitiveSoundStartWithSemaphore", nil, Int(256), Int(22050), tester.Memory.True, Int(1));
        Assert.That(sound.Started, Is.EqualTo((256, 22050, true)));
        Assert.That(tester.Call(Module, "primitiveSoundAvailableSpace", nil).Integer, Is.EqualTo(40));
        Oop buffer = Buffer(tester, 20);
        Assert.That(tester.Call(Module, "primitiveSoundPlaySamples", nil, Int(15), buffer, Int(3)).Integer, Is.EqualTo(10));
        Assert.That(sound.Played, Is.EqualTo(Enumerable.Range(4, 20).Select(i => (short)i)), "from the third frame on");
        Assert.That(tester.Call(Module, "primitiveSoundInsertSamples", nil, Int(4), buffer, Int(1024)).Integer, Is.EqualTo(4));
        Assert.That(sound.Lead, Is.EqualTo(1024));
        Assert.That(tester.Call(Module, "primitiveSoundPlaySilence", nil).Integer, Is.EqualTo(10));
        Assert.That(sound.Played[^20..], Is.All.Zero);
        _ = tester.Call(Module, "primitiveSoundStop", nil);
        Assert.That(Fails("primitiveSoundPlaySamples", Int(1), buffer, Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        _ = tester.Call(Module, "primitiveSoundStart", nil, Int(256), Int(22050), tester.Memory.False);
        Assert.That(tester.Call(Module, "primitiveSoundAvailableSpace", nil).Integer, Is.EqualTo(20), "a frame has two bytes");
        sound.TellRoom();

        PrimitiveError Fails(string name, params Oop[] arguments) => tester.Fails(Module, name, [nil, .. arguments]);
    }

    [Test]
    public void Samples_come_in()
    {
        using PrimitiveTester tester = new();
        FakeSound sound = Fake(tester);
        Oop nil = tester.Memory.Nil;
        Oop buffer = Buffer(tester, 3);
        _ = tester.Fails(Module, "primitiveSoundGetRecordingSampleRate", nil);
        _ = tester.Fails(Module, "primitiveSoundRecordSamples", nil, buffer, Int(1));
        _ = tester.Call(Module, "primitiveSoundStartRecording", nil, Int(11025), tester.Memory.False, Int(0));
        sound.TellSamples();
        Assert.That(tester.Memory.TryFloat(tester.Call(Module, "primitiveSoundGetRecordingSampleRate", nil), out double rate) && rate == 11025);
        foreach (short sample in new short[] { 100, -100, 200 })
        {
            sound.Microphone.Enqueue(sample);
        }
        Assert.That(tester.Call(Module, "primitiveSoundRecordSamples", nil, buffer, Int(3)).Integer, Is.EqualTo(3));
        Assert.That(Samples(buffer).ToArray(), Is.EqualTo(new short[] { 0, 1, 100, -100, 200, 5 }));
        _ = tester.Fails(Module, "primitiveSoundRecordSamples", nil, buffer, Int(7));
        _ = tester.Call(Module, "primitiveSoundStopRecording", nil);
        sound.HasMicrophone = false;
        _ = tester.Fails(Module, "primitiveSoundStartRecording", nil, Int(11025), tester.Memory.False, Int(0));
        _ = tester.Call(Module, "primitiveSoundSetRecordLevel", nil, Int(700));
        Assert.That(tester.Call(Module, "primitiveSoundGetRecordLevel", nil).Integer, Is.EqualTo(700));
    }

    [Test]
    public void Volumes_are_kept()
    {
        using PrimitiveTester tester = new();
        FakeSound sound = Fake(tester);
        Oop nil = tester.Memory.Nil;
        _ = tester.Call(Module, "primitiveSoundSetLeftVolume", nil, tester.Float(0.25), tester.Float(0.5));
        Assert.That(sound.Volume, Is.EqualTo((0.25, 0.5)));
        Oop volumes = tester.Call(Module, "primitiveSoundGetVolume", nil);
        Assert.That(tester.Memory.TryFloat(tester.Memory.Fetch(1, volumes), out double right) && right == 0.5);
        _ = tester.Fails(Module, "primitiveSoundSetLeftVolume", nil, tester.Float(double.NaN), tester.Float(0.5));
        Assert.That(tester.Call(Module, "primitiveSoundSupportsAEC", nil), Is.EqualTo(tester.Memory.False));
    }

    [Test]
    public void What_makes_no_sense_fails()
    {
        using PrimitiveTester tester = new();
        _ = Fake(tester);
        Oop nil = tester.Memory.Nil;
        Oop yes = tester.Memory.True;
        Oop buffer = Buffer(tester, 20);
        _ = tester.Call(Module, "primitiveSoundStart", nil, Int(256), Int(22050), yes);
        Assert.Multiple(() =>
        {
            _ = tester.Fails(Module, "primitiveSoundStart", nil, Int(0), Int(22050), yes);
            _ = tester.Fails(Module, "primitiveSoundStart", nil, Int(1L << 40), Int(22050), yes);
            _ = tester.Fails(Module, "primitiveSoundStart", nil, Int(256), Int(-1), yes);
            _ = tester.Fails(Module, "primitiveSoundStart", nil, Int(256), Int(22050), nil);
            _ = tester.Fails(Module, "primitiveSoundStartWithSemaphore", nil, Int(256), Int(22050), yes, Int(-3));
            _ = tester.Fails(Module, "primitiveSoundPlaySamples", nil, Int(19), buffer, Int(3));
            _ = tester.Fails(Module, "primitiveSoundPlaySamples", nil, Int(-1), buffer, Int(3));
            _ = tester.Fails(Module, "primitiveSoundPlaySamples", nil, Int(1), buffer, Int(0));
            _ = tester.Fails(Module, "primitiveSoundPlaySamples", nil, Int(1), nil, Int(1));
            _ = tester.Fails(Module, "primitiveSoundInsertSamples", nil, Int(1), buffer, Int(-1));
            _ = tester.Fails(Module, "primitiveSoundSetRecordLevel", nil, Int(1001));
        });
    }

    [Test]
    public void Silence_takes_its_time_and_asks_for_more()
    {
        using NullSound sound = new();
        using ManualResetEventSlim asked = new();
        Assert.That(sound.TryStart(100, 10_000, true, asked.Set));
        Assert.That(sound.Room, Is.EqualTo(200));
        Assert.That(sound.Play(new short[600]), Is.InRange(200, 220), "as many as there is room for");
        asked.Reset();
        Assert.That(sound.Insert(new short[100], 0), Is.InRange(0, 50));
        Assert.That(asked.Wait(TimeSpan.FromSeconds(10)), "nobody asks for more");
        Assert.That(sound.Room, Is.GreaterThan(0));
        Assert.That(sound.TryStartRecording(100, true, asked.Set), Is.False);
        sound.Stop();
        Assert.That(sound.Play(new short[10]), Is.Zero);
    }

    [Test]
    public void Sounds_with_impossible_states_are_not_mixed()
    {
        using PrimitiveTester tester = new();
        _ = tester.Image.NewClass("Sound", "Object", ObjectFormat.Fixed, 21);
        Random random = new(99);
        string[] names = ["primitiveMixFMSound", "primitiveMixPluckedSound", "primitiveMixSampledSound", "primitiveMixLoopedSampledSound"];
        int mixed = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Oop sound = tester.Memory.Instantiate(tester.Image.Class("Sound"));
            for (int slot = 0; slot < 21; slot++)
            {
                tester.Memory.Store(slot, sound, random.Next(30) == 0 ? tester.Memory.Nil : Int(Number(random)));
            }
            foreach (int slot in new[] { 8, 10, 11 })
            {
                if (random.Next(3) > 0)
                {
                    tester.Memory.Store(slot, sound, Buffer(tester, random.Next(1, 10)));
                }
            }
            Oop buffer = Buffer(tester, 16);
            short[] before = Samples(buffer).ToArray();
            Oop result = tester.Attempt(
                Generation, names[i % 4], sound, Int(random.Next(-1, 12)), buffer, Int(random.Next(7)), Int(Number(random)), Int(Number(random)));
            mixed += result.IsNone ? 0 : 1;
            Assert.That(!result.IsNone || Samples(buffer).SequenceEqual(before), "a primitive that failed has mixed");
        }
        Assert.That(mixed, Is.GreaterThan(50), "all fail: nothing was tried");
        tester.Memory.Verifier.Verify();
    }

    private static long Number(Random random) => random.Next(8) switch
    {
        0 => random.NextInt64(-(1L << 59), 1L << 59),
        1 => random.Next(-100, 100),
        2 => 0,
        3 => random.Next(1, 6) * 32768,
        _ => random.Next(0, 20),
    };

    private static FakeSound Fake(PrimitiveTester tester)
    {
        FakeSound sound = new();
        tester.Vm.Sound = sound;
        return sound;
    }

    /// <summary>Frames of the samples 0, 1, 2 …</summary>
    private static Oop Buffer(PrimitiveTester tester, int frames)
    {
        Oop buffer = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), frames);
        Span<short> samples = Samples(buffer);
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)i;
        }
        return buffer;
    }

    private static Span<short> Samples(Oop buffer) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<uint, short>(BitBltBench.Words(buffer));
}
