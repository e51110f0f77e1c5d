using System.Runtime.InteropServices;
using JitTalk.Core.Execution;
using JitTalk.Core.Profiling;

namespace JitTalk.Display;

/// <summary>
/// A run that is profiled. At its end the profile is in its file, and its sums are on stderr. A signal that would end the
/// process ends the run, so that the profile of an image that only waits is not lost.
/// </summary>
internal sealed class ProfiledRun : IDisposable
{
    // What shells say of a process that a signal has ended.
    private const int SignalExitCode = 128;

    private static readonly (PosixSignal Signal, int Number)[] Ends =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15)];

    private readonly VirtualMachine _vm;
    private readonly ProfileFile _file;
    private readonly TextWriter _error;
    private readonly Profiler _profiler;
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isEnding;

    /// <param name="vm">The machine, which does not run yet.</param>
    /// <param name="file">Where the profile is to go.</param>
    /// <param name="options">How to profile.</param>
    /// <param name="error">Where the sums are to go.</param>
    public ProfiledRun(VirtualMachine vm, ProfileFile file, ProfileOptions options, TextWriter error)
    {
        _vm = vm;
        _file = file;
        _error = error;
        _profiler = new Profiler(vm, options.Interval);
        _registrations = [.. Ends.Select(end => PosixSignalRegistration.Create(end.Signal, context => End(context, end.Number)))];
        _profiler.Start();
    }

    /// <summary>Opens the file that a profile is to go to.</summary>
    /// <returns>Null when there is to be no profile.</returns>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static ProfileFile? Open(ProfileOptions? options)
    {
        try
        {
            return options is null ? null : new ProfileFile(options.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--profile {options!.Path}: {e.Message}");
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
        _profiler.Dispose();
        string title = Path.GetFileName(_vm.ImagePath);
        _error.Write(ProfileTable.Render(_profiler.Profile, title));
        try
        {
            _file.Write(_profiler.Profile, title);
        }
        catch (IOException e)
        {
            _error.WriteLine($"jittalk: the profile is not complete: {e.Message}");
        }
    }

    // Runs on a thread of the runtime's. Who asks a second time gets what the signal does by itself.
    private void End(PosixSignalContext context, int number)
    {
        if (Interlocked.Exchange(ref _isEnding, true))
        {
            return;
        }
        context.Cancel = true;
        _vm.ExitCode = SignalExitCode + number;
        _vm.Interpreter.Halt();
    }
}
