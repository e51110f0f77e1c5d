namespace JitTalk.Core.Compiler;

/// <summary>How many slots of a context are in use, and the most that ever were: it decides about a large frame.</summary>
internal sealed class StackHeight(SourceOffset place)
{
    /// <summary>Slots for temps and stack in a large context.</summary>
    public const int Large = 56;

    private const int Small = 16;

    private int _now;
    private int _most;

    public bool NeedsLargeFrame => _most > Small;

    /// <summary>Setting is for the beginning of code, and where paths meet.</summary>
    /// <exception cref="SyntaxErrorException">No context has room for so much.</exception>
    public int Now
    {
        get => _now;
        set
        {
            _now = value <= Large ? value : throw place.TooMany("temporary variables and nested expressions", Large);
            _most = Math.Max(_most, value);
        }
    }

    public void Push(int count) => Now = _now + count;

    public void Pop(int count) => Now = _now - count;
}
