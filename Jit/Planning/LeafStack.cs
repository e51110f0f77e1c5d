using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Planning;

/// <summary>What is known of the operands of a leaf while it is planned: their classes, by depth.</summary>
internal sealed class LeafStack
{
    private readonly int[] _classes = new int[Leaf.DeepestStack + 1];

    /// <summary>The class index of an operand; 0 for unknown.</summary>
    public int ClassAt(int depth) => _classes[depth];

    /// <summary>Where paths meet.</summary>
    public void Forget() => Array.Clear(_classes);

    /// <summary>A bytecode that is no send.</summary>
    /// <param name="op">The bytecode.</param>
    /// <param name="depth">Operands before it.</param>
    /// <param name="receiverClass">The class index of the leaf's receiver.</param>
    public void Do(Op op, int depth, int receiverClass)
    {
        switch (op)
        {
            case Op.PushReceiver:
                _classes[depth] = receiverClass;
                break;
            case Op.Dup:
                _classes[depth] = _classes[depth - 1];
                break;
            case (>= Op.Add and <= Op.BitOr) or Op.Identical or Op.NotIdentical:
                _classes[depth - 2] = 0;
                break;
            case Op.Class:
                _classes[depth - 1] = 0;
                break;
            default:
                _classes[depth] = 0;
                break;
        }
    }

    /// <summary>A send has its answer where its receiver was.</summary>
    public void Answer(int depth, SendCase? send) => _classes[depth] = send switch
    {
        { Kind: SendKind.AnswerSelf } => _classes[depth],
        { Made: { } made } => ObjectHeader.ClassIndex((ulong)made.Header),
        _ => 0,
    };
}
