namespace JitTalk.Display;

/// <summary>What a run shows, and where its input comes from.</summary>
internal sealed record WindowOptions
{
    /// <summary>No window is opened.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>The window comes without sound.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The size of the screen, in pixels; null for the size that the image was saved with.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>The PNG file that is to show the screen, whereafter the run ends; null for none.</summary>
    public string? Screenshot { get; init; }

    /// <summary>When the screenshot is taken; null for the default.</summary>
    public TimeSpan? ScreenshotTime { get; init; }

    /// <summary>The file that gets all input; null for none.</summary>
    public string? Record { get; init; }

    /// <summary>The file that input comes from; null for none.</summary>
    public string? Replay { get; init; }

    /// <summary>Each second with frames gets a line on stderr.</summary>
    public bool TracesFrames { get; init; }

    /// <summary>Somebody looks at the screen, or uses it.</summary>
    public bool NeedsScreen => !IsHeadless || Screenshot is not null || Record is not null || Replay is not null || Size is not null;
}
