using System.Reflection.Emit;

namespace JitTalk.Jit.Emit;

// Branches, each to a label where nothing is on the evaluation stack.
internal sealed partial class IlWriter
{
    public void Branch(IlLabel label) => Jump(OpCodes.Br, label, 0);
    public void BranchIfZero(IlLabel label) => Jump(OpCodes.Brfalse, label, 1);
    public void BranchIfNotZero(IlLabel label) => Jump(OpCodes.Brtrue, label, 1);
    public void BranchIfEqual(IlLabel label) => Jump(OpCodes.Beq, label, 2);
    public void BranchIfNotEqual(IlLabel label) => Jump(OpCodes.Bne_Un, label, 2);
    public void BranchIfLess(IlLabel label) => Jump(OpCodes.Blt, label, 2);
    public void BranchIfLessOrEqual(IlLabel label) => Jump(OpCodes.Ble, label, 2);
    public void BranchIfGreater(IlLabel label) => Jump(OpCodes.Bgt, label, 2);
    public void BranchIfGreaterOrEqual(IlLabel label) => Jump(OpCodes.Bge, label, 2);
    public void BranchIfLessUnsigned(IlLabel label) => Jump(OpCodes.Blt_Un, label, 2);
    public void BranchIfLessOrEqualUnsigned(IlLabel label) => Jump(OpCodes.Ble_Un, label, 2);
    public void BranchIfGreaterUnsigned(IlLabel label) => Jump(OpCodes.Bgt_Un, label, 2);
    public void BranchIfGreaterOrEqualUnsigned(IlLabel label) => Jump(OpCodes.Bge_Un, label, 2);

    private void Jump(OpCode code, IlLabel label, int operands)
    {
        if (operands > 0)
        {
            IlType type = PopAny();
            if (operands > 1)
            {
                Pop(type);
            }
        }
        Empty();
        label.IsUsed = true;
        Note(code.Name!, label.Name);
        _il.Emit(code, label.Label);
    }
}
