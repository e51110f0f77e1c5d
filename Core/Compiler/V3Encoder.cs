namespace JitTalk.Core.Compiler;

/// <summary>
/// Writes bytecodes of the set V3PlusClosures (Blue Book p. 596; Squeak: EncoderForV3PlusClosures), each in its shortest form,
/// and keeps the height of the stack. Code that a jump goes over is written first, into an encoder of its own.
/// </summary>
internal sealed class V3Encoder(StackHeight stack)
{
    private readonly List<byte> _bytes = [];

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.Count;

    public StackHeight Stack => stack;

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Whether a bytecode pushes the value without a literal: true, false, nil, and −1 to 2.</summary>
    public static bool IsSpecialConstant(LiteralValue value) => SpecialConstant(value) is not null;

    /// <summary>The index among the constants that bytecodes and quick primitives know, from 0.</summary>
    public static int? SpecialConstant(LiteralValue value) => value switch
    {
        BooleanLiteral { Value: true } => 0,
        BooleanLiteral => 1,
        NilLiteral => 2,
        IntegerLiteral { Value: var number } when number >= -1 && number <= 2 => (int)number + 4,
        _ => null,
    };

    public void Append(V3Encoder code) => _bytes.AddRange(code._bytes);

    public void CallPrimitive(int number) => Write(139, number & 0xFF, number >> 8);

    public void PushReceiver() => Push(112);

    public void PushSpecialConstant(int index) => Push(113 + index);

    public void PushNil() => PushSpecialConstant(2);

    public void PushThisContext() => Push(137);

    public void PushReceiverVariable(InstanceVariable variable)
    {
        int index = variable.Index;
        stack.Push(1);
        if (variable.IsOfContext || index >= 64)
        {
            Extended(2, 0, InByte(index, "instance variables"));
        }
        else if (index < 16)
        {
            Write(index);
        }
        else
        {
            Write(128, index);
        }
    }

    public void PushTemp(int index)
    {
        stack.Push(1);
        if (index < 16)
        {
            Write(16 + index);
        }
        else
        {
            Write(128, 64 + TempIndex(index));
        }
    }

    public void PushConstant(int literal) => PushLiteral(literal, 32, 128, 3);

    public void PushLiteralVariable(int literal) => PushLiteral(literal, 64, 192, 4);

    public void PushRemoteTemp(int index, int vector)
    {
        stack.Push(1);
        Write(140, index, vector);
    }

    public void PushNewArray(int size)
    {
        stack.Push(1);
        Write(138, ArraySize(size));
    }

    /// <summary>Collects the top of the stack into an Array.</summary>
    public void PushArrayOf(int size)
    {
        stack.Pop(size);
        stack.Push(1);
        Write(138, 128 + ArraySize(size));
    }

    public void PushClosure(int copied, int arguments, int bodyLength)
    {
        if (copied > 15)
        {
            throw TooMany("variables that a block copies", 15);
        }
        if (bodyLength > 0xFFFF)
        {
            throw TooMany("bytecodes in a block", 0xFFFF);
        }
        stack.Pop(copied);
        stack.Push(1);
        Write(143, arguments + (copied << 4), bodyLength >> 8, bodyLength & 0xFF);
    }

    public void StoreReceiverVariable(InstanceVariable variable, bool pops)
    {
        int index = variable.Index;
        stack.Pop(pops ? 1 : 0);
        if (variable.IsOfContext || index >= 64)
        {
            Extended(pops ? 6 : 5, 0, InByte(index, "instance variables"));
        }
        else if (pops && index < 8)
        {
            Write(96 + index);
        }
        else
        {
            Write(pops ? 130 : 129, index);
        }
    }

    public void StoreTemp(int index, bool pops)
    {
        stack.Pop(pops ? 1 : 0);
        if (pops && index < 8)
        {
            Write(104 + index);
        }
        else
        {
            Write(pops ? 130 : 129, 64 + TempIndex(index));
        }
    }

    public void StoreRemoteTemp(int index, int vector, bool pops)
    {
        stack.Pop(pops ? 1 : 0);
        Write(pops ? 142 : 141, index, vector);
    }

