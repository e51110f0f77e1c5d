using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

/// <summary>
/// The selectors that have bytecodes of their own: 32 in their order (Blue Book p. 596), of which a set may lack some,
/// and SistaV1's <c>~~</c>.
/// </summary>
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

    private static readonly int ArithmeticCount = Op.BitOr - Op.Add + 1;

    /// <summary>The operation and its operand; null where the set has none.</summary>
    public static (Op Op, int Operand)? Find(string selector, BytecodeSet set)
    {
        (Op, int)? found = selector switch
        {
            "==" => (Op.Identical, 0),
            "~~" => (Op.NotIdentical, 0),
            "class" => (Op.Class, 0),
            _ => Array.IndexOf(All, selector) switch
            {
                < 0 => null,
                int index when index < ArithmeticCount => (Op.Add + (byte)index, 0),
                int index => (Op.SendSpecial, index),
            },
        };
        return found is var (op, operand) && set.OneByteForm(op, operand) is not null ? found : null;
    }
}
