#pragma warning disable CS1591 // BenchmarkDotNet asks for public members, which nobody else calls.
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using JitTalk.Core.Image;

using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Micro;

/// <summary>
/// Single abilities of the machine, each beside its floor: what C# does in the same runtime for the same purpose. A
/// benchmark runs a loop in Smalltalk or C#, and BenchmarkDotNet divides by its turns: the loop's own cost is in both.
/// </summary>
public class MicroBenchmarks
{
    private const int Many = 10_000_000;
    private const int Elements = 1000;
    private const int Becomes = 2000;
    private const int Switches = 4000;
    private const int Exceptions = 4000;
    private const int Copies = 50;
    private const int CopiedBytes = 500 * 500 * sizeof(int);
    private const int Frames = 10;
    private const int ScreenBytes = 1920 * 1080 * sizeof(int);
    private const int Scavenges = 20;
    private const int Survivors = 10_000;

    // Not in steps, and not for the one delegate that was seen: the call would be gone.
    private const MethodImplOptions AtOnce = MethodImplOptions.AggressiveOptimization;

    private const string Jittalk = "JitTalk";
    private const string ScreenCopy = "memory copy, 1920 × 1080 × 4";

    private readonly long[] _numbers = [.. Enumerable.Range(1, Elements)];
    private readonly object?[] _pair = [new(), new()];
    private readonly byte[] _source = new byte[CopiedBytes];
    private readonly byte[] _target = new byte[CopiedBytes];
    private readonly byte[] _picture = new byte[ScreenBytes];
    private readonly byte[] _screen = new byte[ScreenBytes];
    private MicroImage? _image;
    private object? _kept;

    /// <summary>Of Cuis; set before anything runs.</summary>
    internal static FileInfo ImageFile { get; set; } = new("Cuis.image");

    /// <summary>Why the image cannot run an operation; BenchmarkDotNet only says that it did not.</summary>
    internal static string? Problem { get; private set; }

    [GlobalCleanup]
    public void CloseImage() => _image?.Dispose();

