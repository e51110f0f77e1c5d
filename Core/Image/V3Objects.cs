using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Finds objects of the layout before Spur, in either word size and byte order.</summary>
/// <remarks>
/// Header: 0–1 type · 2–7 size in bytes with this word, the low two or three of its bits spared · 8–11 format ·
/// 12–16 compact class index · 17–28 hash. In 64-bit images bit 2 says that the last 4 bytes are unused.
/// </remarks>
internal static class V3Objects
{
    private const int TypeMask = 3;
    private const int SizeAndClassType = 0;
    private const int ClassType = 1;
    private const int FreeType = 2;
    private const int ShortSizeMask = 0xFC;
    private const int HalfWordUnusedBit = 4;
    private const int HashMask = 0xFFF;
    private const int FirstByteFormat = 8;

    /// <summary>The object, or free space, whose first word, maybe not the one that oops name, is at an offset.</summary>
    /// <returns>False when its header is broken or it does not end before <paramref name="end"/>.</returns>
    public static bool TryFrom(FileWords words, long at, long end, out FileObject found)
    {
        found = default;
        if (end - at < words.WordSize)
        {
            return false;
        }
        ulong first = words.Word(at);
        int type = (int)first & TypeMask;
        if (type == FreeType)
        {
            long bytes = (long)(first & ~(ulong)TypeMask);
            found = new FileObject { Offset = at, Body = at, Next = at + bytes, IsHidden = true };
        }
        else
        {
            long extra = type == SizeAndClassType ? 2L * words.WordSize : type == ClassType ? words.WordSize : 0;
            if (end - at - extra < words.WordSize || ((int)words.Word(at + extra) & TypeMask) != type)
            {
                return false;
            }
            found = At(words, at + extra);
        }
        return found.Next > at && found.Next <= end;
    }

    /// <summary>The object whose header is at an offset.</summary>
    public static FileObject At(FileWords words, long offset)
    {
        ulong word = words.Word(offset);
        int type = (int)word & TypeMask;
        ulong sizeMask = words.WordSize == 8 ? ~7UL : ~3UL;
        long size = (long)((type == SizeAndClassType ? words.Word(offset - (2 * words.WordSize)) : word & ShortSizeMask) & sizeMask);
        int format = (int)(word >> 8) & 15;
        int unused = words.WordSize == 8 ? (int)word & HalfWordUnusedBit : 0;
        if (format >= FirstByteFormat)
        {
            unused += format & 3;
        }
        return new FileObject
        {
            Offset = offset,
            Body = offset + words.WordSize,
            Bytes = size - words.WordSize - unused,
            Next = offset + size,
            // 5 and 7 were reserved.
            Format = format is 5 or 7 ? (ObjectFormat)format : ObjectMemory.WidenedFormat(format),
            Hash = (int)(word >> 17) & HashMask,
            Class = type is SizeAndClassType or ClassType ? words.Word(offset - words.WordSize) & ~(ulong)TypeMask : 0,
            CompactIndex = (int)(word >> 12) & 31,
        };
    }
}
