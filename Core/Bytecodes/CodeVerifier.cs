using JitTalk.Core.Memory;

namespace JitTalk.Core.Bytecodes;

/// <summary>
/// Proves of a method or block, before it runs, what the interpreter relies on at every bytecode: literals and
/// temps exist, jumps stay inside, the pc does not run off the end, the stack neither runs empty nor too deep.
/// </summary>
/// <remarks>
/// By abstract interpretation of the stack's depth. What only the receiver can tell, the number of its variables, is
/// <see cref="ReceiverVariables"/>; what only the running code can, the vector of a remote temp, is checked there.
/// One instance is used again and again; it tells about the code that it verified last.
/// </remarks>
internal sealed partial class CodeVerifier(ObjectMemory memory)
{
    private const byte Unreached = byte.MaxValue;
    private const int BlockCopySelector = 24;
    private const int NoBlock = -1;

    // The frames above the stack limit leave room for this and a send's operands.
    private const int DeepestStack = 200;

    // By offset: how deep the stack is there.
    private byte[] _depths = new byte[512];

    // Offsets that are still to be followed.
    private int[] _work = new int[64];
    private int _workCount;
    private BytecodeSet _set = BytecodeSet.SistaV1;
    private Oop _code;
    private int _start;
    private int _end;
    private int _literals;
    private int _temps;

    // How much of the stack holds oops. Until the next safepoint what was popped is still there: Context class>>contextOn:do:
    // of real images has its last temp popped by Context>>jump, and reads it.
    private int _intact;

    /// <summary>What is wrong, in words; null for code that can be trusted.</summary>
    public string? Problem { get; private set; }

    /// <summary>One more than the highest variable of the receiver that the code names from there on.</summary>
    public int ReceiverVariables { get; private set; }

    /// <summary>
    /// Whether a method or block can be trusted to run from <paramref name="offset"/> on, with <paramref name="depth"/>
    /// temps and operands on the stack. What cannot be reached from there is not looked at.
    /// </summary>
    public bool Verify(Oop code, long offset, long depth)
    {
        Problem = null;
        ReceiverVariables = 0;
        if (!BytecodeDecoder.IsCode(code, memory.Dialect))
        {
            Problem = "it is no method";
            return false;
        }
        _code = code;
        _set = BytecodeSet.For(code, memory.Dialect);
        _start = CompiledCode.FirstBytecode(code, memory.Dialect);
        _end = CompiledCode.EndOfBytecodes(code);
        _literals = CompiledCode.LiteralCount(code, memory.Dialect);
        _temps = Math.Max(CompiledCode.TempCount(code), CompiledCode.ArgumentCount(code));
        if (_depths.Length < _end)
        {
            _depths = new byte[_end];
        }
        _depths.AsSpan(0, _end).Fill(Unreached);
        _workCount = 0;
        if (offset < _start || offset >= _end || depth is < 0 or > DeepestStack)
        {
            Problem = $"it cannot run from byte {offset} on with {depth} on the stack";
            return false;
        }
        Reach((int)offset, (int)depth, (int)offset);
        while (Problem is null && _workCount > 0)
        {
            int next = _work[--_workCount];
            Follow(next, _depths[next]);
        }
        return Problem is null;
    }

    // Thousands of methods are verified in the first second, before the runtime would compile this well.
    private void Follow(int offset, int depth)
    {
        // What a BlockContext needs: a constant, blockCopy:, a jump over the body.
        int constant = 0;
        int blockArguments = NoBlock;
        _intact = depth;
        while (Problem is null)
        {
            Instruction instruction = Decode(offset);
            int after = depth + Effect(instruction, depth);
            if (Problem is null && after is < 0 or > DeepestStack)
            {
                Fail(offset, $"the stack would be {after} deep");
            }
            if (Problem is not null || instruction.IsReturn)
            {
                return;
            }
            if (instruction.IsJump)
            {
                Reach(instruction.Target, after, offset);
            }
            if (instruction.Op == Op.Jump)
            {
                if (blockArguments != NoBlock)
                {
                    Reach(instruction.End, blockArguments, offset);
                }
                return;
            }
            if (instruction.Op == Op.PushClosureCopy)
            {
                Reach(instruction.End, instruction.Operand + instruction.Argument, offset);
                Reach(instruction.Target, after, offset);
                return;
            }
            blockArguments = instruction is { Op: Op.SendSpecial, Operand: BlockCopySelector } && !memory.Dialect.HasClosures
                ? constant
                : NoBlock;
            constant = Constant(instruction);
            _intact = IsSafepoint(instruction.Op) ? after : Math.Max(_intact, after);
            if (!IsNew(instruction.End, after, offset))
            {
                return;
            }
            (offset, depth) = (instruction.End, after);
        }
    }

    private static bool IsSafepoint(Op op) => op is Op.LongSend or Op.LongSuperSend or Op.SendSpecial or Op.Unknown
        or (>= Op.Add and <= Op.BitOr) or Op.JumpTrue or Op.JumpFalse;

    private int Constant(in Instruction push) => push.Op switch
    {
        Op.PushInteger => Math.Max(0, push.Operand),
        Op.PushLiteral when CompiledCode.Literal(push.Operand, _code) is { IsInteger: true } literal
            && literal.Integer is >= 0 and < 64 => (int)literal.Integer,
        _ => 0,
    };

    private unsafe Instruction Decode(int offset) =>
        BytecodeDecoder.At(new ReadOnlySpan<byte>(ObjectMemory.Bytes(_code), _end), offset, _set);

    private void Reach(int offset, int depth, int from)
    {
        if (IsNew(offset, depth, from))
        {
            if (_workCount == _work.Length)
            {
                Array.Resize(ref _work, 2 * _workCount);
            }
            _work[_workCount++] = offset;
        }
    }

    /// <summary>Records that code is reached. False when it was before, or cannot be.</summary>
    private bool IsNew(int offset, int depth, int from)
    {
        if (offset < _start || offset >= _end)
        {
            Fail(from, "the pc would leave the code");
            return false;
        }
        if (_depths[offset] == Unreached)
        {
            _depths[offset] = (byte)depth;
            return true;
        }
        if (_depths[offset] != depth)
        {
            Fail(from, $"the stack is {depth} deep where it was {_depths[offset]}");
        }
        return false;
    }

    private void Fail(int offset, string problem) =>
        Problem ??= $"{problem} (at pc {CompiledCode.ToImagePc(offset, _code, memory.Dialect)})";
}
