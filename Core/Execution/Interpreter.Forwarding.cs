using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Forwarders that become: left. Frames hold none when it returns; whatever reads a slot may push one again.
internal sealed unsafe partial class Interpreter
{
    // VMMaker's accessor depths go up to 4: a BitBlt's form's bits are at 2.
    private const int AccessorDepth = 4;

    // A primitive looks into few objects: an Array of many is copied, not looked into.
    private const int MostObjectsFollowed = 1000;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool AreOne(Oop left, Oop right) => ObjectMemory.Followed(left) == ObjectMemory.Followed(right);

    /// <summary>A message was sent to a forwarder: its target gets it. Answers the class index of that.</summary>
    private int FollowReceiver(int argumentCount)
    {
        Oop* receiver = _sp - argumentCount;
        *receiver = ObjectMemory.Followed(*receiver);
        return ObjectMemory.ClassIndexOf(*receiver);
    }

    private void FollowOperands(int argumentCount)
    {
        for (Oop* operand = _sp - argumentCount; operand <= _sp; operand++)
        {
            *operand = ObjectMemory.Followed(*operand);
        }
    }

    /// <summary>
    /// A primitive that failed may have met a forwarder in a slot of an operand, or of what that refers to (VMMaker
    /// <c>checkForAndFollowForwardedPrimitiveState</c>). Answers whether there was one.
    /// </summary>
    private bool FollowBelowOperands(int argumentCount)
    {
        bool followed = false;
        int budget = MostObjectsFollowed;
        for (Oop* operand = _sp - argumentCount; operand <= _sp; operand++)
        {
            followed |= FollowBelow(*operand, AccessorDepth, ref budget);
        }
        return followed;
    }

    private bool FollowBelow(Oop oop, int depth, ref int budget)
    {
        if (depth == 0 || --budget < 0 || oop.IsImmediate || !ObjectMemory.FormatOf(oop).IsPointers() || _memory.IsContext(oop))
        {
            return false;
        }
        bool followed = _memory.FollowSlots(oop);
        long count = _memory.PointerSlotCount(oop);
        for (int i = 0; i < count && budget > 0; i++)
        {
            followed |= FollowBelow(_memory.Fetch(i, oop), depth - 1, ref budget);
        }
        return followed;
    }
}
