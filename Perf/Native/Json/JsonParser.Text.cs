using System.Globalization;
using System.Text;

namespace JitTalk.Perf.Native.Json;

// Numbers and strings.
internal sealed partial class JsonParser
{
    private JsonNumber ParseNumber()
    {
        int start = _index;
        _ = Accept('-');
        SkipDigits();
        if (Accept('.'))
        {
            SkipDigits();
        }
        if (Accept('e') || Accept('E'))
        {
            _ = Accept('-') || Accept('+');
            SkipDigits();
        }
        return new JsonNumber(input[start.._index]);
    }

    private void SkipDigits()
    {
        if (!char.IsAsciiDigit(Current))
        {
            throw Expected("a digit");
        }
        while (char.IsAsciiDigit(Current))
        {
            _index++;
        }
    }

    // Most strings have no escapes.
    private string ParseString()
    {
        int start = ++_index;
        SkipPlainCharacters();
        string text = input[start.._index];
        if (Current == '\\')
        {
            text = ParseEscapesAfter(text);
        }
        _index++;
        return text;
    }

    private string ParseEscapesAfter(string text)
    {
        StringBuilder builder = new(text);
        while (Accept('\\'))
        {
            _ = builder.Append(ParseEscape());
            int start = _index;
            SkipPlainCharacters();
            _ = builder.Append(input, start, _index - start);
        }
        return builder.ToString();
    }

    private void SkipPlainCharacters()
    {
        while (Current is not '"' and not '\\')
        {
            if (_index >= input.Length)
            {
                throw Expected("the end of a string");
            }
            _index++;
        }
    }

    private char ParseEscape()
    {
        char escape = Current;
        _index++;
        return escape switch
        {
            'u' => ParseHexadecimal(),
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' or '\\' or '/' => escape,
            _ => throw Expected("an escape"),
        };
    }

    private char ParseHexadecimal()
    {
        if (_index + 4 > input.Length)
        {
            throw Expected("four hexadecimal digits");
        }
        ReadOnlySpan<char> digits = input.AsSpan(_index, 4);
        _index += 4;
        return (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
