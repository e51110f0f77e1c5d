using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Compiled code and loops of the interpreter nest on the native stack, each for a stretch of Smalltalk frames. When the
// image changes frames that do not run, or leaves more than one, the native activations end one by one: each answers 0
// to its caller, down to the one whose frames are still as it knows them.
internal sealed unsafe partial class Interpreter
{
    private static readonly Oop* NoUnwind = (Oop*)VmState.NoUnwind;

    // See VmState.UnwindTo.
    private Oop* UnwindTarget
    {
        get => (Oop*)_memory.State->UnwindTo;
        set => _memory.State->UnwindTo = (long)value;
    }

    /// <summary>No frame is as native activations know it: the outermost loop goes on with what there is.</summary>
    public void UnwindAll() => UnwindTo(null, 0);

    private void UnwindTo(Oop* fp, long result)
    {
        UnwindTarget = fp;
        _memory.State->UnwindResult = result;
    }

    private bool MustUnwind
    {
        get
        {
            if (IsHalted)
            {
                UnwindAll();
            }
            return UnwindTarget != NoUnwind;
        }
    }

    /// <summary>
    /// Whether a loop whose lowest frame is <paramref name="lowest"/> goes on, or ends with an answer. Where another
    /// activation goes on than before, it may run in compiled code first.
    /// </summary>
    private bool GoesOn(Oop* lowest, out long answer)
    {
        Oop* target;
        do
        {
            answer = 0;
            if (IsHalted)
            {
                UnwindAll();
                return false;
            }
            target = UnwindTarget;
            if (target < lowest)
            {
                return false;
            }
            if (lowest == null)
            {
                _jit?.NothingRuns();
            }
            answer = _memory.State->UnwindResult;
            UnwindTarget = NoUnwind;
            if (target != null && answer == 0)
            {
                LeavesCode(target);
            }
            if (target == lowest && answer != 0)
            {
                return false;
            }
        }
        while (target == null && RunsInCode() && MustUnwind);
        return true;
    }
}
