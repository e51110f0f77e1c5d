using JitTalk.Core.Bytecodes;

namespace JitTalk.Tests.Support;

/// <summary>Bytes, jumps and labels of one piece of code; jumps take the shortest form that reaches.</summary>
internal sealed class BytecodeAssembler(BytecodeSet set)
{
    private readonly List<Item> _items = [];
    private int _newLabels;

    /// <summary>Bytes as they are, or a jump or closure that measures the way to a label.</summary>
    private sealed class Item
    {
        public Op Op { get; init; }
        public string? Label { get; init; }
        public byte[] Bytes { get; set; } = [];
        public Func<int, byte[]?>[] Forms { get; init; } = [];
        public int Form { get; set; }
    }

    public BytecodeSet Set => set;

    public string NewLabel() => $"label {++_newLabels}";

    public void Bytes(params byte[] bytes) => _items.Add(new Item { Bytes = bytes });

    public void Label(string label) => _items.Add(new Item { Op = Op.Nop, Label = label });

    /// <summary>Writes the one-byte form of a bytecode; answers false when the set has none for the operand.</summary>
    public bool TryShort(Op op, int operand)
    {
        byte[]? bytes = Short(op, operand);
        if (bytes is not null)
        {
            Bytes(bytes);
        }
        return bytes is not null;
    }

    /// <summary>Writes a longer form with the extensions of SistaV1, none where they are 0.</summary>
    public void Long(Op op, int a, int b, params byte[] rest) => Bytes([.. ExtensionA(a), .. ExtensionB(b), First(op), .. rest]);

    public void Jump(Op op, string label) => Jump(op, label, [distance => Short(op, distance), .. LongForms(op)]);

    /// <summary>A jump that takes two bytes or more however near the label is.</summary>
    public void LongJump(Op op, string label) => Jump(op, label, LongForms(op));

    /// <summary>Writes the push of a closure whose body lasts to the label.</summary>
    public void Closure(int copied, int arguments, string end)
    {
        Func<int, byte[]?>[] forms = set == BytecodeSet.SistaV1
            ? [d => SistaClosure(copied, arguments, d)]
            : [d => V3Closure(copied, arguments, d)];
        _items.Add(new Item { Op = Op.PushClosureCopy, Label = end, Forms = forms });
    }

    public byte[] Assemble()
    {
        while (!TryFix())
        {
        }
        return [.. _items.SelectMany(item => item.Bytes)];
    }

    private void Jump(Op op, string label, Func<int, byte[]?>[] forms) =>
        _items.Add(new Item { Op = op, Label = label, Forms = forms });

    private Func<int, byte[]?>[] LongForms(Op op) => set == BytecodeSet.SistaV1
        ? [distance => distance is >= 0 and < 256 ? SistaJump(op, distance) : null, distance => ExtendedSistaJump(op, distance)]
        : [distance => LongV3Jump(op, distance)];

    /// <summary>Encodes the jumps by the lengths that all had so far; answers false when one had to grow.</summary>
    private bool TryFix()
    {
        Dictionary<string, int> labels = [];
        int offset = 0;
        foreach (Item item in _items)
        {
            offset += item.Bytes.Length;
            if (item.Label is not null && item.Forms.Length == 0)
            {
                labels.Add(item.Label, offset);
            }
        }
        bool isStable = true;
        offset = 0;
        foreach (Item item in _items)
        {
            offset += item.Bytes.Length;
            if (item.Forms.Length > 0)
            {
                int length = item.Bytes.Length;
                int distance = labels[item.Label!] - offset;
                // A form once given up is not taken again: so lengths only grow, and this ends.
                while ((item.Bytes = item.Forms[item.Form](distance) ?? []).Length == 0)
                {
                    if (++item.Form == item.Forms.Length)
                    {
                        throw new InvalidOperationException($"{set.Name} cannot do {item.Op} over {distance} bytes");
                    }
                }
                isStable &= item.Bytes.Length == length;
            }
        }
        return isStable;
    }

    private byte[]? Short(Op op, int operand) => set.OneByteForm(op, operand) is { } code ? [code] : null;

    private byte First(Op op) => set.FirstByte(op);

    private byte[]? LongV3Jump(Op op, int distance) => op switch
    {
        Op.Jump => distance is >= -1024 and < 1024 ? [(byte)(First(Op.LongJump) + (distance >> 8) + 4), (byte)distance] : null,
        _ when distance is < 0 or >= 1024 => null,
        Op.JumpTrue => [(byte)(First(Op.LongJumpTrue) + (distance >> 8)), (byte)distance],
        _ => [(byte)(First(Op.LongJumpFalse) + (distance >> 8)), (byte)distance],
    };

    private byte[] SistaJump(Op op, int distance) =>
    [
        First(op switch { Op.Jump => Op.ExtendedJump, Op.JumpTrue => Op.ExtendedJumpTrue, _ => Op.ExtendedJumpFalse }),
        (byte)distance,
    ];

    private byte[]? ExtendedSistaJump(Op op, int distance) =>
        distance is >= -32768 and < 32768
            ? [First(Op.ExtendB), (byte)(distance >> 8), .. SistaJump(op, distance)]
            : null;

    private byte[]? V3Closure(int copied, int arguments, int distance) => distance is >= 0 and < 65536
        ? [First(Op.PushClosureCopy), (byte)(copied << 4 | arguments), (byte)(distance >> 8), (byte)distance]
        : null;

    private byte[]? SistaClosure(int copied, int arguments, int distance) => distance is >= 0 and < 32768
        ?
        [
            First(Op.ExtendA), (byte)(copied >> 3 << 4 | arguments >> 3), First(Op.ExtendB), (byte)(distance >> 8),
            First(Op.PushClosure), (byte)((copied & 7) << 3 | (arguments & 7)), (byte)distance,
        ]
        : null;

    private byte[] ExtensionA(int value) => value switch
    {
        0 => [],
        > 0 and < 256 => [First(Op.ExtendA), (byte)value],
        > 0 and < 65536 => [First(Op.ExtendA), (byte)(value >> 8), First(Op.ExtendA), (byte)value],
        _ => throw new InvalidOperationException($"extension A cannot be {value}"),
    };

    private byte[] ExtensionB(int value) => value switch
    {
        0 => [],
        >= -128 and < 128 => [First(Op.ExtendB), (byte)value],
        >= -32768 and < 32768 => [First(Op.ExtendB), (byte)(value >> 8), First(Op.ExtendB), (byte)value],
        _ => throw new InvalidOperationException($"extension B cannot be {value}"),
    };
}
