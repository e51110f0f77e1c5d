using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;

namespace JitTalk.Display.Sdl;

/// <summary>Sound through SDL 2, which calls for frames on a thread of its own.</summary>
/// <param name="driver">SDL's name of what plays; null for what the system has.</param>
internal sealed unsafe class SdlSound(string? driver = null) : ISound
{
    private const int Channels = 2;
    private const int LeastFrames = 128;
    private const int MostFrames = 2048;

    private bool? _isPresent;
    private Device? _player;
    private Device? _recorder;
    private bool _recordsStereo;

    public bool IsStarted => _player is not null;
    public bool IsStereo { get; private set; }
    public int Room => _player?.Ring.Room ?? 0;
    public (double Left, double Right) Volume { get; set; } = (1, 1);
    public double RecordingRate { get; private set; }

    /// <summary>Kept; SDL cannot set it.</summary>
    public int RecordLevel { get; set; }

    private bool IsPresent => _isPresent ??= HasAudio(driver);

    public bool TryStart(int frames, int rate, bool isStereo, Action hasRoom)
    {
        Stop();
        IsStereo = isStereo;
        _player = IsPresent ? Device.Open(this, new FrameRing(2 * frames), frames, rate, isCapture: false, hasRoom) : null;
        return IsStarted;
    }

    public void Stop()
    {
        _player?.Close();
        _player = null;
    }

    public int Play(ReadOnlySpan<short> samples) => _player?.Ring.Write(samples) ?? 0;

    public int Insert(ReadOnlySpan<short> samples, int lead) => _player?.Ring.Mix(samples, lead) ?? 0;

    public bool TryStartRecording(int rate, bool isStereo, Action hasSamples)
    {
        StopRecording();
        _recorder = IsPresent ? Device.Open(this, new FrameRing(rate), MostFrames, rate, isCapture: true, hasSamples) : null;
        _recordsStereo = isStereo;
        RecordingRate = _recorder is null ? 0 : rate;
        return _recorder is not null;
    }

    public void StopRecording()
    {
        _recorder?.Close();
        _recorder = null;
        RecordingRate = 0;
    }

    public int Record(Span<short> samples)
    {
        if (_recorder is null)
        {
            return 0;
        }
        if (_recordsStereo)
        {
            return Channels * _recorder.Ring.Read(samples);
        }
        short[] frames = new short[Channels * samples.Length];
        int count = _recorder.Ring.Read(frames);
        for (int i = 0; i < count; i++)
        {
            samples[i] = frames[Channels * i];
        }
        return count;
    }

    public void Dispose()
    {
        Stop();
        StopRecording();
    }

    private static bool HasAudio(string? driver)
    {
        try
        {
            return (driver is null ? SdlLibrary.InitSubSystem(SdlLibrary.InitAudio) : SdlLibrary.InitAudioDriver(driver)) == 0;
        }
        catch (DllNotFoundException)
        {
            return false;
        }
    }

    private void Fill(FrameRing ring, Span<short> samples)
    {
        samples[(Channels * ring.Read(samples))..].Clear();
        (double left, double right) = Volume;
        for (int i = 0; i + 1 < samples.Length; i += Channels)
        {
            short other = IsStereo ? samples[i + 1] : samples[i];
            (samples[i], samples[i + 1]) = ((short)(samples[i] * left), (short)(other * right));
        }
    }

    /// <summary>An open device of SDL's.</summary>
    private sealed class Device
    {
        private readonly SdlSound _sound;
        private readonly bool _isCapture;
        private readonly Action _tell;
        private GCHandle _self;
        private uint _number;

        private Device(SdlSound sound, FrameRing ring, bool isCapture, Action tell)
        {
            (_sound, Ring, _isCapture, _tell) = (sound, ring, isCapture, tell);
            _self = GCHandle.Alloc(this);
        }

        public FrameRing Ring { get; }

        /// <returns>Null where SDL opens none.</returns>
        public static Device? Open(SdlSound sound, FrameRing ring, int frames, int rate, bool isCapture, Action tell)
        {
            Device device = new(sound, ring, isCapture, tell);
            SdlAudioSpec spec = new()
            {
                Frequency = rate,
                Format = SdlLibrary.AudioS16,
                Channels = Channels,
                // A power of two, and several of them to a buffer of the image: then it is asked in time.
                Samples = (ushort)Math.Clamp(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)frames) / 4, LeastFrames, MostFrames),
                Callback = &Called,
                UserData = GCHandle.ToIntPtr(device._self),
            };
            device._number = SdlLibrary.OpenAudioDevice(0, isCapture ? 1 : 0, spec, 0, 0);
            if (device._number == 0)
            {
                device._self.Free();
                return null;
            }
            SdlLibrary.PauseAudioDevice(device._number, 0);
            return device;
        }

        /// <summary>Nothing is called back any more when this returns.</summary>
        public void Close()
        {
            SdlLibrary.CloseAudioDevice(_number);
            _self.Free();
        }

        [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
        private static void Called(nint userData, short* samples, int bytes)
        {
            Device device = (Device)GCHandle.FromIntPtr(userData).Target!;
            Span<short> span = new(samples, bytes / sizeof(short));
            if (device._isCapture)
            {
                _ = device.Ring.Write(span);
            }
            else
            {
                device._sound.Fill(device.Ring, span);
            }
            device._tell();
        }
    }
}
