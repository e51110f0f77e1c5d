using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Display.Input;
using JitTalk.Display.Screen;
using JitTalk.Display.Sdl;

namespace JitTalk.Display;

/// <summary>What surrounds a run that has a screen: the window, recording, replay and screenshot that the user asked for.</summary>
internal sealed class Stage : IDisposable
{
    private static readonly TimeSpan UsualScreenshotTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeAfterReplay = TimeSpan.FromSeconds(1);

    private readonly ScreenHost _host;
    private readonly RunStop _stop;
    private readonly InputRecorder? _recorder;
    private readonly SdlWindow? _window;
    private readonly SdlSound? _sound;
    private readonly Screenshot? _screenshot;
    private readonly InputPlayer? _player;

    /// <exception cref="UsageException">A file cannot be used.</exception>
    /// <exception cref="SdlException">No window can be opened.</exception>
    public Stage(VirtualMachine vm, ScreenHost host, WindowOptions options)
    {
        IReadOnlyList<TimedInput>? replayed = options.Replay is null ? null : InputPlayer.Read(options.Replay);
        (int Width, int Height) size = options.Size ?? SavedWindowSize.Read(vm.Settings.SavedWindowSize) ?? host.ScreenSize;
        _host = host;
        _stop = new RunStop(vm);
        try
        {
            host.ScreenSize = size;
            host.WindowTitle = Path.GetFileNameWithoutExtension(vm.ImagePath);
            if (!options.IsHeadless)
            {
                _window = SdlWindow.Open(host, Plan(vm, host.WindowTitle, size, options), _stop.Stop);
                if (!options.IsSilent)
                {
                    vm.Sound = _sound = new SdlSound();
                }
            }
            host.Attach(vm);
            vm.Settings.SavedWindowSize = SavedWindowSize.Of(host.ScreenSize);
            _recorder = options.Record is null ? null : new InputRecorder(host, options.Record);
            _screenshot = options.Screenshot is null ? null : new Screenshot(host, options.Screenshot, _stop);
            _player = replayed is null ? null : new InputPlayer(host, replayed);
            EndInTime(options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Writes what the screen shows, if the user asked for it; to be called when the run has ended.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void TakeScreenshot() => _screenshot?.Take();

    public void Dispose()
    {
        _player?.Dispose();
        _host.Input.Detach();
        _sound?.Stop();
        _sound?.StopRecording();
        _window?.Dispose();
        _recorder?.Dispose();
        _screenshot?.Dispose();
        _stop.Dispose();
    }

    private void EndInTime(WindowOptions options)
    {
        if (options.ScreenshotTime is { } time)
        {
            _screenshot?.EndAfter(time);
        }
        else if (_player is not null)
        {
            _player.Finished += () => _screenshot?.EndAfter(TimeAfterReplay);
        }
        else
        {
            _screenshot?.EndAfter(UsualScreenshotTime);
        }
    }

    private static WindowPlan Plan(VirtualMachine vm, string title, (int Width, int Height) size, WindowOptions options)
    {
        ImageHeaderFlags flags = (ImageHeaderFlags)vm.Settings.HeaderFlags;
        return new WindowPlan(
            title, size.Width, size.Height, options.Size is not null,
            flags.HasFlag(ImageHeaderFlags.FullScreen), flags.HasFlag(ImageHeaderFlags.NoUpscaling),
            options.TracesFrames ? Console.Error : null);
    }
}
