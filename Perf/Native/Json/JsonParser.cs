namespace JitTalk.Perf.Native.Json;

/// <summary>A parser by recursive descent.</summary>
internal sealed partial class JsonParser(string input)
{
    private const char End = '\0';

    private int _index;

    private char Current => _index < input.Length ? input[_index] : End;

    public JsonValue Parse()
    {
        SkipSeparators();
        JsonValue value = ParseValue();
        SkipSeparators();
        return _index == input.Length ? value : throw Expected("the end");
    }

    private JsonValue ParseValue() => Current switch
    {
        '"' => new JsonString(ParseString()),
        '[' => ParseArray(),
        '{' => ParseObject(),
        't' => ParseLiteral("true"),
        'f' => ParseLiteral("false"),
        'n' => ParseLiteral("null"),
        _ => ParseNumber(),
    };

    private JsonArray ParseArray()
    {
        JsonArray array = new();
        _index++;
        SkipSeparators();
        for (bool more = !Accept(']'); more; more = AcceptMoreBefore(']'))
        {
            SkipSeparators();
            array.Add(ParseValue());
        }
        return array;
    }

    private JsonObject ParseObject()
    {
        JsonObject result = new();
        _index++;
        SkipSeparators();
        for (bool more = !Accept('}'); more; more = AcceptMoreBefore('}'))
        {
            SkipSeparators();
            ParseMemberOf(result);
        }
        return result;
    }

    private void ParseMemberOf(JsonObject result)
    {
        if (Current != '"')
        {
            throw Expected("a name");
        }
        string name = ParseString();
        SkipSeparators();
        Require(':');
        SkipSeparators();
        result.Add(name, ParseValue());
    }

    // Answers whether a comma tells of another element, and not the end.
    private bool AcceptMoreBefore(char end)
    {
        SkipSeparators();
        if (Accept(','))
        {
            return true;
        }
        Require(end);
        return false;
    }

    private JsonLiteral ParseLiteral(string name)
    {
        foreach (char letter in name)
        {
            Require(letter);
        }
        return new JsonLiteral(name);
    }

    private bool Accept(char character)
    {
        if (Current != character)
        {
            return false;
        }
        _index++;
        return true;
    }

    private void Require(char character)
    {
        if (!Accept(character))
        {
            throw Expected(character.ToString());
        }
    }

    private void SkipSeparators()
    {
        while (char.IsWhiteSpace(Current))
        {
            _index++;
        }
    }

    private FormatException Expected(string what) => new($"{what} is expected at {_index + 1}");
}
