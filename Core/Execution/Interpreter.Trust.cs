using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The loop does not look where it steps: a literal, a temp, a slot of the receiver are read without a check. So code is
// proven before it runs: a method when a send first finds it, a block or context where it is taken up.
internal sealed unsafe partial class Interpreter
{
    // More cannot be, for what a method pushes is bounded; the frames above the stack limit have room for it.
    private const int DeepestContext = 256;

    private readonly TrustedCode _trusted;

    /// <summary>Called when the image writes into a method: what was proven of it holds no more.</summary>
    private void CodeChanged(Oop code)
    {
        if (_trusted.Forget(code) || (_jit?.HasCodeOf(code) ?? false))
        {
            ForgetMethod(code);
        }
    }

    /// <exception cref="FatalVmException">A method is broken: no compiler makes such, and nobody could debug it.</exception>
    private void TrustMethod(MethodCacheEntry* entry, Oop behavior)
    {
        int variables = entry->Kind is MethodKind.AnswerSlot or MethodKind.AnswerContextSlot ? entry->Index + 1 : 0;
        bool isQuick = variables > 0 || entry->Kind is MethodKind.AnswerSelf or MethodKind.AnswerConstant;
        if (!isQuick && !_trusted.CanRun(entry->Method, entry->FirstBytecode, entry->ArgumentCount + entry->TempCount, out variables))
        {
            throw Distrusted(entry->Method, _trusted.Problem);
        }
        if (variables > 0 && (!_memory.TryShape(behavior, out ClassShape shape) || shape.FixedSlots < variables))
        {
            throw Distrusted(entry->Method, $"it reads variable {variables} of a receiver that has fewer");
        }
    }

    /// <summary>Whether code can run on a receiver from an offset on.</summary>
    private bool CanRun(Oop code, long offset, long depth, Oop receiver) =>
        _trusted.CanRun(code, offset, depth, out int variables) && (variables == 0 || HasVariables(receiver, variables));

    private static bool HasVariables(Oop receiver, int count) =>
        receiver.IsPointer && ObjectMemory.FormatOf(receiver).IsPointers() && ObjectMemory.SlotCount(receiver) >= count;

    /// <summary>A method whose header and selector disagree would find another number of arguments on the stack.</summary>
    private void CheckArgumentCount(MethodCacheEntry* found, Oop selector, int argumentCount)
    {
        if (found->Selector == selector && found->ArgumentCount != argumentCount)
        {
            throw Distrusted(found->Method, $"it takes {found->ArgumentCount} arguments and was sent {argumentCount}");
        }
    }

    /// <summary>The vector of a remote temp: whatever stands in the temp, it has the slot.</summary>
    private Oop VectorAt(int temp, int index)
    {
        Oop vector = ObjectMemory.Followed(CurrentTemps[temp]);
        return vector.IsPointer && ObjectMemory.FormatOf(vector).IsPointers() && ObjectMemory.SlotCount(vector) > index
            ? vector
            : throw Distrusted(_fp[Frame.MethodSlot], $"temp {temp} holds no vector of {index + 1} temps");
    }

    private FatalVmException Distrusted(Oop code, string problem) =>
        new($"the method {new Disassembler(_memory).NameOf(code)} is broken: {problem}");
}
