using System.Buffers.Binary;
using JitTalk.Core.Image;

namespace JitTalk.Perf.Machines;

/// <summary>An image that is measured.</summary>
/// <param name="File">The file, which is only ever copied.</param>
/// <param name="Format">The number that it begins with.</param>
/// <param name="Scripting">How it is told what to do.</param>
internal sealed record SmalltalkImage(FileInfo File, int Format, IScripting Scripting)
{
    // The old preamble of images that are Unix programs.
    private const int Preamble = 512;

    /// <summary>The name of the file without its extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File.Name);

    /// <exception cref="MeasurementException">There is no such file, or it is none of Squeak's images.</exception>
    public static SmalltalkImage Open(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new MeasurementException($"{file.FullName} is not there");
        }
        byte[] bytes = System.IO.File.ReadAllBytes(file.FullName);
        int format = FormatOf(bytes) ?? throw new MeasurementException($"{file.FullName} is not a Squeak image");
        return new SmalltalkImage(file, format, ScriptingOf(bytes));
    }

    private static int? FormatOf(ReadOnlySpan<byte> bytes)
    {
        foreach (int offset in (ReadOnlySpan<int>)[0, Preamble])
        {
            if (bytes.Length >= offset + sizeof(uint))
            {
                uint number = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
                foreach (uint candidate in (ReadOnlySpan<uint>)[number, BinaryPrimitives.ReverseEndianness(number)])
                {
                    if (ImageFormat.Find(candidate) is not null)
                    {
                        return (int)candidate;
                    }
                }
            }
        }
        return null;
    }

    // By what stands in the image: selectors that only Cuis and our own images have, and the file that its start-up reads.
    private static IScripting ScriptingOf(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("startUpArguments"u8) >= 0 ? new CuisScripting()
        : bytes.IndexOf("classesToInitialize"u8) >= 0 ? new BuiltInScripting()
        : bytes.IndexOf("startup.st"u8) >= 0 ? new StartupFileScripting()
        : new DocumentScripting();
}
