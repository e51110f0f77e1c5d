using System.Globalization;
using System.Text;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>The instances of one class.</summary>
internal sealed record ClassUse(string Name, long Count, long Bytes);

/// <summary>What there is to say about an image that was loaded: what <c>jittalk info</c> prints.</summary>
internal sealed class ImageSummary
{
    private const int LabelWidth = 18;

    private readonly Dictionary<string, long> _bytecodeSets = [];

    /// <summary>Counts the objects of <paramref name="image"/>, sizes in this memory's words.</summary>
    public ImageSummary(LoadedImage image)
    {
        Header = image.Header;
        ObjectMemory memory = image.Memory;
        Dictionary<int, (long Count, long Bytes)> uses = [];
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            long bytes = ObjectMemory.SizeOf(ObjectMemory.SlotCount(oop));
            if (!ObjectMemory.IsVisible(oop))
            {
                FreeBytes += bytes;
                continue;
            }
            ObjectCount++;
            ObjectBytes += bytes;
            int index = ObjectMemory.ClassIndexOf(oop);
            (long count, long total) = uses.GetValueOrDefault(index);
            uses[index] = (count + 1, total + bytes);
            if (ObjectMemory.FormatOf(oop).IsCompiledMethod())
            {
                string set = BytecodeSet(oop, memory.Dialect);
                _bytecodeSets[set] = _bytecodeSets.GetValueOrDefault(set) + 1;
            }
        }
        ImageBrowser browser = new(memory);
        Classes =
        [
            .. uses.Select(u => new ClassUse(browser.NameOf(memory.Classes[u.Key]), u.Value.Count, u.Value.Bytes))
                .OrderByDescending(u => u.Bytes).ThenBy(u => u.Name, StringComparer.Ordinal),
        ];
    }

    public ImageHeader Header { get; }
    public long ObjectCount { get; }
    public long ObjectBytes { get; }

    /// <summary>Bytes between objects.</summary>
    public long FreeBytes { get; }

    /// <summary>Bytecode set to the number of methods and blocks that are written in it.</summary>
    public IReadOnlyDictionary<string, long> BytecodeSets => _bytecodeSets;

    /// <summary>All classes that have instances, those with most bytes first.</summary>
    public IReadOnlyList<ClassUse> Classes { get; }

    /// <summary>The summary in lines for people.</summary>
    /// <param name="classCount">How many classes to list.</param>
    public string Render(int classCount = 10)
    {
        StringBuilder text = new();
        void Line(string label, string value) => text.Append(label.PadRight(LabelWidth)).Append(value).Append('\n');

        Line("format", $"{Header.Number}, {Describe(Header.Format)}");
        Line("byte order", Header.IsBigEndian ? "big-endian" : "little-endian");
        Line("bytecodes", string.Join(", ", _bytecodeSets.OrderByDescending(s => s.Value).Select(s => $"{s.Key} ({Number(s.Value)})")));
        Line("header", Header.Offset == 0 ? $"{Header.HeaderBytes} bytes" : $"{Header.HeaderBytes} bytes at {Header.Offset}");
        Line("flags", DescribeFlags(Header.Flags));
        Line("saved at", $"0x{Header.OldBase:x}");
        Line("window", $"{Header.Width}x{Header.Height}");
        Line("last hash", $"0x{Header.LastHash:x}");
        Line("asks for", $"{Number(Header.EdenBytes)} bytes of eden, {Header.StackPages} stack pages, "
            + $"{Header.ExternalSemaphores} external semaphores, {Number(Header.ExtraVmMemory)} bytes for the VM");
        Line("objects in file", $"{Number((long)Header.HeapBytes)} bytes");
        Line("objects", $"{Number(ObjectCount)} in {Number(ObjectBytes)} bytes, {Number(FreeBytes)} bytes free");
        Line("largest classes", string.Empty);
        foreach (ClassUse use in Classes.Take(classCount))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {use.Bytes,14:N0} bytes {use.Count,11:N0} × {use.Name}\n");
        }
        return text.ToString();
    }

    /// <summary>A format in words.</summary>
    public static string Describe(ImageFormat format)
    {
        ImageDialect dialect = format.Dialect;
        string kind = dialect.IsSpur ? "Spur" : "V3";
        string blocks = dialect.HasClosures ? "closures" : "BlockContexts";
        string floats = dialect.HasNativeFloats ? "native floats" : "big-endian floats";
        string sets = format.HasMultipleBytecodeSets ? ", multiple bytecode sets" : string.Empty;
        return $"{8 * dialect.WordSize}-bit {kind}, {blocks}, {floats}{sets}";
    }

    /// <summary>The names of the flags that are set, bits without a name as a number.</summary>
    public static string DescribeFlags(ImageHeaderFlags flags)
    {
        List<string> words = [];
        foreach (ImageHeaderFlags flag in Enum.GetValues<ImageHeaderFlags>())
        {
            if (flag != ImageHeaderFlags.None && flags.HasFlag(flag))
            {
                words.Add(Words(flag.ToString()));
                flags &= ~flag;
            }
        }
        if (flags != ImageHeaderFlags.None)
        {
            words.Add($"0x{(ulong)flags:x}");
        }
        return words.Count == 0 ? "none" : string.Join(", ", words);
    }

    private static string BytecodeSet(Oop code, ImageDialect dialect) =>
        CompiledCode.IsSista(code, dialect) ? "SistaV1" : dialect.HasClosures ? "V3 with closures" : "V3";

    /// <summary><c>FileTimesInUtc</c> as "file times in utc".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
