namespace JitTalk.Core.Profiling;

/// <summary>What a user can set about a profile.</summary>
/// <param name="Path">Of the file that it goes to; its suffix says the format, see <see cref="ProfileFile"/>.</param>
internal sealed record ProfileOptions(string Path)
{
    /// <summary>The time from one sample to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(1);
}
