using JitTalk.Core.Image;

namespace JitTalk.Core.Execution;

/// <summary>
/// What an image's header says about how it is to run. Primitive 254 changes it; a save writes it back.
/// </summary>
internal sealed class ImageSettings
{
    private const int PreemptionDoesNotYieldFlag = 0x10;
    private const int QueuesWeakObjectsFlag = 0x40;
    private const int FileTimesInUtcFlag = 0x200;
    private const int FailsMixedArithmeticFlag = 0x100;
    private const int FailsMixedComparisonFlag = 0x800;

    public ImageSettings() { }

    public ImageSettings(ImageHeader header)
    {
        HeaderFlags = (long)header.Flags;
        DesiredStackPages = header.StackPages;
        DesiredEdenBytes = header.EdenBytes;
        DesiredCodeKilobytes = header.CogCodeSize;
        ExtraMemoryBytes = header.ExtraVmMemory;
        MaxExternalSemaphores = header.ExternalSemaphores;
        HasMultipleBytecodeSets = header.Format.HasMultipleBytecodeSets;
        LastHash = header.LastHash;
        SavedWindowSize = header.SavedWindowSize;
        UnknownShort = header.UnknownShort;
    }

    /// <summary>The header's flag word (VMMaker <c>headerFlags</c>).</summary>
    public long HeaderFlags { get; set; }

    public int DesiredStackPages { get; set; }
    public long DesiredEdenBytes { get; set; }

    /// <summary>The 16 bits that Cog keeps the size of its code zone in, in units of 1024 bytes; unknown to other machines.</summary>
    public int DesiredCodeKilobytes { get; set; }

    /// <summary>Bytes that V3 machines kept for plugins.</summary>
    public long ExtraMemoryBytes { get; set; }

    /// <summary>How many external semaphores the image promises not to exceed; 0 for the default.</summary>
    public int MaxExternalSemaphores { get; set; }

    /// <summary>The format number is to say that bytecodes of a second set are in use.</summary>
    public bool HasMultipleBytecodeSets { get; set; }

    /// <summary>The state of the reference's hash generator, kept for it.</summary>
    public ulong LastHash { get; init; }

    /// <summary>Width in the upper 16 bits, height in the lower 16, of its low 32.</summary>
    public ulong SavedWindowSize { get; set; }

    /// <summary>What machines of another kind keep in the last 16 bits before the size of the first segment.</summary>
    public ushort UnknownShort { get; init; }

    /// <summary>A preempted process goes to the end of its list, not to the front.</summary>
    public bool PreemptionYields => (HeaderFlags & PreemptionDoesNotYieldFlag) == 0;

    /// <summary>Weak objects that lost a referent are handed out by primitive 172, as ephemerons are.</summary>
    public bool QueuesWeakObjects => (HeaderFlags & QueuesWeakObjectsFlag) != 0;

    public bool FileTimesInUtc => (HeaderFlags & FileTimesInUtcFlag) != 0;

    /// <summary>Arithmetic primitives take a SmallInteger and a Float together.</summary>
    public bool MixesArithmetic
    {
        get => (HeaderFlags & FailsMixedArithmeticFlag) == 0;
        set => SetFlag(FailsMixedArithmeticFlag, !value);
    }

    /// <summary>Comparison primitives take a SmallInteger and a Float together.</summary>
    public bool MixesComparison
    {
        get => (HeaderFlags & FailsMixedComparisonFlag) == 0;
        set => SetFlag(FailsMixedComparisonFlag, !value);
    }

    private void SetFlag(int flag, bool on) => HeaderFlags = on ? HeaderFlags | (long)flag : HeaderFlags & ~(long)flag;
}
