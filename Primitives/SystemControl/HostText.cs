using System.Text;
using System.Text.Unicode;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.SystemControl;

/// <summary>Texts that leave the image.</summary>
internal static class HostText
{
    /// <summary>The text of a byte object: UTF-8 where it is that, else Latin-1.</summary>
    public static string Of(Oop bytes) => Of(ObjectMemory.ByteSpan(bytes));

    public static string Of(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
}
