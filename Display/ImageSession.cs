using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Primitives;

namespace JitTalk.Display;

/// <summary>An image that has been loaded and can be run, from the file to the exit code.</summary>
internal sealed class ImageSession : IDisposable
{
    private readonly LoadedImage _image;

    /// <exception cref="ImageFormatException">The file is no image that can run.</exception>
    public ImageSession(VmOptions options, IHost host)
    {
        _image = ImageReader.Load(options.ImagePath, options.Memory);
        Vm = new VirtualMachine(_image.Memory, options, host, StandardPrimitives.Assembly)
        {
            Settings = new ImageSettings(_image.Header),
        };
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

    public void Dispose() => Vm.Dispose();
}
