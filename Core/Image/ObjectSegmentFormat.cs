using JitTalk.Core.Execution;

namespace JitTalk.Core.Image;

/// <summary>
/// An image segment: the words of a graph of objects in the image's own format, behind a stamp that says which that is.
/// Other VMs read what this one writes. (VMMaker <c>storeImageSegmentInto:outPointers:roots:</c>)
/// </summary>
/// <remarks>
/// Oops inside are offsets, those with the high bit set indices into an Array beside the words. In Spur the class index
/// of an object is such an offset or index too, and classes in the segment are those marked as remembered.
/// </remarks>
internal static class ObjectSegmentFormat
{
    /// <summary>In a Spur class index: the rest is an index into the out-pointers.</summary>
    public const int OutClassBit = 1 << 21;

    /// <summary>In a Spur class index without that bit: what the offset of a class, in units of 8 bytes, is counted from.</summary>
    public const int FirstClassIndex = 16;

    private const int FormatMask = 0xFF_FFFF;

    /// <summary>Bytes before the first object: one word, or in Spur two of 32 bits.</summary>
    public static int StampBytes(ImageDialect dialect) => dialect.IsSpur ? sizeof(ulong) : dialect.WordSize;

    /// <summary>The oop of what would lie at the first byte after the stamp.</summary>
    public static int Origin(ImageDialect dialect) => dialect.IsSpur ? 0 : 2 * dialect.WordSize;

    /// <summary>The bit that tells an out-pointer from an offset.</summary>
    public static ulong OutPointerBit(ImageDialect dialect) => dialect.IsSpur && dialect.WordSize == 8 ? 1UL << 63 : 1UL << 31;

    /// <summary>What follows the bit, in words: an index from 0, or before Spur from 1.</summary>
    public static int FirstOutPointer(ImageDialect dialect) => dialect.IsSpur ? 0 : 1;

    /// <summary>The number of the image's format, and the s of <c>#does</c>NotUnderstand: as the machine's bytes have it.</summary>
    public static uint Stamp(ImageDialect dialect, ImageSettings settings) =>
        (uint)ImageWriter.FormatNumber(dialect, settings) | ((uint)'s' << 24);

    /// <summary>Whether this image can take up what a stamp says is in a segment.</summary>
    public static bool IsReadable(uint stamp, ImageDialect dialect, out ImageDialect its)
    {
        its = dialect;
        if (ImageFormat.Find(stamp & FormatMask) is not { } format)
        {
            return false;
        }
        its = format.Dialect;
        bool hasFloatTag3 = its.Format == ImageFormat.FloatTag3;
        return its.IsSpur == dialect.IsSpur && its.WordSize == dialect.WordSize
            && (dialect.HasClosures || !its.HasClosures)
            && hasFloatTag3 == (dialect.Format == ImageFormat.FloatTag3);
    }
}
