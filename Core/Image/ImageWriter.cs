using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Saves a memory as an image file of the format that it was loaded from, little-endian and without a preamble.
/// </summary>
/// <remarks>
/// 68019, whose SmallFloat64s have tag 3, stays 68019 too: as a 68021 the class would have another identity hash than
/// the image's hashed collections remember.
/// </remarks>
internal static class ImageWriter
{
    private const int MultipleBytecodeSets = 0x200;
    private const int ShortHeaderBytes = 64;
    private const int LongHeaderBytes = 128;

    /// <summary>The number of the format that an image is saved in.</summary>
    public static int FormatNumber(ImageDialect dialect, ImageSettings settings) =>
        dialect.Format | (settings.HasMultipleBytecodeSets ? MultipleBytecodeSets : 0);

    /// <summary>
    /// Saves to a file, which is whole or as it was before whatever happens. Contexts are saved as they lie in memory, so
    /// no frame may be left on the stack.
    /// </summary>
    /// <exception cref="ImageFormatException">It cannot be written.</exception>
    public static void Save(ObjectMemory memory, ImageSettings settings, string path)
    {
        try
        {
            using FileReplacement file = new(path);
            Write(memory, settings, file.Stream);
            file.Commit();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ImageFormatException($"cannot write the image: {e.Message}");
        }
        catch (OutOfMemoryException)
        {
            throw new ImageFormatException("not enough memory to save the image");
        }
    }

    /// <summary>Writes an image to a stream; see <see cref="Save"/>.</summary>
    public static void Write(ObjectMemory memory, ImageSettings settings, Stream stream)
    {
        using HeapWriter heap = memory.Dialect.IsSpur ? new SpurWriter(memory) : new V3Writer(memory);
        heap.Place();
        ImageOutput output = new(stream);
        WriteHeader(memory, settings, heap, output);
        heap.Write(output);
        output.Flush();
    }

    // The layout of Interpreter>>writeImageFileIO; see ImageHeader for what the fields mean.
    private static void WriteHeader(ObjectMemory memory, ImageSettings settings, HeapWriter heap, ImageOutput output)
    {
        ImageDialect dialect = memory.Dialect;
        int wordSize = dialect.WordSize;
        int headerBytes = wordSize == 8 ? LongHeaderBytes : ShortHeaderBytes;
        ulong[] words =
        [
            (ulong)heap.HeapBytes, HeapWriter.Base, heap.Word(memory.SpecialObjects), settings.LastHash,
            settings.SavedWindowSize, Flags(dialect, settings),
        ];
        output.Put32((uint)FormatNumber(dialect, settings));
        output.Put32((uint)headerBytes);
        foreach (ulong word in words)
        {
            output.PutWord(word, wordSize);
        }
        output.Put32((uint)settings.ExtraMemoryBytes);
        output.Put16((ushort)settings.DesiredStackPages);
        output.Put16((ushort)settings.DesiredCodeKilobytes);
        output.Put32((uint)settings.DesiredEdenBytes);
        output.Put16((ushort)settings.MaxExternalSemaphores);
        output.Put16(settings.UnknownShort);
        output.PutWord(dialect.IsSpur ? (ulong)heap.HeapBytes : 0, wordSize);
        const int fixedBytes = 24;
        output.PutZeros(headerBytes - fixedBytes - ((words.Length + 1) * wordSize));
    }

    /// <summary>A VM that keeps Floats in native order goes by the flag; one that does not takes the word for a yes or no.</summary>
    private static ulong Flags(ImageDialect dialect, ImageSettings settings) =>
        (ulong)settings.HeaderFlags | (dialect.HasNativeFloats ? (ulong)ImageHeaderFlags.LittleEndianFloats : 0);
}
