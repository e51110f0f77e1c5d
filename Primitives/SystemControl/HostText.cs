using System.Text;
using System.Text.Unicode;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Texts that leave the image.</summary>
internal static class HostText
{
    /// <summary>The text of a byte object: UTF-8 where it is that, else Latin-1.</summary>
    public static string Of(Oop bytes)
    {
        ReadOnlySpan<byte> span = ObjectMemory.ByteSpan(bytes);
        return (Utf8.IsValid(span) ? Encoding.UTF8 : Encoding.Latin1).GetString(span);
    }
}
