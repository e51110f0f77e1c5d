using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Loads image files of every format into an <see cref="ObjectMemory"/>.</summary>
internal static class ImageReader
{
    /// <exception cref="ImageFormatException">The file cannot be read, or is no image that can run.</exception>
    public static LoadedImage Load(string path, MemoryOptions? options = null)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Load(file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ImageFormatException($"cannot read the image: {e.Message}");
        }
    }

    /// <summary>Loads the image in a stream that can seek.</summary>
    /// <exception cref="ImageFormatException">It is no image that can run.</exception>
    public static LoadedImage Load(Stream file, MemoryOptions? options = null)
    {
        ImageHeader header = ImageHeader.Read(file);
        ImageDialect dialect = header.Format.Dialect;
        if (dialect.IsSpur && header.IsBigEndian)
        {
            throw new ImageFormatException("a big-endian Spur image: no VM ever wrote one");
        }
        ObjectMemory? memory = null;
        try
        {
            memory = new ObjectMemory(dialect, options);
            Oop special = (dialect.IsSpur, dialect.WordSize) switch
            {
                (true, 8) => new Spur64Reader(file, header, memory).Read(),
                (true, _) => Widened(new Spur32Reader(file, header, memory)),
                _ => Widened(new V3Reader(file, header, memory)),
            };
            SpecialObjectsCheck.Check(memory, special);
            memory.SpecialObjects = special;
            memory.FullCollector.Rebase();
            return new LoadedImage(memory, header);
        }
        catch (OutOfMemoryException)
        {
            memory?.Dispose();
            throw new ImageFormatException("not enough memory for the image");
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    private static Oop Widened(WideningReader reader)
    {
        using (reader)
        {
            return reader.Read();
        }
    }
}
