using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>An image in memory, with the header that it came with.</summary>
internal sealed class LoadedImage(ObjectMemory memory, ImageHeader header) : IDisposable
{
    public ObjectMemory Memory { get; } = memory;
    public ImageHeader Header { get; } = header;

    public void Dispose() => Memory.Dispose();
}
