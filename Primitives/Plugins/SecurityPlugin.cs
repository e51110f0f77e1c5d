using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// What an image that runs what it does not trust may still do (VMMaker <c>SecurityPlugin</c>); file access itself is
/// given up in the FilePlugin.
/// </summary>
internal static class SecurityPlugin
{
    private const string Module = "SecurityPlugin";

    /// <summary>Whether the image may save itself; asked by who saves it.</summary>
    [Primitive(Module, "primitiveCanWriteImage")]
    public static bool CanWriteImage(VirtualMachine vm, Oop receiver) => vm.State<SecurityState>().CanWriteImage;

    [Primitive(Module, "primitiveDisableImageWrite")]
    public static Oop DisableImageWrite(VirtualMachine vm, Oop receiver)
    {
        vm.State<SecurityState>().DisableImageWrite();
        return receiver;
    }

    /// <summary>Where an image keeps what only it may see.</summary>
    [Primitive(Module, "primitiveGetSecureUserDirectory")]
    public static Oop SecureDirectory(VirtualMachine vm, Oop receiver) => vm.String(DirectoryOf(vm, "SQUEAK_SECUREDIR", "secure"));

    /// <summary>Where an image that gave up file access was to keep its files.</summary>
    [Primitive(Module, "primitiveGetUntrustedUserDirectory")]
    public static Oop UntrustedDirectory(VirtualMachine vm, Oop receiver) => vm.String(DirectoryOf(vm, "SQUEAK_USERDIR", "My Squeak"));

    // sqUnixSecurity.c: the environment says where, or it lies beside the image.
    private static string DirectoryOf(VirtualMachine vm, string variable, string name) =>
        Environment.GetEnvironmentVariable(variable)
        ?? Path.Combine(Path.GetDirectoryName(vm.ImagePath) ?? string.Empty, name);
}

/// <summary>What an image has given up. It does not come back.</summary>
internal sealed class SecurityState
{
    public bool CanWriteImage { get; private set; } = true;

    public void DisableImageWrite() => CanWriteImage = false;
}
