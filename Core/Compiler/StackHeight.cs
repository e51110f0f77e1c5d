namespace JitTalk.Core.Compiler;

/// <summary>How many slots of a context are in use, and the most that ever were: it decides about a large frame.</summary>
internal sealed class StackHeight
{
    private int _now;

    public int Most { get; private set; }

    /// <summary>Setting is for the beginning of code, and where paths meet.</summary>
    public int Now
    {
        get => _now;
        set
        {
            _now = value;
            Most = Math.Max(Most, value);
        }
    }

    public void Push(int count) => Now = _now + count;

    public void Pop(int count) => Now = _now - count;
}
