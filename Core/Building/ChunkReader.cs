using System.Text;

namespace JitTalk.Core.Building;

/// <summary>Reads a source file chunk by chunk. Lines may end as they like; in the chunks they end with line feeds.</summary>
internal sealed class ChunkReader(string file, string text)
{
    private const char Bang = '!';

    private readonly string _text = text.ReplaceLineEndings("\n");
    private int _at;
    private int _line = 1;

    /// <summary>The next chunk; null at the end of the file.</summary>
    public Chunk? Next()
    {
        SkipSpace();
        if (_at == _text.Length)
        {
            return null;
        }
        bool announces = _text[_at] == Bang;
        if (announces)
        {
            _at++;
        }
        return Read(announces);
    }

    /// <summary>The next chunk of those that an announcement spoke of; the last of them, and what the end cuts off, is empty.</summary>
    public Chunk NextMethod()
    {
        SkipSpace();
        return Read(announces: false);
    }

    private Chunk Read(bool announces)
    {
        SourcePlace place = new(file, _line);
        StringBuilder read = new();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == Bang)
            {
                if (_at == _text.Length || _text[_at] != Bang)
                {
                    break;
                }
                _at++;
            }
            _line += c == '\n' ? 1 : 0;
            _ = read.Append(c);
        }
        return new Chunk(read.ToString().TrimEnd(), place, announces);
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _line += _text[_at++] == '\n' ? 1 : 0;
        }
    }
}
