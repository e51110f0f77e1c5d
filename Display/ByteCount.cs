using System.Globalization;

namespace JitTalk.Display;

/// <summary>A number of bytes as users write it: <c>512m</c>.</summary>
internal static class ByteCount
{
    private const string Units = "kmg";

    /// <summary>Reads digits and an optional k, m or g, of 1024 each.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        int unit = text.Length == 0 ? -1 : Units.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal);
        string digits = unit < 0 ? text : text[..^1];
        int shift = 10 * (unit + 1);
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
        if (!isNumber || bytes > long.MaxValue >> shift)
        {
            return false;
        }
        bytes <<= shift;
        return true;
    }
}