    [BenchmarkCategory("send"), Benchmark(Baseline = true, Description = "static call", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public long StaticCall()
    {
        long number = 0;
        for (int i = 0; i < Many; i++)
        {
            number = After(number);
        }
        return number;
    }

    [BenchmarkCategory("send"), Benchmark(Description = Jittalk, OperationsPerInvoke = Many)]
    public void Send() => Run(Operation.Send, Many);

    [BenchmarkCategory("block"), Benchmark(Baseline = true, Description = "delegate call", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public long DelegateCall() => Count(number => number + 1);

    [BenchmarkCategory("block"), Benchmark(Description = Jittalk, OperationsPerInvoke = Many)]
    public void BlockValue() => Run(Operation.BlockValue, Many);

    [BenchmarkCategory("at"), Benchmark(Baseline = true, Description = "array access", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public long ArrayAccess()
    {
        long[] elements = _numbers;
        long sum = 0;
        for (int round = 0; round < Many / Elements; round++)
        {
            for (int i = 0; i < elements.Length; i++)
            {
                sum += elements[i];
            }
        }
        return sum;
    }

    [BenchmarkCategory("at"), Benchmark(Description = Jittalk, OperationsPerInvoke = Many)]
    public void At() => Run(Operation.At, Many);

    [BenchmarkCategory("float"), Benchmark(Baseline = true, Description = "double * and +", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public double DoubleArithmetic()
    {
        double x = 1;
        for (int i = 0; i < Many; i++)
        {
            x = (x * 0.999) + 0.5;
        }
        return x;
    }

    [BenchmarkCategory("float"), Benchmark(Description = Jittalk, OperationsPerInvoke = Many)]
    public void Floats() => Run(Operation.Floats, Many);

    [BenchmarkCategory("allocation"), Benchmark(Baseline = true, Description = "new object()", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public void NewObject()
    {
        for (int i = 0; i < Many; i++)
        {
            _pair[0] = new object();
        }
    }

    [BenchmarkCategory("allocation"), Benchmark(Description = Jittalk, OperationsPerInvoke = Many)]
    public void Allocate() => Run(Operation.Allocate, Many);

    [BenchmarkCategory("become"), Benchmark(Baseline = true, Description = "swap of references", OperationsPerInvoke = Many)]
    [MethodImpl(AtOnce)]
    public void Swap()
    {
        object?[] pair = _pair;
        for (int i = 0; i < Many; i++)
        {
            (pair[0], pair[1]) = (pair[1], pair[0]);
        }
    }

    [BenchmarkCategory("become"), Benchmark(Description = Jittalk, OperationsPerInvoke = Becomes)]
    public void Become() => Run(Operation.Become, Becomes);

    [BenchmarkCategory("switch"), Benchmark(Baseline = true, Description = "SemaphoreSlim, threads", OperationsPerInvoke = Switches)]
    [MethodImpl(AtOnce)]
    public void ThreadSwitch()
    {
        using SemaphoreSlim ping = new(0);
        using SemaphoreSlim pong = new(0);
        Thread other = new(() =>
        {
            for (int i = 0; i < Switches / 2; i++)
            {
                ping.Wait();
                _ = pong.Release();
            }
        });
        other.Start();
        for (int i = 0; i < Switches / 2; i++)
        {
            _ = ping.Release();
            pong.Wait();
        }
        other.Join();
    }

    [BenchmarkCategory("switch"), Benchmark(Description = Jittalk, OperationsPerInvoke = Switches)]
    public void Switch() => Run(Operation.Switch, Switches);

    [BenchmarkCategory("exception"), Benchmark(Baseline = true, Description = "throw, catch", OperationsPerInvoke = Exceptions)]
    [MethodImpl(AtOnce)]
    public int ThrowAndCatch()
    {
        int caught = 0;
        for (int i = 0; i < Exceptions; i++)
        {
            try
            {
                Throw();
            }
            catch (InvalidOperationException)
            {
                caught++;
            }
        }
        return caught;
    }

    [BenchmarkCategory("exception"), Benchmark(Description = Jittalk, OperationsPerInvoke = Exceptions)]
    public void Signal() => Run(Operation.Exception, Exceptions);

    [BenchmarkCategory("bitblt"), Benchmark(Baseline = true, Description = "memory copy, 1 MB", OperationsPerInvoke = Copies)]
    [MethodImpl(AtOnce)]
    public void MemoryCopy()
    {
        for (int i = 0; i < Copies; i++)
        {
            _source.CopyTo(_target, 0);
        }
    }

    [BenchmarkCategory("bitblt"), Benchmark(Description = Jittalk, OperationsPerInvoke = Copies)]
    public void CopyBits() => Run(Operation.CopyBits, Copies);

    [BenchmarkCategory("screen"), Benchmark(Baseline = true, Description = ScreenCopy, OperationsPerInvoke = Frames)]
    public void CopyMemory() => FillScreen();

    [BenchmarkCategory("screen"), Benchmark(Description = Jittalk, OperationsPerInvoke = Frames)]
    public void CopyScreen() => Run(Operation.CopyScreen, Frames);

    [BenchmarkCategory("blend"), Benchmark(Baseline = true, Description = ScreenCopy, OperationsPerInvoke = Frames)]
    public void CopyMemoryBesideBlend() => FillScreen();

    [BenchmarkCategory("blend"), Benchmark(Description = Jittalk, OperationsPerInvoke = Frames)]
    public void BlendScreen() => Run(Operation.BlendScreen, Frames);

    [BenchmarkCategory("text"), Benchmark(Baseline = true, Description = ScreenCopy, OperationsPerInvoke = Frames)]
    public void CopyMemoryBesideText() => FillScreen();

    [BenchmarkCategory("text"), Benchmark(Description = Jittalk, OperationsPerInvoke = Frames)]
    public void DrawText() => Run(Operation.DrawText, Frames);

    [BenchmarkCategory("scavenge"), Benchmark(Baseline = true, Description = "GC.Collect(0), 10,000 live", OperationsPerInvoke = Scavenges)]
    [MethodImpl(AtOnce)]
    public void CollectYoung()
    {
        for (int round = 0; round < Scavenges; round++)
        {
            object[] kept = new object[Survivors];
            for (int i = 0; i < kept.Length; i++)
            {
                kept[i] = new object?[2];
            }
            _kept = kept;
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
    }

    [BenchmarkCategory("scavenge"), Benchmark(Description = Jittalk, OperationsPerInvoke = Scavenges)]
    public void Scavenge() => Run(Operation.Scavenge, Scavenges);

    [BenchmarkCategory("load"), Benchmark(Baseline = true, Description = "read of the file")]
    public byte[] ReadFile() => File.ReadAllBytes(ImageFile.FullName);

    [BenchmarkCategory("load"), Benchmark(Description = Jittalk)]
    public void LoadImage() => ImageReader.Load(ImageFile.FullName).Dispose();

    /// <summary>What was kept last: nothing that is made here may be optimised away.</summary>
    public object? Kept() => _kept;

    private void Run(Operation operation, int count)
    {
        try
        {
            // Made here, so that what is of C# has no machine beside it.
            _image ??= new MicroImage(ImageFile);
            _image.Run(operation, count);
        }
        catch (MeasurementException e)
        {
            Problem ??= e.Message;
            throw;
        }
    }

    [MethodImpl(AtOnce)]
    private void FillScreen()
    {
        for (int i = 0; i < Frames; i++)
        {
            _picture.CopyTo(_screen, 0);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long After(long number) => number < 0 ? 0 : number + 1;

    [MethodImpl(MethodImplOptions.NoInlining | AtOnce)]
    private static long Count(Func<long, long> by)
    {
        long number = 0;
        for (int i = 0; i < Many; i++)
        {
            number = by(number);
        }
        return number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw() => throw new InvalidOperationException();
}
