using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace JitTalk.Core.Execution;

/// <summary>The classes of the receivers that one send has seen, by class index; 0 ends them.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal unsafe struct SendSite
{
    public const int MostClasses = 6;

    /// <summary>The address after the send's bytecode.</summary>
    public byte* After;

    public fixed int Classes[MostClasses];
}

/// <summary>
/// Type feedback: what sends have met, by the send's address. A table that forgets when two sends collide; when methods
/// move, it learns anew. What it says is a hint and no more.
/// </summary>
internal sealed unsafe class SendSites : IDisposable
{
    public const int Size = 1 << HashBits;

    private const int HashBits = 14;

    public SendSite* Sites { get; private set; } = (SendSite*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(SendSite));

    /// <summary>Sends of one method get places side by side, and methods at like addresses different ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long IndexOf(byte* after) => ((long)after ^ ((long)after >> HashBits)) & (Size - 1);

    /// <summary>What is known of a send; null for nothing.</summary>
    private SendSite* Find(byte* after)
    {
        SendSite* site = Sites + IndexOf(after);
        return site->After == after ? site : null;
    }

    /// <summary>The classes that a send has met, as far as is known.</summary>
    public ReadOnlySpan<int> ClassesAt(byte* after)
    {
        SendSite* site = Find(after);
        ReadOnlySpan<int> classes = site is null ? [] : new(site->Classes, SendSite.MostClasses);
        int end = classes.IndexOf(0);
        return end < 0 ? classes : classes[..end];
    }

    public void Record(byte* after, int classIndex) => Record(Sites + IndexOf(after), after, classIndex);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Record(SendSite* site, byte* after, int classIndex)
    {
        if (site->After != after)
        {
            *site = default;
            site->After = after;
        }
        for (int i = 0; i < SendSite.MostClasses; i++)
        {
            if (site->Classes[i] == classIndex)
            {
                return;
            }
            if (site->Classes[i] == 0)
            {
                site->Classes[i] = classIndex;
                return;
            }
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(Sites);
        Sites = null;
    }
}
