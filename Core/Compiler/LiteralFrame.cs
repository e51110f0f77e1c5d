namespace JitTalk.Core.Compiler;

/// <summary>The literals of a method or block, in the order in which they are first asked for.</summary>
/// <param name="most">How many there can be.</param>
/// <param name="place">Where one too many is asked for.</param>
internal sealed class LiteralFrame(int most, SourceOffset place)
{
    private readonly List<LiteralValue> _values = [];
    private readonly Dictionary<LiteralValue, int> _constants = [];
    private readonly Dictionary<GlobalBinding, int> _bindings = [];

    public IReadOnlyList<LiteralValue> Values => _values;

    /// <summary>Adds one that nothing shares.</summary>
    /// <exception cref="SyntaxErrorException">It is one too many.</exception>
    public int Add(LiteralValue value)
    {
        if (_values.Count == most)
        {
            throw place.TooMany("literals", most);
        }
        _values.Add(value);
        return _values.Count - 1;
    }

    public int Constant(LiteralValue value) => IndexIn(_constants, value, value);

    public int Binding(GlobalBinding binding) => IndexIn(_bindings, binding, new BindingLiteral(binding));

    /// <summary>A selector; it shares the literal of a symbol that is there already, not the other way round.</summary>
    public int Selector(string selector)
    {
        SymbolLiteral symbol = new(selector);
        int index = _values.IndexOf(symbol);
        return index < 0 ? Add(symbol) : index;
    }

    /// <summary>Whether a literal, an element of a literal array or a literal of a block equals <paramref name="value"/>.</summary>
    public bool Holds(LiteralValue value) => LiteralValue.AnyHolds(_values, value);

    private int IndexIn<TKey>(Dictionary<TKey, int> indices, TKey key, LiteralValue value)
        where TKey : notnull
    {
        if (!indices.TryGetValue(key, out int index))
        {
            index = Add(value);
            indices.Add(key, index);
        }
        return index;
    }
}
