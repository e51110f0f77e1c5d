namespace JitTalk.Core.Memory;

/// <summary>The five format bits of a header (VMMaker <c>SpurMemoryManager&gt;&gt;formatOf:</c>).</summary>
/// <remarks>
/// In the formats of 32-, 16- and 8-bit elements the low bits count the unused elements of the last slot.
/// </remarks>
internal enum ObjectFormat
{
    /// <summary>No slots.</summary>
    Empty = 0,
    /// <summary>Named slots only.</summary>
    Fixed = 1,
    /// <summary>Indexable slots only, such as Array.</summary>
    Indexable = 2,
    /// <summary>Named and indexable slots, such as Context.</summary>
    FixedAndIndexable = 3,
    Weak = 4,
    Ephemeron = 5,
    Words64 = 9,
    /// <summary>32-bit elements; +1 for an unused last half.</summary>
    Words32 = 10,
    /// <summary>16-bit elements; +1 to +3 unused.</summary>
    Words16 = 12,
    /// <summary>Bytes; +1 to +7 unused.</summary>
    Bytes = 16,
    /// <summary>A header word, literals, then bytes; +1 to +7 unused.</summary>
    CompiledMethod = 24,
}

/// <summary>What can be asked of a format.</summary>
internal static class ObjectFormats
{
    /// <summary>All slots are oops.</summary>
    public static bool IsPointers(this ObjectFormat format) => format <= ObjectFormat.Ephemeron;
    public static bool IsIndexable(this ObjectFormat format) => format >= ObjectFormat.Indexable && format != ObjectFormat.Ephemeron;
    public static bool IsBits(this ObjectFormat format) => format is >= ObjectFormat.Words64 and < ObjectFormat.CompiledMethod;
    public static bool IsWords64(this ObjectFormat format) => format == ObjectFormat.Words64;
    public static bool IsWords32(this ObjectFormat format) => (format & ~(ObjectFormat)1) == ObjectFormat.Words32;
    public static bool IsWords16(this ObjectFormat format) => (format & ~(ObjectFormat)3) == ObjectFormat.Words16;
    public static bool IsBytes(this ObjectFormat format) => (format & ~(ObjectFormat)7) == ObjectFormat.Bytes;
    public static bool IsCompiledMethod(this ObjectFormat format) => format >= ObjectFormat.CompiledMethod;

    /// <summary>Bytes of one indexable element; 8 for oops.</summary>
    public static int ElementBytes(this ObjectFormat format) => format switch
    {
        >= ObjectFormat.Bytes => 1,
        >= ObjectFormat.Words16 => 2,
        >= ObjectFormat.Words32 => 4,
        _ => 8,
    };

    /// <summary>The unused bytes at the end of the last slot.</summary>
    public static int UnusedBytes(this ObjectFormat format) => format switch
    {
        >= ObjectFormat.Bytes => (int)format & 7,
        >= ObjectFormat.Words16 => 2 * ((int)format & 3),
        >= ObjectFormat.Words32 => 4 * ((int)format & 1),
        _ => 0,
    };

    /// <summary>The format without its count of unused elements: what an instance specification says.</summary>
    public static ObjectFormat Base(this ObjectFormat format) => format switch
    {
        >= ObjectFormat.CompiledMethod => ObjectFormat.CompiledMethod,
        >= ObjectFormat.Bytes => ObjectFormat.Bytes,
        >= ObjectFormat.Words16 => ObjectFormat.Words16,
        >= ObjectFormat.Words32 => ObjectFormat.Words32,
        _ => format,
    };

    /// <summary>The format of an object whose elements, of format <paramref name="format"/>, take <paramref name="bytes"/> bytes.</summary>
    public static ObjectFormat ForByteLength(this ObjectFormat format, long bytes)
    {
        int unused = (int)(-bytes & 7);
        return (ObjectFormat)((int)format.Base() + (unused / format.ElementBytes()));
    }
}
