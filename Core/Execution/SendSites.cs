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
    public const int Size = 8192;

    public SendSite* Sites { get; private set; } = (SendSite*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(SendSite));

    /// <summary>What is known of a send; null for nothing.</summary>
    public SendSite* Find(byte* after)
    {
        SendSite* site = Sites + ((long)after & (Size - 1));
        return site->After == after ? site : null;
    }

    public void Record(byte* after, int classIndex) => Record(Sites + ((long)after & (Size - 1)), after, classIndex);

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
