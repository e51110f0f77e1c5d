using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Jit;
using JitTalk.Primitives;

namespace JitTalk.Display;

/// <summary>An image that has been loaded and can be run, from the file to the exit code.</summary>
internal sealed class ImageSession : IDisposable
{
    private readonly LoadedImage _image;
    private readonly JitCompiler? _jit;

    /// <param name="options">How to run it.</param>
    /// <param name="jit">How to compile; null to interpret everything.</param>
    /// <param name="host">Where it runs.</param>
    /// <exception cref="ImageFormatException">The file is no image that can run.</exception>
    public ImageSession(VmOptions options, JitOptions? jit, IHost host)
    {
        _image = ImageReader.Load(options.ImagePath, options.Memory);
        Vm = new VirtualMachine(_image.Memory, options, host, StandardPrimitives.Assembly)
        {
            Settings = new ImageSettings(_image.Header),
        };
        _jit = jit is null ? null : new JitCompiler(Vm, jit);
    }

    public VirtualMachine Vm { get; }

    /// <summary>Goes on where the image was saved, until it quits.</summary>
    /// <exception cref="FatalVmException">The image cannot go on.</exception>
    public void Run()
    {
        Vm.Scheduler.StartActiveProcess();
        Vm.Wakeups.StartHeartbeat();
        Vm.Interpreter.Run();
    }

    public void Dispose()
    {
        _jit?.Dispose();
        Vm.Dispose();
    }
}
