using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>An object as it lies in an image file that is to be widened. Offsets count from the first object.</summary>
internal struct FileObject
{
    /// <summary>Of the header word that oops name.</summary>
    public long Offset;

    /// <summary>Of slot 0.</summary>
    public long Body;

    /// <summary>Bytes of the elements, without what is unused at the end.</summary>
    public long Bytes;

    /// <summary>Of what follows the object.</summary>
    public long Next;

    /// <summary>Without the count of unused elements.</summary>
    public ObjectFormat Format;

    public int Hash;

    /// <summary>Spur: the class index. V3: where the class lay, or 0 where a compact index names it.</summary>
    public ulong Class;

    /// <summary>V3: the index into the table of compact classes, counted from 1.</summary>
    public int CompactIndex;

    /// <summary>What the memory manager of the image kept for itself.</summary>
    public bool IsHidden;

    public bool IsReadOnly;
    public bool IsPinned;
}
