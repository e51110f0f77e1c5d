namespace JitTalk.Perf.Native.Json;

/// <summary>What a text in the JavaScript Object Notation is made of.</summary>
internal abstract class JsonValue
{
    /// <summary>A sum of what there is in it.</summary>
    public abstract long Weight { get; }
}

/// <summary>true, false or null.</summary>
internal sealed class JsonLiteral(string name) : JsonValue
{
    public override long Weight => name.Length;
}

/// <summary>A number as it was written.</summary>
internal sealed class JsonNumber(string digits) : JsonValue
{
    public override long Weight => digits.Length;
}

/// <summary>A string without quotes and escapes.</summary>
internal sealed class JsonString(string characters) : JsonValue
{
    public override long Weight => characters.Length;
}

/// <summary>Values in order.</summary>
internal sealed class JsonArray : JsonValue
{
    private readonly List<JsonValue> _values = [];

    public int Count => _values.Count;

    public override long Weight => 1 + _values.Sum(value => value.Weight);

    public void Add(JsonValue value) => _values.Add(value);
}

/// <summary>Values by their names, in the order of the text.</summary>
internal sealed class JsonObject : JsonValue
{
    private const int Slots = 32;

    private readonly List<string> _names = [];
    private readonly List<JsonValue> _values = [];

    // For each hash of a name, how many names there were with the last one that has it.
    private readonly int[] _slots = new int[Slots];

    public override long Weight => 1 + _names.Sum(name => (long)name.Length) + _values.Sum(value => value.Weight);

    /// <summary>Of equal names the last one counts.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            int index = _slots[SlotOf(name)] - 1;
            while (index >= 0 && _names[index] != name)
            {
                index--;
            }
            return index < 0 ? null : _values[index];
        }
    }

    public void Add(string name, JsonValue value)
    {
        _names.Add(name);
        _values.Add(value);
        _slots[SlotOf(name)] = _names.Count;
    }

    // The length is a hash that is the same everywhere.
    private static int SlotOf(string name) => name.Length % Slots;
}
