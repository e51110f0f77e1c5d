namespace JitTalk.Core.Image;

/// <summary>
/// How an image sees itself, which memory and interpreter keep up although every image runs in 64-bit Spur objects:
/// its word size, the range of its SmallIntegers, its pcs, its class formats, its characters.
/// </summary>
/// <param name="Format">The format number of the file, without the bits that only describe the save.</param>
/// <param name="WordSize">4 or 8: the unit of literals in pcs and CompiledMethod byte indices.</param>
/// <param name="IsSpur">Spur class formats, immediate Characters, callPrimitive bytecodes; else V3.</param>
/// <param name="HasClosures">Blocks are BlockClosures; else BlockContexts that share their home's temps.</param>
/// <param name="HasNativeFloats">Float words in platform order; else big-endian word order (V3 interpreter images).</param>
internal sealed record ImageDialect(int Format, int WordSize, bool IsSpur, bool HasClosures, bool HasNativeFloats)
{
    /// <summary>64-bit Spur, the memory's own format.</summary>
    public static ImageDialect Spur64 { get; } = new(68021, 8, true, true, true);

    public int IntegerBits => WordSize == 4 ? 31 : IsSpur ? 61 : 63;

    // A V3 image of 64 bits has 63-bit SmallIntegers on disk; in this memory they keep 61 bits.
    public long MinInteger => WordSize == 4 ? -(1L << 30) : -(1L << 60);
    public long MaxInteger => WordSize == 4 ? (1L << 30) - 1 : (1L << 60) - 1;

    public bool HasImmediateCharacters => IsSpur;
    public bool HasImmediateFloats => IsSpur && WordSize == 8;

    /// <summary>The bits of an identity hash that the image sees.</summary>
    public int IdentityHashMask => IsSpur ? 0x3F_FFFF : 0xFFF;
}
