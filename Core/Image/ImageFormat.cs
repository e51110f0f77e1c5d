namespace JitTalk.Core.Image;

/// <summary>One of the numbers that image files begin with (VMMaker <c>ImageFormat</c>).</summary>
/// <param name="Dialect">How an image of this format sees itself.</param>
/// <param name="HasMultipleBytecodeSets">
/// The image asked for a second bytecode set. Which one a method uses is said by its own header.
/// </param>
internal sealed record ImageFormat(ImageDialect Dialect, bool HasMultipleBytecodeSets)
{
    /// <summary>The image of 1996, some of whose methods have no class.</summary>
    public const int PreRelease = 6501;

    /// <summary>The first 64-bit Spur, in which SmallFloat64 had tag 3.</summary>
    public const int FloatTag3 = 68019;

    private const int MultipleBytecodeSets = 0x200;

    private static readonly ImageDialect[] Dialects =
    [
        new(PreRelease, 4, IsSpur: false, HasClosures: false, HasNativeFloats: false),
        new(6502, 4, IsSpur: false, HasClosures: false, HasNativeFloats: false),
        new(6504, 4, IsSpur: false, HasClosures: true, HasNativeFloats: false),
        new(6505, 4, IsSpur: false, HasClosures: true, HasNativeFloats: true),
        new(6521, 4, IsSpur: true, HasClosures: true, HasNativeFloats: true),
        new(68000, 8, IsSpur: false, HasClosures: false, HasNativeFloats: false),
        new(68002, 8, IsSpur: false, HasClosures: true, HasNativeFloats: false),
        new(68003, 8, IsSpur: false, HasClosures: true, HasNativeFloats: true),
        new(68004, 8, IsSpur: false, HasClosures: true, HasNativeFloats: false),
        new(FloatTag3, 8, IsSpur: true, HasClosures: true, HasNativeFloats: true),
        ImageDialect.Spur64,
    ];

    /// <summary>All numbers that <see cref="Find"/> knows.</summary>
    public static IEnumerable<int> Numbers =>
        Dialects.Select(d => d.Format).Concat(Dialects.Where(CanHaveMultipleSets).Select(d => d.Format | MultipleBytecodeSets));

    /// <summary>The format of a number; null for one that no Squeak wrote.</summary>
    public static ImageFormat? Find(uint number)
    {
        foreach (ImageDialect dialect in Dialects)
        {
            if (number == dialect.Format)
            {
                return new ImageFormat(dialect, false);
            }
            if (CanHaveMultipleSets(dialect) && number == (dialect.Format | MultipleBytecodeSets))
            {
                return new ImageFormat(dialect, true);
            }
        }
        return null;
    }

    private static bool CanHaveMultipleSets(ImageDialect dialect) => dialect.IsSpur && dialect.Format != FloatTag3;
}
