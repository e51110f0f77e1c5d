namespace JitTalk.Core.Compiler;

/// <summary>
/// A Set of symbols that enumerates them as the image's would: open addressing by the String's hash, a quarter free
/// (Cuis: Set&gt;&gt;add:, ByteArray class&gt;&gt;hashBytes:startingWith:).
/// </summary>
internal sealed class SymbolSet
{
    // In a Spur image the hash of a class is its index, and String has always had this one.
    private const uint HashOfString = 52;
    private const int FirstCapacity = 6;

    private string?[] _cells = new string?[FirstCapacity];
    private int _count;

    /// <summary>The elements in the order of their cells.</summary>
    public IEnumerable<string> Elements => _cells.OfType<string>();

    public void Add(string symbol)
    {
        int cell = CellOf(symbol);
        if (_cells[cell] is not null)
        {
            return;
        }
        _cells[cell] = symbol;
        _count++;
        if (_cells.Length - _count < Math.Max(_cells.Length / 4, 1))
        {
            Grow();
        }
    }

    /// <summary>primitiveStringHash, of characters up to 255.</summary>
    public static uint Hash(string text)
    {
        uint hash = HashOfString;
        foreach (char c in text)
        {
            hash += (byte)c;
            uint low = hash & 0x3FFF;
            hash = ((0x260D * low) + ((((0x260D * (hash >> 14)) + (0x65 * low)) & 0x3FFF) << 14)) & 0xFFF_FFFF;
        }
        return hash;
    }

    private int CellOf(string symbol)
    {
        int cell = (int)(Hash(symbol) % (uint)_cells.Length);
        while (_cells[cell] is { } other && other != symbol)
        {
            cell = (cell + 1) % _cells.Length;
        }
        return cell;
    }

    private void Grow()
    {
        string?[] old = _cells;
        _cells = new string?[2 * old.Length];
        foreach (string symbol in old.OfType<string>())
        {
            _cells[CellOf(symbol)] = symbol;
        }
    }
}
