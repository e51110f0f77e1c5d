using System.Text;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Text between the image and the outside: MacRoman in images of BlockContexts, Latin-1 and code points in later ones.
/// </summary>
internal static unsafe class ImageText
{
    private const int MacRomanCodePage = 10000;
    private static readonly Encoding MacRoman = CodePagesEncodingProvider.Instance.GetEncoding(MacRomanCodePage)!;

    /// <summary>The text of a String with line feeds at the ends of its lines; empty for what is no String.</summary>
    public static string Read(ObjectMemory memory, Oop oop)
    {
        string text = ObjectMemory.IsByteObject(oop) ? EncodingOf(memory).GetString(ObjectMemory.ByteSpan(oop))
            : oop.IsPointer && ObjectMemory.FormatOf(oop).IsWords32() ? Wide(oop)
            : string.Empty;
        return text.Replace("\r\n", "\n").Replace('\r', '\n');
    }

    /// <summary>The bytes of source text for the image's compiler; what it has no character for becomes a question mark.</summary>
    public static byte[] Write(ObjectMemory memory, string text) => EncodingOf(memory).GetBytes(text.Replace('\n', '\r'));

    /// <summary>How the image's byte strings stand for characters.</summary>
    public static Encoding EncodingOf(ObjectMemory memory) => memory.Dialect.HasClosures ? Encoding.Latin1 : MacRoman;

    private static string Wide(Oop oop)
    {
        StringBuilder text = new();
        foreach (uint code in new ReadOnlySpan<uint>(ObjectMemory.Bytes(oop), (int)(ObjectMemory.ByteLength(oop) / sizeof(uint))))
        {
            _ = text.Append(Rune.TryCreate(code, out Rune rune) ? rune : Rune.ReplacementChar);
        }
        return text.ToString();
    }
}
