namespace JitTalk.Core.Memory;

/// <summary>
/// The bits of the 64-bit header word (VMMaker <c>SpurMemoryManager</c>, "header format"). No other file shifts or masks.
/// </summary>
/// <remarks>
/// Bits 0–21 class index · 23 read-only · 24–28 format · 29 remembered · 30 pinned · 31 grey ·
/// 32–53 identity hash · 55 marked · 56–63 slot count, where 255 says that the word before the header holds the count.
/// </remarks>
internal static class ObjectHeader
{
    public const int Bytes = 8;
    public const int ClassIndexMask = 0x3F_FFFF;
    public const int HashMask = 0x3F_FFFF;
    public const int OverflowSlots = 255;

    /// <summary>The class index that says: this object has moved, slot 0 tells where to.</summary>
    public const int ForwardedClassIndex = 8;

    /// <summary>Indices up to this one name no class: immediates' tags and the memory manager's own objects.</summary>
    public const int LastPunClassIndex = 31;

    private const int FormatShift = 24;
    private const int HashShift = 32;
    private const int SlotShift = 56;
    private const uint ShapeMask = (31U << FormatShift) | ClassIndexMask;
    private const ulong ReadOnlyBit = 1UL << 23;
    private const ulong RememberedBit = 1UL << 29;
    private const ulong PinnedBit = 1UL << 30;
    private const ulong GreyBit = 1UL << 31;
    private const ulong MarkedBit = 1UL << 55;
    private const ulong OverflowCountMask = (1UL << SlotShift) - 1;

    public static ulong Make(int classIndex, ObjectFormat format, int slotField) =>
        (uint)classIndex | ((ulong)format << FormatShift) | ((ulong)slotField << SlotShift);

    public static int ClassIndex(ulong header) => (int)header & ClassIndexMask;
    public static ObjectFormat Format(ulong header) => (ObjectFormat)((int)(header >> FormatShift) & 31);
    public static int Hash(ulong header) => (int)(header >> HashShift) & HashMask;
    public static int SlotField(ulong header) => (int)(header >> SlotShift);
    public static bool IsReadOnly(ulong header) => (header & ReadOnlyBit) != 0;
    public static bool IsRemembered(ulong header) => (header & RememberedBit) != 0;
    public static bool IsPinned(ulong header) => (header & PinnedBit) != 0;
    public static bool IsMarked(ulong header) => (header & MarkedBit) != 0;

    /// <summary>Marked or grey, which no object is while no collector runs.</summary>
    public static bool HasMarkBits(ulong header) => (header & (GreyBit | MarkedBit)) != 0;

    /// <summary>Class and format in one word, for <see cref="HasSlot"/>.</summary>
    public static uint Shape(int classIndex, ObjectFormat format) => (uint)Make(classIndex, format, 0);

    /// <summary>Whether an object surely has a shape, which no forwarder has, and a slot.</summary>
    public static bool HasSlot(ulong header, uint shape, int slot) => ((uint)header & ShapeMask) == shape && SlotField(header) > slot;

    public static ulong WithClassIndex(ulong header, int index) => (header & ~(ulong)ClassIndexMask) | (uint)index;
    public static ulong WithFormat(ulong header, ObjectFormat format) =>
        (header & ~(31UL << FormatShift)) | ((ulong)format << FormatShift);
    public static ulong WithHash(ulong header, int hash) =>
        (header & ~((ulong)HashMask << HashShift)) | ((ulong)(uint)hash << HashShift);
    public static ulong WithSlotField(ulong header, int slotField) =>
        (header & OverflowCountMask) | ((ulong)slotField << SlotShift);
    public static ulong WithRemembered(ulong header, bool on) => With(header, RememberedBit, on);
    public static ulong WithReadOnly(ulong header, bool on) => With(header, ReadOnlyBit, on);
    public static ulong WithPinned(ulong header, bool on) => With(header, PinnedBit, on);
    public static ulong WithMarked(ulong header, bool on) => With(header, MarkedBit, on);

    /// <summary>Without what only a running collector means: remembered, grey, marked.</summary>
    public static ulong WithoutCollectorBits(ulong header) => header & ~(RememberedBit | GreyBit | MarkedBit);

    /// <summary>The word before the header of an object with 255 slots or more.</summary>
    public static ulong OverflowWord(long slots) => ((ulong)OverflowSlots << SlotShift) | (ulong)slots;
    public static bool IsOverflowWord(ulong word) => SlotField(word) == OverflowSlots;
    public static long OverflowCount(ulong word) => (long)(word & OverflowCountMask);

    private static ulong With(ulong header, ulong bit, bool on) => on ? header | bit : header & ~bit;
}
