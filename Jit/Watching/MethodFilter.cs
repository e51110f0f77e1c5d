namespace JitTalk.Jit.Watching;

/// <summary>Chooses methods by name. In a pattern, such as <c>Integer&gt;&gt;*</c>, * stands for anything; no pattern is all names.</summary>
internal sealed class MethodFilter
{
    private const string BlockPrefix = "[] in ";
    private const string MethodSeparator = ">>";
    private const char Wildcard = '*';

    private readonly string[] _patterns;

    private MethodFilter(string[] patterns) => _patterns = patterns;

    public static MethodFilter Everything { get; } = new([]);

    /// <summary>A filter that accepts what any of the patterns does.</summary>
    /// <param name="texts">Patterns, several in one text with commas between them.</param>
    /// <exception cref="FormatException">One is no pattern; the message is for the user.</exception>
    public static MethodFilter Parse(IEnumerable<string> texts)
    {
        string[] patterns = [.. texts.SelectMany(Split)];
        string? bad = patterns.FirstOrDefault(p => !p.Contains(Wildcard) && !p.Contains(MethodSeparator, StringComparison.Ordinal));
        return bad is null
            ? new MethodFilter(patterns)
            : throw new FormatException($"'{bad}' is no method: write Class>>selector, * stands for anything");
    }

    /// <param name="name">Class&gt;&gt;selector. Blocks belong to their method.</param>
    public bool Accepts(string name)
    {
        if (_patterns.Length == 0)
        {
            return true;
        }
        while (name.StartsWith(BlockPrefix, StringComparison.Ordinal))
        {
            name = name[BlockPrefix.Length..];
        }
        return Array.Exists(_patterns, pattern => Matches(pattern, name));
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            // The comma right after >> is a selector.
            if (i == text.Length || (text[i] == ',' && !text.AsSpan(start, i - start).EndsWith(MethodSeparator)))
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }
    }

    private static bool Matches(string pattern, string name)
    {
        string[] parts = pattern.Split(Wildcard);
        if (parts.Length == 1)
        {
            return pattern == name;
        }
        ReadOnlySpan<char> rest = name;
        if (!rest.StartsWith(parts[0], StringComparison.Ordinal))
        {
            return false;
        }
        rest = rest[parts[0].Length..];
        foreach (string part in parts.AsSpan(1, parts.Length - 2))
        {
            int found = rest.IndexOf(part, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }
            rest = rest[(found + part.Length)..];
        }
        return rest.EndsWith(parts[^1], StringComparison.Ordinal);
    }
}
