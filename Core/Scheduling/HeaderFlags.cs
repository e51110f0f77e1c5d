namespace JitTalk.Core.Scheduling;

/// <summary>Flags in the image header that say how the VM is to behave (vm-facts §1.3).</summary>
internal static class HeaderFlags
{
    public const int FullScreen = 1;
    /// <summary>A preempted process stays first in its list.</summary>
    public const int PreemptionDoesNotYield = 0x10;
    public const int NewFinalization = 0x40;
    public const int SendWheelEvents = 0x80;
    public const int FileTimesInUtc = 0x200;
}
