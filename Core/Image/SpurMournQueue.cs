namespace JitTalk.Core.Image;

/// <summary>
/// How Spur images keep the mourners that the image has not fetched yet: a stack in pages, the first of which is a hidden
/// root (VMMaker <c>SpurMemoryManager&gt;&gt;ensureRoomOnObjStackAt:</c>). The next to be fetched is on top.
/// </summary>
internal static class SpurMournQueue
{
    /// <summary>The slot of the hidden roots.</summary>
    public const int Root = SpurClassPages.MaximumPages + 2;

    public const string Name = "the queue of mourners";

    public const int PageSlots = 4092;
    public const int MournersInPage = PageSlots - FixedSlots;

    // Of a page: how many mourners it has, its root, an unused page, the page below. Its mourners follow.
    public const int Count = 0;
    public const int OwnRoot = 1;
    public const int Next = 3;
    public const int FixedSlots = 4;

    /// <summary>The words of a page, by their index; null when there is no object of the memory manager.</summary>
    public delegate Func<int, ulong>? PageAt(ulong word);

    /// <summary>Answers the words of the mourners in an image file, the next to be fetched first.</summary>
    /// <param name="first">The word of the first page; nil for none.</param>
    /// <param name="pageAt">Finds pages.</param>
    /// <exception cref="ImageFormatException">What is there is no page.</exception>
    public static List<ulong> Read(ulong first, PageAt pageAt)
    {
        List<ulong> mourners = [];
        HashSet<ulong> seen = [];
        for (ulong at = first; pageAt(at) is { } word && seen.Add(at); at = word(Next))
        {
            ulong count = word(Count);
            if (word(OwnRoot) != Root || count > MournersInPage)
            {
                throw new ImageFormatException($"{Name} has a broken page at 0x{at:x}");
            }
            for (int i = FixedSlots + (int)count - 1; i >= FixedSlots; i--)
            {
                mourners.Add(word(i));
            }
        }
        return mourners;
    }
}
