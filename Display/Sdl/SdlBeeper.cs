namespace JitTalk.Display.Sdl;

/// <summary>A short tone. SDL has no bell.</summary>
internal sealed unsafe class SdlBeeper
{
    private const int SamplesPerSecond = 22050;
    private const int ToneHertz = 880;
    private const double ToneSeconds = 0.08;
    private const double Loudness = 0.2;

    private uint _device;
    private bool _hasTried;

    /// <summary>Sounds, where there is sound.</summary>
    public void Beep()
    {
        if (!_hasTried)
        {
            _hasTried = true;
            Open();
        }
        if (_device == 0)
        {
            return;
        }
        short[] samples = new short[(int)(SamplesPerSecond * ToneSeconds)];
        for (int i = 0; i < samples.Length; i++)
        {
            double fading = 1 - ((double)i / samples.Length);
            samples[i] = (short)(short.MaxValue * Loudness * fading * Math.Sin(2 * Math.PI * ToneHertz * i / SamplesPerSecond));
        }
        fixed (short* first = samples)
        {
            _ = SdlLibrary.QueueAudio(_device, first, (uint)(samples.Length * sizeof(short)));
        }
    }

    private void Open()
    {
        SdlAudioSpec spec = new() { Frequency = SamplesPerSecond, Format = SdlLibrary.AudioS16, Channels = 1, Samples = 512 };
        if (SdlLibrary.InitSubSystem(SdlLibrary.InitAudio) == 0)
        {
            _device = SdlLibrary.OpenAudioDevice(0, 0, spec, 0, 0);
        }
        if (_device != 0)
        {
            SdlLibrary.PauseAudioDevice(_device, 0);
        }
    }
}
