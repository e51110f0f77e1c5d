namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The rows of a rectangle of the source as words that lie as the destination's do, converted to its depth and through
/// the halftone. Without a source they are the halftone itself.
/// </summary>
internal readonly unsafe struct SourceRows
{
    private readonly BitBltRequest _request;
    private readonly BlitArea _area;
    private readonly int _wordCount;
    private readonly uint* _buffer;
    private readonly Conversion _conversion;

    /// <param name="request">What to draw.</param>
    /// <param name="area">Where, clipped and not empty.</param>
    /// <param name="wordCount">The words that a row of the destination touches.</param>
    /// <param name="buffer">Room for them.</param>
    public SourceRows(BitBltRequest request, in BlitArea area, int wordCount, uint* buffer)
    {
        _request = request;
        _area = area;
        _wordCount = wordCount;
        _buffer = buffer;
        _conversion = ConversionOf(request, area);
    }

    private enum Conversion
    {
        /// <summary>There is no source.</summary>
        Fill,
        /// <summary>The words can be taken where they are.</summary>
        None,
        /// <summary>Pixels lie elsewhere in their words.</summary>
        Shift,
        /// <summary>Pixels change their depth, order or value.</summary>
        Map,
    }

    /// <summary>Whether pixels are converted one by one.</summary>
    public bool IsMapped => _conversion == Conversion.Map;

    /// <summary>The words of a row, counted from 0. They hold until the next row is asked for.</summary>
    public uint* Fetch(int row)
    {
        uint halftone = _request.Halftone.WordAt(_area.Y + row);
        if (_conversion == Conversion.Fill)
        {
            new Span<uint>(_buffer, _wordCount).Fill(halftone);
            return _buffer;
        }
        ref readonly Form form = ref _request.Source;
        uint* source = form.Row(_area.SourceY + row);
        switch (_conversion)
        {
            case Conversion.None when halftone == uint.MaxValue && !_request.IsWithinForm:
                return source + form.WordOf(_area.SourceX);
            case Conversion.None:
                new Span<uint>(source + form.WordOf(_area.SourceX), _wordCount).CopyTo(new Span<uint>(_buffer, _wordCount));
                break;
            case Conversion.Shift:
                Shift(source);
                break;
            default:
                Map(source);
                break;
        }
        if (halftone != uint.MaxValue)
        {
            for (int i = 0; i < _wordCount; i++)
            {
                _buffer[i] &= halftone;
            }
        }
        return _buffer;
    }

    private static Conversion ConversionOf(BitBltRequest request, in BlitArea area)
    {
        ref readonly Form source = ref request.Source;
        ref readonly Form destination = ref request.Destination;
        return !request.HasSource ? Conversion.Fill
            : request.Map.IsPresent || source.Depth != destination.Depth || source.IsMsbFirst != destination.IsMsbFirst
                ? Conversion.Map
            : ((area.SourceX - area.X) & (source.PixelsPerWord - 1)) != 0 ? Conversion.Shift
            : Conversion.None;
    }

    private void Shift(uint* source)
    {
        ref readonly Form form = ref _request.Source;
        // Where in the source the first pixel of the first destination word is; perhaps left of it.
        int startX = _area.SourceX - (_area.X & (form.PixelsPerWord - 1));
        int word = form.WordOf(startX);
        int bits = (startX & (form.PixelsPerWord - 1)) * form.Depth;
        uint current = word >= 0 ? source[word] : 0;
        for (int i = 0; i < _wordCount; i++)
        {
            word++;
            uint next = word < form.WordsPerRow ? source[word] : 0;
            _buffer[i] = form.IsMsbFirst
                ? (current << bits) | (next >> (32 - bits))
                : (current >> bits) | (next << (32 - bits));
            current = next;
        }
    }

    private void Map(uint* source)
    {
        ref readonly Form from = ref _request.Source;
        ref readonly Form to = ref _request.Destination;
        ref readonly ColorMap map = ref _request.Map;
        bool isTableOnly = map.IsTableOnly;
        uint sourceMask = from.PixelMask;
        uint mask = to.PixelMask;
        int x = _area.X;
        int sourceX = _area.SourceX;
        int endX = x + _area.Width;
        for (int i = 0; i < _wordCount; i++)
        {
            uint word = 0;
            int endOfWord = Math.Min(endX, (x | (to.PixelsPerWord - 1)) + 1);
            for (; x < endOfWord; x++, sourceX++)
            {
                uint pixel = (source[from.WordOf(sourceX)] >> from.ShiftOf(sourceX)) & sourceMask;
                pixel = isTableOnly ? map.LookUp(pixel) : map.Map(pixel);
                word |= (pixel & mask) << to.ShiftOf(x);
            }
            _buffer[i] = word;
        }
    }
}
