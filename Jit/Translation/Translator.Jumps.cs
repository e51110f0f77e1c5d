using JitTalk.Core.Bytecodes;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Jumps, and the tests before them that need no Boolean object.
internal sealed partial class Translator
{
    private void EmitJump(in Instruction jump)
    {
        if (jump.Op == Op.Jump)
        {
            Arrange(jump.Target);
            EmitJumpTo(jump.Target, jump.Target <= jump.Offset);
            _body.IsReached = false;
            return;
        }
        long taken = jump.Op == Op.JumpTrue ? _around.True : _around.False;
        long other = jump.Op == Op.JumpTrue ? _around.False : _around.True;
        Value tested = PopValue();
        Arrange(jump.Target);
        if (tested.Kind == ValueKind.Constant && (tested.Bits == taken || tested.Bits == other))
        {
            if (tested.Bits == taken)
            {
                EmitJumpTo(jump.Target, jump.Target <= jump.Offset);
                _body.IsReached = false;
            }
            return;
        }
        IlLocal test = LocalOf(tested);
        _il.LoadLocal(test);
        _il.LoadConstant(taken);
        _il.BranchIfEqual(TargetOf(jump));
        _il.LoadLocal(test);
        _il.LoadConstant(other);
        _il.BranchIfNotEqual(Exit(ExitReason.NoBoolean));
    }

    private void EmitJumpTo(int target, bool isBack)
    {
        if (isBack)
        {
            BranchIfPollWanted(PollBefore(target));
        }
        NoteJump(target);
        _il.Branch(LabelOf(target));
    }

    /// <summary>Where a conditional jump goes: back only through a safepoint.</summary>
    private IlLabel TargetOf(in Instruction jump, bool knows = true)
    {
        if (jump.Target > jump.Offset)
        {
            NoteJump(jump.Target, knows);
            return LabelOf(jump.Target);
        }
        int target = jump.Target;
        return Cold("back", () => EmitJumpTo(target, isBack: true));
    }

    private IlLabel PollBefore(int target)
    {
        int depth = _plan.Depths[IndexOf(target)];
        return Cold("poll", () =>
        {
            StorePc(target);
            EmitPollCall(Runtime.Poll, depth);
            _il.Branch(LabelOf(target));
        });
    }

    private int IndexOf(int offset)
    {
        for (int i = 0; i < _plan.Instructions.Count; i++)
        {
            if (_plan.Instructions[i].Offset == offset)
            {
                return i;
            }
        }
        throw new Planning.PlanException($"a jump leads to {offset}, where no bytecode begins");
    }

    /// <summary>The conditional jump that follows the current instruction and nothing else leads to; null for none.</summary>
    private Instruction? FollowingJump() => _body.Following is { Op: Op.JumpTrue or Op.JumpFalse } jump ? jump : null;

    /// <summary>Before a condition that a jump follows: operands below are where its target wants them.</summary>
    private void ArrangeForJump()
    {
        if (FollowingJump() is { } jump)
        {
            Arrange(jump.Target);
        }
    }

    /// <summary>
    /// Uses a condition. Before a jump it becomes the jump; else it is pushed as a Boolean.
    /// </summary>
    /// <param name="branch">Emits a branch to a label that is taken when the condition is as told.</param>
    /// <param name="slow">Emits what gives a Boolean, an oop, in a local that it is given; null when there is no such.</param>
    /// <param name="slowLabel">Where that is to be.</param>
    /// <param name="clobbers">The slow path calls, and so the frame alone is right after it.</param>
    private void UseCondition(Action<IlLabel, bool> branch, IlLabel? slowLabel, Action<IlLocal>? slow, bool clobbers)
    {
        if (FollowingJump() is { } jump)
        {
            // The stack before the jump is that of the comparison's end: it is done again only as a whole.
            _body.Index++;
            bool when = jump.Op == Op.JumpTrue;
            IlLabel target = TargetOf(jump, knows: !clobbers);
            branch(target, when);
            if (slow is null)
            {
                return;
            }
            IlLabel on = _il.DefineLabel("on");
            IlLocal answer = _il.DeclareLocal(IlType.Long);
            Value[] stack = [.. _values.AsSpan(0, _depth), Value.Of(answer)];
            IlLabel noBoolean = ExitAt(ExitReason.NoBoolean, jump.Offset, stack);
            _cold.Enqueue(() =>
            {
                _il.MarkLabel(slowLabel!);
                slow(answer);
                if (clobbers)
                {
                    ArrangeFromFrame(jump.Target, stack.Length - 1);
                }
                _il.LoadLocal(answer);
                _il.LoadConstant(when ? _around.True : _around.False);
                _il.BranchIfEqual(target);
                _il.LoadLocal(answer);
                _il.LoadConstant(when ? _around.False : _around.True);
                _il.BranchIfEqual(on);
                _il.Branch(noBoolean);
            });
            _il.MarkLabel(on);
            if (clobbers)
            {
                Forget();
            }
            return;
        }
        if (slow is null && _body is { End.Jump: not null, Following.Op: Op.ReturnTop })
        {
            _body.Index++;
            EmitReturnOfTest(branch);
            return;
        }
        IlLabel done = _il.DefineLabel("done");
        IlLocal result = _il.DeclareLocal(IlType.Long);
        _il.LoadConstant(_around.True);
        _il.StoreLocal(result);
        branch(done, true);
        _il.LoadConstant(_around.False);
        _il.StoreLocal(result);
        if (slow is not null)
        {
            _cold.Enqueue(() =>
            {
                _il.MarkLabel(slowLabel!);
                slow(result);
                _il.Branch(done);
            });
        }
        _il.MarkLabel(done);
        if (clobbers)
        {
            Forget();
        }
        PushResult(result);
    }

    private void EmitIdentity(bool isIdentity)
    {
        Value right = PopValue();
        Value left = PopValue();
        IlLocal a = LocalOf(left);
        IlLocal b = LocalOf(right);
        ArrangeForJump();
        UseCondition(
            (label, when) =>
            {
                // Unequal oops may still be one object, while there are forwarders.
                bool jumpsWhenSame = when == isIdentity;
                IlLabel other = _il.DefineLabel("differ");
                _il.LoadLocal(a);
                _il.LoadLocal(b);
                _il.BranchIfEqual(jumpsWhenSame ? label : other);
                IlLabel forwarders = Cold("forwarders", () =>
                {
                    _il.LoadLocal(a);
                    _il.LoadLocal(b);
                    _il.Call(Runtime.AreOne);
                    _il.BranchIfNotZero(jumpsWhenSame ? label : other);
                    _il.Branch(jumpsWhenSame ? other : label);
                });
                unsafe
                {
                    LoadAt((nint)(&((Core.Memory.VmState*)_around.State)->HasForwarders));
                }
                _il.BranchIfNotZero(forwarders);
                if (!jumpsWhenSame)
                {
                    _il.Branch(label);
                }
                _il.MarkLabel(other);
            },
            null,
            null,
            clobbers: false);
    }
}
