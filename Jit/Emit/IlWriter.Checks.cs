using System.Diagnostics;

namespace JitTalk.Jit.Emit;

// What Debug proves of the code while it is written.
internal sealed partial class IlWriter
{
    [Conditional("DEBUG")]
    private void Push(IlType type) => _types.Push(type);

    [Conditional("DEBUG")]
    private void Pop(IlType type)
    {
        if (_types.Count == 0 || _types.Pop() != type)
        {
            throw Wrong($"a {type} is not on top");
        }
    }

    private IlType PopAny()
    {
#if DEBUG
        return _types.Count > 0 ? _types.Pop() : throw Wrong("the evaluation stack is empty");
#else
        return IlType.Long;
#endif
    }

    [Conditional("DEBUG")]
    private void Empty()
    {
        if (_types.Count != 0)
        {
            throw Wrong($"{string.Join(", ", _types)} on the evaluation stack");
        }
    }

    private InvalidOperationException Wrong(string problem) =>
        new($"{_method.Name}: {problem}, after{Environment.NewLine}{Listing}");
}
