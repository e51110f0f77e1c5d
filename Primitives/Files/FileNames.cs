using System.Text;
using System.Text.Unicode;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Files;

/// <summary>Names of files as images write them.</summary>
internal static class FileNames
{
    /// <summary>
    /// The text of a byte object: UTF-8, as newer images write it, or Latin-1 where it is not that.
    /// </summary>
    /// <returns>False for what is not bytes, or has a zero byte, which would end the name too early for the system.</returns>
    public static bool TryName(Oop oop, out string name)
    {
        name = string.Empty;
        if (!ObjectMemory.IsByteObject(oop))
        {
            return false;
        }
        ReadOnlySpan<byte> bytes = ObjectMemory.ByteSpan(oop);
        name = (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        return !bytes.Contains((byte)0);
    }

    /// <summary>As <see cref="TryName"/>; the empty name stands for the working directory.</summary>
    public static bool TryDirectory(Oop oop, out string name)
    {
        bool isOne = TryName(oop, out name);
        name = name.Length == 0 ? "." : name;
        return isOne;
    }
}
