using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Finds objects of Spur's layout, in either word size.</summary>
internal static unsafe class SpurObjects
{
    private const int Smallest = 16;

    /// <summary>The object whose first word, maybe the count of its slots, is at an offset.</summary>
    /// <returns>False when it does not end before <paramref name="end"/>.</returns>
    public static bool TryFrom(FileWords words, long at, long end, out FileObject found)
    {
        found = default;
        if (end - at < Smallest)
        {
            return false;
        }
        bool overflows = ObjectHeader.IsOverflowWord(*(ulong*)(words.Start + at));
        long offset = overflows ? at + ObjectHeader.Bytes : at;
        if (overflows && !ObjectHeader.IsOverflowWord(*(ulong*)(words.Start + offset)))
        {
            return false;
        }
        found = At(words, offset);
        return found.Next > at && found.Next <= end;
    }

    /// <summary>The object whose header is at an offset.</summary>
    public static FileObject At(FileWords words, long offset)
    {
        ulong word = *(ulong*)(words.Start + offset);
        long slots = ObjectHeader.IsOverflowWord(word)
            ? ObjectHeader.OverflowCount(*(ulong*)(words.Start + offset - ObjectHeader.Bytes))
            : ObjectHeader.SlotField(word);
        ObjectFormat format = ObjectHeader.Format(word);
        long body = offset + ObjectHeader.Bytes;
        return new FileObject
        {
            Offset = offset,
            Body = body,
            Bytes = (slots * words.WordSize) - format.UnusedBytes(),
            Next = body + Math.Max(8, ((slots * words.WordSize) + 7) & ~7L),
            Format = format.Base(),
            Hash = ObjectHeader.Hash(word),
            Class = (ulong)ObjectHeader.ClassIndex(word),
            IsHidden = ObjectHeader.ClassIndex(word) <= ObjectHeader.LastPunClassIndex,
            IsReadOnly = ObjectHeader.IsReadOnly(word),
            IsPinned = ObjectHeader.IsPinned(word),
        };
    }
}
