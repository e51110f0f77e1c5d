using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// How Spur images keep the class table: the hidden roots, first array of class index 16, name pages of 1024 classes
/// (VMMaker <c>SpurMemoryManager&gt;&gt;setHiddenRootsObj:</c>).
/// </summary>
internal static class SpurClassPages
{
    public const int ArrayPun = 16;
    public const int PageSize = 1024;
    public const int MaximumPages = 4096;

    /// <summary>
    /// Puts a class of the image into the table. Below 32 only the immediates' tags name classes; the rest of those
    /// indices are the image's memory manager's.
    /// </summary>
    public static void Enter(ObjectMemory memory, int index, Oop behavior)
    {
        if (index > Oop.TagMask && index <= ObjectHeader.LastPunClassIndex)
        {
            return;
        }
        memory.Classes[index] = behavior;
    }
}
