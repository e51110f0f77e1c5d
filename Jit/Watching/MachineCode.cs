using System.Globalization;
using System.Text;
using Iced.Intel;
using Decoder = Iced.Intel.Decoder;

namespace JitTalk.Jit.Watching;

/// <summary>
/// The instructions of a compiled method. .NET tells nobody where machine code ends, so this follows all jumps from the
/// entry: the code's end is that of the last instruction that can be reached.
/// </summary>
internal sealed unsafe class MachineCode
{
    private const int Bits = 64;

    // A jump further than this is a call in place of a return.
    private const ulong Farthest = 1 << 20;

    private readonly SortedDictionary<ulong, Instruction> _instructions = [];
    private readonly Predicate<ulong> _isOther;
    private readonly ulong _start;

    /// <param name="start">The entry.</param>
    /// <param name="isOther">Whether other code begins at an address: a jump there leaves this one.</param>
    public MachineCode(nint start, Predicate<ulong> isOther)
    {
        _start = (ulong)start;
        _isOther = isOther;
        Stack<ulong> work = new([_start]);
        while (work.TryPop(out ulong address))
        {
            Follow(address, work);
        }
        End = _instructions.Values.Last().NextIP;
    }

    public int Bytes => (int)(End - _start);

    private ulong End { get; }

    /// <summary>The instructions, one a line: bytes from the start, instruction, what is known of its operands.</summary>
    /// <param name="nameOf">Names an address or a constant; null for what has no name.</param>
    public string List(Func<long, string?> nameOf)
    {
        const int width = 56;
        MasmFormatter formatter = new();
        formatter.Options.HexPrefix = "0x";
        formatter.Options.HexSuffix = string.Empty;
        formatter.Options.SpaceAfterOperandSeparator = true;
        HashSet<ulong> targets = [.. _instructions.Values.Where(IsJumpWithin).Select(i => i.NearBranchTarget)];
        StringBuilder text = new();
        foreach ((ulong address, Instruction instruction) in _instructions)
        {
            if (targets.Contains(address))
            {
                _ = text.AppendLine(LabelOf(address));
            }
            StringOutput output = new();
            formatter.Format(instruction, output);
            string line = IsJumpWithin(instruction) ? $"{instruction.Mnemonic.ToString().ToLowerInvariant()} {LabelOf(instruction.NearBranchTarget)}" : output.ToString();
            string[] names = [.. Constants(instruction).Select(nameOf).OfType<string>().Distinct()];
            _ = text.AppendLine(names.Length == 0 ? $"    {line}" : $"    {line.PadRight(width)} ; {string.Join(", ", names)}");
        }
        return text.ToString();
    }

    private static IEnumerable<long> Constants(Instruction instruction)
    {
        for (int i = 0; i < instruction.OpCount; i++)
        {
            switch (instruction.GetOpKind(i))
            {
                case OpKind.Memory when instruction.MemoryBase is Register.None or Register.RIP && instruction.MemoryIndex == Register.None:
                    long address = (long)instruction.MemoryDisplacement64;
                    yield return address;
                    if (instruction.FlowControl is FlowControl.IndirectCall or FlowControl.IndirectBranch)
                    {
                        yield return WordAt(address);
                    }
                    break;
                case OpKind.Immediate32 or OpKind.Immediate64 or OpKind.Immediate32to64:
                    yield return (long)instruction.GetImmediate(i);
                    break;
                case OpKind.NearBranch64:
                    yield return (long)instruction.NearBranchTarget;
                    break;
                default:
                    break;
            }
        }
    }

    private static long WordAt(long address) => *(long*)address;

    private string LabelOf(ulong address) => string.Create(CultureInfo.InvariantCulture, $"L{address - _start:x4}");

    private bool IsJumpWithin(Instruction instruction) =>
        instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch && IsWithin(instruction.NearBranchTarget);

    private bool IsWithin(ulong target) => target >= _start && target - _start < Farthest && (target == _start || !_isOther(target));

    private void Follow(ulong address, Stack<ulong> work)
    {
        Decoder decoder = Decoder.Create(Bits, new Memory(address), address);
        while (!_instructions.ContainsKey(decoder.IP))
        {
            Instruction instruction = decoder.Decode();
            _instructions[instruction.IP] = instruction;
            if (IsJumpWithin(instruction))
            {
                work.Push(instruction.NearBranchTarget);
            }
            if (instruction.FlowControl is not (FlowControl.Next or FlowControl.ConditionalBranch or FlowControl.Call or FlowControl.IndirectCall))
            {
                return;
            }
        }
    }

    /// <summary>Bytes of the process itself.</summary>
    private sealed class Memory(ulong address) : CodeReader
    {
        private byte* _next = (byte*)address;

        public override int ReadByte() => *_next++;
    }
}
