namespace JitTalk.Core.Compiler;

/// <summary>The 32 selectors that have bytecodes of their own, in their order (Blue Book p. 596).</summary>
internal static class SpecialSelectors
{
    private static readonly string[] All =
    [
        "+", "-", "<", ">", "<=", ">=", "=", "~=", "*", "/", "\\\\", "@", "bitShift:", "//", "bitAnd:", "bitOr:",
        "at:", "at:put:", "size", "next", "nextPut:", "atEnd", "==", "class",
        "blockCopy:", "value", "value:", "do:", "new", "new:", "x", "y",
    ];

    /// <summary>All in their order.</summary>
    public static IEnumerable<(string Selector, int ArgumentCount)> WithArgumentCounts =>
        All.Select(selector => (selector, char.IsLetter(selector[0]) ? selector.Count(c => c == ':') : 1));

    /// <summary>The index from 0; -1 for other selectors.</summary>
    public static int IndexOf(string selector) => Array.IndexOf(All, selector);
}
