using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Is it what it was whenever it was looked at?
internal sealed partial class Translator
{
    /// <summary>Makes every guess go wrong, when that is asked for.</summary>
    private void Speculate(IlLabel wrong)
    {
        if (_plan.FailsSpeculations)
        {
            _il.LoadInt(0);
            _il.BranchIfZero(wrong);
        }
    }

    private void GuardInteger(Value value, IlLabel other)
    {
        if (ClassOf(value) == Oop.IntegerTag)
        {
            return;
        }
        _il.LoadLocal(LocalOf(value));
        _il.LoadConstant(Oop.IntegerTag);
        _il.And();
        _il.BranchIfZero(other);
        Learn(value, Oop.IntegerTag);
    }

    private void GuardIntegers(Value left, Value right, IlLabel other)
    {
        Speculate(other);
        if (ClassOf(left) == Oop.IntegerTag || ClassOf(right) == Oop.IntegerTag)
        {
            GuardInteger(left, other);
            GuardInteger(right, other);
            return;
        }
        _il.LoadLocal(LocalOf(left));
        _il.LoadLocal(LocalOf(right));
        _il.And();
        _il.LoadConstant(Oop.IntegerTag);
        _il.And();
        _il.BranchIfZero(other);
        Learn(left, Oop.IntegerTag);
        Learn(right, Oop.IntegerTag);
    }

    /// <summary>Branches when an object is not of a class.</summary>
    /// <param name="oop">The object.</param>
    /// <param name="known">The class index that it is known to have, or 0.</param>
    /// <param name="classIndex">The one it should have; up to 7 for immediates.</param>
    /// <param name="other">Where to go else.</param>
    private void GuardClass(IlLocal oop, int known, int classIndex, IlLabel other)
    {
        if (known == classIndex)
        {
            return;
        }
        if (classIndex is > 0 and <= Oop.TagMask)
        {
            // The tags of integers, characters and floats have one bit each.
            _il.LoadLocal(oop);
            _il.LoadConstant(classIndex);
            _il.And();
            _il.BranchIfZero(other);
            return;
        }
        _il.LoadLocal(oop);
        _il.LoadConstant(Oop.TagMask);
        _il.And();
        _il.BranchIfNotZero(other);
        _il.LoadLocal(oop);
        _il.LoadIndirectInt();
        _il.LoadInt(ObjectHeader.ClassIndexMask);
        _il.And();
        _il.LoadInt(classIndex, _plan.Names?.OfClass(classIndex));
        _il.BranchIfNotEqual(other);
    }
}
