using System.Text;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>The Symbols of an image that is built: one of each text.</summary>
internal sealed class SymbolObjects(ObjectMemory memory, int symbolClass)
{
    private readonly Dictionary<string, Oop> _symbols = [];

    /// <summary>In the order in which they were first asked for.</summary>
    public IEnumerable<Oop> All => _symbols.Values;

    public Oop this[string text]
    {
        get
        {
            if (!_symbols.TryGetValue(text, out Oop symbol))
            {
                symbol = memory.NewBytes(symbolClass, Encoding.UTF8.GetBytes(text));
                _symbols.Add(text, symbol);
            }
            return symbol;
        }
    }
}
