using System.Text;

namespace JitTalk.Tests.Compiler;

/// <summary>The files beside a Cuis image that hold the sources of its methods (Cuis: CuisSourceFileArray).</summary>
internal sealed class CuisSources(string imagePath)
{
    /// <summary>Bytes at the end of a method that point to its source.</summary>
    public const int TrailerLength = 4;

    private const int LowestFlag = 252;
    private const int FirstPointer = 0x100_0000;
    private const int IsInChanges = 0x200_0000;
    private const int PositionMask = 0x1FF_FFFF;
    private const int Scale = 32;

    private readonly byte[] _sources = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(imagePath)!, "CuisV5.sources"));
    private readonly byte[] _changes = File.ReadAllBytes(Path.ChangeExtension(imagePath, ".changes"));

    /// <summary>The source that a method's last bytes point to; null where they point nowhere.</summary>
    public string? Read(ReadOnlySpan<byte> method)
    {
        if (method[^1] < LowestFlag)
        {
            return null;
        }
        int pointer = ((((((method[^1] - LowestFlag + 1) << 8) + method[^2]) << 8) + method[^3]) << 8) + method[^4] - FirstPointer;
        byte[] file = (pointer & IsInChanges) != 0 ? _changes : _sources;
        return Chunk(file, (pointer & PositionMask) * Scale);
    }

    /// <summary>Up to an exclamation mark; two stand for one.</summary>
    private static string Chunk(byte[] file, int position)
    {
        StringBuilder text = new();
        for (; position < file.Length; position++)
        {
            if (file[position] == '!' && (position + 1 == file.Length || file[++position] != '!'))
            {
                break;
            }
            _ = text.Append((char)file[position]);
        }
        return text.ToString().TrimStart();
    }
}
