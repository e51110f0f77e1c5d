using BitMiracle.LibJpeg.Classic;

namespace JitTalk.Primitives.Jpeg;

/// <summary>The library's errors are exceptions; its messages, of which hostile data makes many, are for nobody.</summary>
internal sealed class SilentMessages : jpeg_error_mgr
{
    public override void output_message() { }
}
