namespace JitTalk.Core.Contracts;

/// <summary>
/// Sound that the image plays and records. Samples have 16 bits with sign; a frame is one for left, then one for right.
/// The machine's thread calls; what a sound calls back comes from any thread.
/// </summary>
internal interface ISound : IDisposable
{
    /// <summary>Starts to play, anew if it plays already.</summary>
    /// <param name="frames">Frames that the image makes at a time; twice as many can wait.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="isStereo">Both samples of a frame are heard; else the left one at both sides.</param>
    /// <param name="hasRoom">Called again and again while there is room for frames.</param>
    /// <returns>False where nothing can be played.</returns>
    bool TryStart(int frames, int rate, bool isStereo, Action hasRoom);

    void Stop();

    bool IsStarted { get; }
    bool IsStereo { get; }

    /// <summary>Frames that can be taken now.</summary>
    int Room { get; }

    /// <summary>Takes frames, behind those that wait; answers how many found room.</summary>
    int Play(ReadOnlySpan<short> samples);

    /// <summary>
    /// Mixes frames with those that wait, from some frames ahead of the one that is heard; answers how many met one.
    /// </summary>
    int Insert(ReadOnlySpan<short> samples, int lead);

    /// <summary>Loudness, 0 to 1.</summary>
    (double Left, double Right) Volume { get; set; }

    /// <summary>Starts to record; see <see cref="TryStart"/>. False where there is no microphone.</summary>
    bool TryStartRecording(int rate, bool isStereo, Action hasSamples);

    void StopRecording();

    /// <summary>Frames a second that are recorded; 0 when none are.</summary>
    double RecordingRate { get; }

    /// <summary>Moves samples that were recorded into a buffer; answers how many.</summary>
    int Record(Span<short> samples);

    /// <summary>Sensitivity, 0 to 1000.</summary>
    int RecordLevel { get; set; }
}