    public void StoreLiteralVariable(int literal, bool pops)
    {
        stack.Pop(pops ? 1 : 0);
        if (literal < 64)
        {
            Write(pops ? 130 : 129, 192 + literal);
            return;
        }
        // There is no long form that pops.
        Extended(7, 0, InByte(literal, "literals"));
        if (pops)
        {
            Write(135);
        }
    }

    public void Dup() => Push(136);

    public void Pop()
    {
        stack.Pop(1);
        Write(135);
    }

    public void SendSpecial(int index, int arguments)
    {
        stack.Pop(arguments);
        Write(176 + index);
    }

    public void Send(int literal, int arguments)
    {
        stack.Pop(arguments);
        if (literal < 16 && arguments < 3)
        {
            Write(208 + (16 * arguments) + literal);
        }
        else if (literal < 32 && arguments < 8)
        {
            Write(131, (arguments << 5) + literal);
        }
        else if (literal < 64 && arguments < 4)
        {
            Write(134, (arguments << 6) + literal);
        }
        else
        {
            Extended(0, Arguments(arguments), InByte(literal, "literals"));
        }
    }

    public void SendToSuper(int literal, int arguments)
    {
        stack.Pop(arguments);
        if (literal < 32 && arguments < 8)
        {
            Write(133, (arguments << 5) + literal);
        }
        else
        {
            Extended(1, Arguments(arguments), InByte(literal, "literals"));
        }
    }

    /// <summary>What stands after a jump of no distance needs none.</summary>
    public void Jump(int distance)
    {
        if (distance is > 0 and < 9)
        {
            Write(143 + distance);
        }
        else if (distance != 0)
        {
            int biased = distance is >= -1024 and < 1024 ? distance + 1024 : throw TooMany("bytecodes to jump over", 1023);
            Write(160 + (biased >> 8), biased & 0xFF);
        }
    }

    /// <summary>Back to before <paramref name="length"/> bytes, those of this jump excluded.</summary>
    public void JumpBack(int length) => Jump(-(length + 2));

    /// <summary>Pops a Boolean and jumps if it is <paramref name="condition"/>.</summary>
    public void JumpIf(bool condition, int distance)
    {
        stack.Pop(1);
        switch (distance)
        {
            case 0:
                Write(135);
                break;
            case < 9 when !condition:
                Write(151 + distance);
                break;
            case < 1024:
                Write((condition ? 168 : 172) + (distance >> 8), distance & 0xFF);
                break;
            default:
                throw TooMany("bytecodes to jump over", 1023);
        }
    }

    public void ReturnReceiver() => Push(120);

    /// <summary>Returns true, false or nil.</summary>
    public void ReturnSpecialConstant(int index) => Push(121 + index);

    public void ReturnTop() => Write(124);

    public void ReturnTopToCaller() => Write(125);

    private static SyntaxErrorException TooMany(string what, int most) => new($"This method has too many {what}: {most} can be", 0);

    private static int InByte(int index, string what) => index < 256 ? index : throw TooMany(what, 256);

    private static int TempIndex(int index) => index < 64 ? index : throw TooMany("temporary variables", 64);

    private static int ArraySize(int size) => size < 128 ? size : throw TooMany("elements in an array of temps", 127);

    private static int Arguments(int count) => count < 32 ? count : throw TooMany("arguments", 31);

    private void PushLiteral(int literal, int shortForm, int longForm, int extension)
    {
        stack.Push(1);
        if (literal < 32)
        {
            Write(shortForm + literal);
        }
        else if (literal < 64)
        {
            Write(128, longForm + literal);
        }
        else
        {
            Extended(extension, 0, InByte(literal, "literals"));
        }
    }

    private void Push(int bytecode)
    {
        stack.Push(1);
        Write(bytecode);
    }

    private void Extended(int operation, int arguments, int index) => Write(132, (operation << 5) + arguments, index);

    private void Write(params ReadOnlySpan<int> bytes)
    {
        foreach (int value in bytes)
        {
            _bytes.Add((byte)value);
        }
    }
}
