using JitTalk.Core.Bytecodes;

namespace JitTalk.Core.Compiler;

// Messages that are coded with jumps (Squeak: MessageNode's emitters).
internal sealed partial class CodeGenerator
{
    private static readonly (Op, int) Identical = (Op.Identical, 0);
    private static readonly (Op, int) Equal = (Op.Equal, 0);

    private void InlinedValue(MessageNode message, InlinedMessage inlined)
    {
        _compilation.InlinedSelectors.Add(message.Selector);
        switch (inlined)
        {
            case Conditional conditional:
                TwoArms(message, conditional);
                break;
            case NilDefault test:
                NilDefaultValue(message, test);
                break;
            case WhileLoop or RepeatLoop:
                InlinedEffect(message, inlined);
                _code.Push(Op.PushNil);
                break;
            case ToDoLoop loop:
                ToDo(message, loop, forValue: true);
                break;
            case CaseSelection cases:
                Cases(message, cases);
                break;
        }
    }

    private void InlinedEffect(MessageNode message, InlinedMessage inlined)
    {
        _compilation.InlinedSelectors.Add(message.Selector);
        switch (inlined)
        {
            case Conditional conditional when conditional.WhenFalse.IsJustNil:
                OneArm(message, conditional.Condition, skipIf: false, conditional.WhenTrue);
                break;
            case Conditional conditional when conditional.WhenTrue.IsJustNil:
                OneArm(message, conditional.Condition, skipIf: true, conditional.WhenFalse);
                break;
            case NilDefault test:
                NilDefaultEffect(message, test);
                break;
            case WhileLoop loop:
                BytecodeEncoder body = Apart(_stack.Now, () => BlockEffect(loop.Body));
                Loop(message, () => BlockValue(loop.Condition), loop.EndsWhenTrue, body);
                break;
            case RepeatLoop loop:
                int before = _code.Length;
                BlockEffect(loop.Body);
                At(message);
                _code.JumpBack(_code.Length - before);
                break;
            case ToDoLoop loop:
                ToDo(message, loop, forValue: false);
                break;
            default:
                InlinedValue(message, inlined);
                _code.Pop();
                break;
        }
    }

    private void OneArm(MessageNode message, Node condition, bool skipIf, BlockNode arm)
    {
        BytecodeEncoder skipped = Apart(_stack.Now, () => BlockEffect(arm));
        Value(condition);
        SkipIf(message, skipIf, skipped);
    }

    private void TwoArms(MessageNode message, Conditional conditional)
    {
        int height = _stack.Now;
        BytecodeEncoder otherwise = Apart(height, () => BlockValue(conditional.WhenFalse));
        BytecodeEncoder then = Apart(height, () =>
        {
            BlockValue(conditional.WhenTrue);
            if (!conditional.WhenTrue.Returns)
            {
                At(message);
                _code.Jump(otherwise.Length);
            }
        });
        Value(conditional.Condition);
        SkipIf(message, false, then);
        _code.Append(otherwise);
        _stack.Now = height + 1;
    }

    private void NilDefaultValue(MessageNode message, NilDefault test)
    {
        int height = _stack.Now;
        BytecodeEncoder whenNil = Apart(height + 1, () =>
        {
            _code.Pop();
            BlockValue(test.WhenNil);
        });
        Value(test.Receiver);
        At(message);
        _code.Push(Op.Dup);
        CompareWithNil();
        SkipIf(message, false, whenNil);
        _stack.Now = height + 1;
    }

    private void NilDefaultEffect(MessageNode message, NilDefault test)
    {
        BytecodeEncoder whenNil = Apart(_stack.Now, () => BlockEffect(test.WhenNil));
        Value(test.Receiver);
        At(message);
        CompareWithNil();
        SkipIf(message, false, whenNil);
    }

    private void CompareWithNil()
    {
        _code.Push(Op.PushNil);
        _code.SendSpecial(Identical, 1);
    }

    /// <summary>Pops a Boolean; jumps over the code if it is <paramref name="condition"/>.</summary>
    private void SkipIf(MessageNode message, bool condition, BytecodeEncoder skipped)
    {
        At(message);
        _code.JumpIf(condition, skipped.Length);
        _code.Append(skipped);
    }

    private void ToDo(MessageNode message, ToDoLoop loop, bool forValue)
    {
        int height = _stack.Now;
        BytecodeEncoder first = Apart(height, () => Assignment(loop.First, pops: !forValue));
        if (loop.LimitInit is { } limit)
        {
            Effect(limit);
        }
        _stack.Now = forValue ? height + 1 : height;
        _code.Append(first);
        BytecodeEncoder body = Apart(_stack.Now, () =>
        {
            BlockEffect(loop.Body);
            Effect(loop.Increment);
        });
        Loop(message, () => Value(loop.Test), endsWhenTrue: false, body);
    }

    /// <summary>The test, the jump out of the loop, the body, and the jump back to the test.</summary>
    private void Loop(MessageNode message, Action test, bool endsWhenTrue, BytecodeEncoder body)
    {
        int before = _code.Length;
        test();
        At(message);
        _code.JumpIf(endsWhenTrue, body.Length + _code.JumpBackLength);
        _code.Append(body);
        _code.JumpBack(_code.Length - before);
    }

    /// <summary>Compares the receiver with one key after the other; written from the last to the first.</summary>
    private void Cases(MessageNode message, CaseSelection cases)
    {
        int height = _stack.Now;
        BytecodeEncoder rest = Apart(height, () => NoCase(cases.Otherwise));
        for (int i = cases.Cases.Count - 1; i >= 0; i--)
        {
            rest = Case(message, cases, i, height, rest);
        }
        Value(cases.Receiver);
        _code.Append(rest);
    }

    private BytecodeEncoder Case(MessageNode message, CaseSelection cases, int index, int height, BytecodeEncoder rest)
    {
        (BlockNode key, BlockNode value) = cases.Cases[index];
        // The last comparison takes the receiver off the stack.
        bool isLast = index == cases.Cases.Count - 1;
        // A jump over the last part tells a decompiler where it ends, even if all cases return.
        bool jumps = !value.Returns || (isLast && cases.Cases.All(each => each.Value.Returns));
        BytecodeEncoder whenEqual = Apart(isLast ? height : height + 1, () =>
        {
            if (!isLast)
            {
                _code.Pop();
            }
            BlockValue(value);
            if (jumps)
            {
                At(message);
                _code.Jump(rest.Length);
            }
        });
        return Apart(height + 1, () =>
        {
            if (!isLast)
            {
                _code.Push(Op.Dup);
            }
            BlockValue(key);
            At(message);
            _code.SendSpecial(Equal, 1);
            SkipIf(message, false, whenEqual);
            _code.Append(rest);
        });
    }

    private void NoCase(BlockNode? otherwise)
    {
        if (otherwise is not null)
        {
            BlockValue(otherwise);
            return;
        }
        _code.Push(Op.PushReceiver);
        _code.Send(_literals.Selector(CaseSelection.ErrorSelector), 0);
    }
}
