using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

/// <summary>
/// Writes bytecodes of one set, each in its shortest form, and keeps the height of the stack. Operations are those that
/// <see cref="Instruction"/> has. Code that a jump goes over is written first, into an encoder of its own.
/// </summary>
internal abstract class BytecodeEncoder(BytecodeSet set, StackHeight stack, SourceOffset place)
{
    private readonly List<byte> _bytes = [];

    public BytecodeSet Set => set;

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.Count;

    /// <summary>Literals that code can have, and its bytecodes reach.</summary>
    public abstract int MostLiterals { get; }

    /// <summary>Bytes of a jump back, however far it goes.</summary>
    public abstract int JumpBackLength { get; }

    /// <summary>The highest number that a call of a primitive holds.</summary>
    protected abstract int MostPrimitives { get; }

    protected SourceOffset Place => place;

    /// <summary>For what a set has and others have not.</summary>
    protected StackHeight Stack => stack;

    public static BytecodeEncoder For(CompilerTarget target, StackHeight stack, SourceOffset place) =>
        target == CompilerTarget.SistaV1 ? new SistaEncoder(stack, place) : new V3Encoder(stack, place);

    public byte[] ToArray() => [.. _bytes];

    public void Append(BytecodeEncoder code) => _bytes.AddRange(code._bytes);

    /// <summary>Comes first in a method.</summary>
    public void CallPrimitive(int number)
    {
        if (number > MostPrimitives)
        {
            throw new SyntaxErrorException($"The number of a primitive is at most {MostPrimitives} here", place.Offset);
        }
        WriteLong(Op.CallPrimitive, number, number >> 8);
    }

    /// <summary>Pushes a value that needs no literal; false where none of the bytecodes does.</summary>
    public bool TryPushConstant(LiteralValue value)
    {
        if (ConstantOf(value) is not var (op, operand))
        {
            return false;
        }
        Push(op, operand);
        return true;
    }

    /// <summary>An operation that makes the stack higher by one.</summary>
    public void Push(Op op, int operand = 0, int argument = 0)
    {
        stack.Push(1);
        Encode(op, operand, argument);
    }

    public void PushReceiverVariable(InstanceVariable variable)
    {
        stack.Push(1);
        Encode(Op.PushReceiverVariable, variable);
    }

    /// <summary>Pops elements into a new Array.</summary>
    public void PushArrayOf(int size)
    {
        stack.Pop(size);
        stack.Push(1);
        EncodeNewArray(size, popsElements: true);
    }

    /// <summary>An Array of nils.</summary>
    public void PushNewArray(int size)
    {
        stack.Push(1);
        EncodeNewArray(size, popsElements: false);
    }

    /// <summary>Stores the top of the stack, and pops it where <paramref name="popping"/> is the operation.</summary>
    public void Store(Op keeping, Op popping, bool pops, int operand, int argument = 0)
    {
        stack.Pop(pops ? 1 : 0);
        Encode(pops ? popping : keeping, operand, argument);
    }

    public void StoreReceiverVariable(InstanceVariable variable, bool pops)
    {
        stack.Pop(pops ? 1 : 0);
        Encode(pops ? Op.StorePopReceiverVariable : Op.LongStoreReceiverVariable, variable);
    }

    public void Pop()
    {
        stack.Pop(1);
        Encode(Op.Pop);
    }

    /// <summary>Sends a selector that has a bytecode of its own.</summary>
    public void SendSpecial((Op Op, int Operand) special, int arguments)
    {
        stack.Pop(arguments);
        Encode(special.Op, special.Operand);
    }

    public void Send(int literal, int arguments)
    {
        stack.Pop(arguments);
        if (arguments <= Op.Send2 - Op.Send0 && set.OneByteForm(Op.Send0 + (byte)arguments, literal) is { } whole)
        {
            Write(whole);
        }
        else
        {
            EncodeLong(Op.LongSend, literal, arguments);
        }
    }

    /// <summary>Looks up above the method's class.</summary>
    public void SendToSuper(int literal, int arguments)
    {
        stack.Pop(arguments);
        EncodeLong(Op.LongSuperSend, literal, arguments);
    }

    /// <summary>What stands after a jump of no distance needs none.</summary>
    public void Jump(int distance)
    {
        if (distance != 0)
        {
            EncodeJump(Op.Jump, distance);
        }
    }

    /// <summary>Back to before <paramref name="length"/> bytes, those of this jump excluded.</summary>
    public abstract void JumpBack(int length);

    /// <summary>Pops a Boolean and jumps if it is <paramref name="condition"/>.</summary>
    public void JumpIf(bool condition, int distance)
    {
        if (distance == 0)
        {
            Pop();
            return;
        }
        stack.Pop(1);
        EncodeJump(condition ? Op.JumpTrue : Op.JumpFalse, distance);
    }

    /// <summary>Returns the receiver, true, false or nil, which count as pushed.</summary>
    public void Return(Op op) => Push(op);

    public void ReturnTop() => Encode(Op.ReturnTop);

    public void ReturnTopToCaller() => Encode(Op.BlockReturnTop);

    /// <summary>The operation that pushes a value without a literal, and its operand; null where the set has none.</summary>
    protected virtual (Op Op, int Operand)? ConstantOf(LiteralValue value) => value switch
    {
        BooleanLiteral { Value: true } => (Op.PushTrue, 0),
        BooleanLiteral => (Op.PushFalse, 0),
        NilLiteral => (Op.PushNil, 0),
        _ => null,
    };

    /// <summary>Writes what has no form of one byte: the operand and argument are those of an <see cref="Instruction"/>.</summary>
    protected abstract void EncodeLong(Op op, int operand, int argument);

    /// <summary>Writes an access to a variable that the VM must tell apart, for the receiver may be a context.</summary>
    protected abstract void EncodeOfContext(Op op, int index);

    /// <summary>Writes a jump forward that has no form of one byte.</summary>
    protected abstract void EncodeLongJump(Op op, int distance);

    protected void WriteLong(Op op, params ReadOnlySpan<int> operands)
    {
        Write(set.FirstByte(op));
        foreach (int operand in operands)
        {
            Write(operand);
        }
    }

    protected void Write(int value) => _bytes.Add((byte)value);

    protected void Encode(Op op, int operand = 0, int argument = 0)
    {
        // Rows count small integers from 1 less.
        if (set.OneByteForm(op, op == Op.PushInteger ? operand + 1 : operand) is { } whole)
        {
            Write(whole);
        }
        else
        {
            EncodeLong(op, operand, argument);
        }
    }

    private void Encode(Op op, InstanceVariable variable)
    {
        if (variable.IsOfContext)
        {
            EncodeOfContext(op, variable.Index);
        }
        else
        {
            Encode(op, variable.Index);
        }
    }

    private void EncodeJump(Op op, int distance)
    {
        if (set.OneByteForm(op, distance) is { } whole)
        {
            Write(whole);
        }
        else
        {
            EncodeLongJump(op, distance);
        }
    }

    private void EncodeNewArray(int size, bool popsElements)
    {
        const int most = 127;
        if (size > most)
        {
            throw place.TooMany("variables that blocks share", most);
        }
        WriteLong(Op.PushNewArray, size | (popsElements ? 128 : 0));
    }
}
