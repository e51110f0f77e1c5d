using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using JitTalk.Perf.Machines;

namespace JitTalk.Perf.Suites;

/// <summary>
/// What the same runtime does with <c>tinyBenchmarks</c> written in C#: the limit for a JIT that, as this does, makes every
/// call and stores every flag.
/// </summary>
internal static unsafe class NativeLimits
{
    private const int FibArgument = 32;
    private const long Fib32 = 3_524_578;

    private const int SieveSize = 8190;
    private const int PrimesFound = 1028;
    private const int SieveRuns = 10_000;

    // How many bytecodes a run of the benchmark's sieve executes (shared/reference/jit-measurements.md).
    private const double SieveBytecodes = 384_574;

    // By then the runtime has compiled them for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Calls of a static method a second, and the bytecodes that a sieve over raw pointers stands for.</summary>
    public static SuiteRun Measure() =>
        TinySuite.Rates(SieveBytecodes * SieveRuns / Seconds(Sieves), ((2 * Fib32) - 1) / Seconds(RunFib));

    private static double Seconds(Action action)
    {
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < WarmUp)
        {
            action();
        }
        begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static void RunFib() => Check(Fib(FibArgument), Fib32);

    // 2 fib(n) - 1 calls for fib(n). Left alone, the runtime inlines two of three, and they would count as calls.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Fib(long n) => n < 2 ? 1 : Fib(n - 1) + Fib(n - 2);

    private static void Sieves()
    {
        long* flags = (long*)NativeMemory.Alloc(SieveSize + 1, sizeof(long));
        try
        {
            for (int run = 0; run < SieveRuns; run++)
            {
                Check(Sieve(flags), PrimesFound);
            }
        }
        finally
        {
            NativeMemory.Free(flags);
        }
    }

    // A call of its own, so that it is warm by counting calls. Indices begin with 1, as in Smalltalk.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sieve(long* flags)
    {
        for (long i = 1; i <= SieveSize; i++)
        {
            flags[i] = 1;
        }
        long count = 0;
        for (long i = 1; i <= SieveSize; i++)
        {
            if (flags[i] != 0)
            {
                long prime = i + 1;
                for (long k = i + prime; k <= SieveSize; k += prime)
                {
                    flags[k] = 0;
                }
                count++;
            }
        }
        return count;
    }

    private static void Check(long actual, long expected)
    {
        if (actual != expected)
        {
            throw new MeasurementException($"the limit in C# gives {actual} instead of {expected}");
        }
    }
}
