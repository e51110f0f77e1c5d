using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private readonly bool _mayAlias;

    /// <param name="request">What to draw.</param>
    /// <param name="area">Where, clipped and not empty.</param>
    /// <param name="writer">Where the rows go.</param>
    /// <param name="buffer">Room for so many words as <see cref="Room"/> says.</param>
    public SourceRows(BitBltRequest request, in BlitArea area, in RowWriter writer, uint* buffer)
    {
        _request = request;
        _area = area;
        _wordCount = writer.WordCount;
        _buffer = buffer;
        _conversion = ConversionOf(request, area);
        _mayAlias = !request.IsWithinForm || writer.IsMove;
    }

    private enum Conversion
    {
        /// <summary>There is no source.</summary>
        Fill,
        /// <summary>The words can be taken where they are.</summary>
        None,
        /// <summary>Pixels lie elsewhere in their words.</summary>
        Shift,
        /// <summary>Pixels are converted one by one.</summary>
        Map,
    }

    /// <summary>Whether pixels are converted one by one: they change their depth, order or value.</summary>
    public static bool AreMapped(BitBltRequest request) =>
        request.HasSource
        && (request.Map.IsPresent || request.Source.Depth != request.Destination.Depth
            || request.Source.IsMsbFirst != request.Destination.IsMsbFirst);

    /// <summary>The words that are needed, where a row has so many.</summary>
    public static int Room(BitBltRequest request, in BlitArea area, int wordCount) =>
        wordCount + (AreMapped(request) ? MappedPixels.Room(area.Width) : 0);

    /// <summary>The words of a row, counted from 0. They hold until the next row is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
            case Conversion.None when halftone == uint.MaxValue && _mayAlias:
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

    private static Conversion ConversionOf(BitBltRequest request, in BlitArea area) =>
        !request.HasSource ? Conversion.Fill
        : AreMapped(request) ? Conversion.Map
        : ((area.SourceX - area.X) & (request.Source.PixelsPerWord - 1)) != 0 ? Conversion.Shift
        : Conversion.None;

    private void Shift(uint* source)
    {
        ref readonly Form form = ref _request.Source;
        // Where in the source the first pixel of the first destination word is; perhaps left of it.
        int startX = _area.SourceX - (_area.X & (form.PixelsPerWord - 1));
        int word = form.WordOf(startX);
        int bits = (startX & (form.PixelsPerWord - 1)) * form.Depth;
        int i = 0;
        if (word < 0)
        {
            _buffer[i++] = Joined(form, 0, source[0], bits);
            word = 0;
        }
        for (; i <= _wordCount - Vector256<uint>.Count && word + Vector256<uint>.Count < form.WordsPerRow;
            i += Vector256<uint>.Count, word += Vector256<uint>.Count)
        {
            Vector256<uint> left = Vector256.Load(source + word);
            Vector256<uint> right = Vector256.Load(source + word + 1);
            Vector256<uint> joined = form.IsMsbFirst ? (left << bits) | (right >>> (32 - bits)) : (left >>> bits) | (right << (32 - bits));
            joined.Store(_buffer + i);
        }
        for (; i < _wordCount; i++, word++)
        {
            _buffer[i] = Joined(form, source[word], word + 1 < form.WordsPerRow ? source[word + 1] : 0, bits);
        }
    }

    private static uint Joined(in Form form, uint left, uint right, int bits) =>
        form.IsMsbFirst ? (left << bits) | (right >> (32 - bits)) : (left >> bits) | (right << (32 - bits));

    private void Map(uint* source)
    {
        // Where pixels are words, they are mapped where they go; else before they are packed.
        bool arePacked = _request.Destination.Depth < 32;
        uint* pixels = arePacked ? _buffer + _wordCount : _buffer;
        PackedPixels.Unpack(_request.Source, source, _area.SourceX, pixels, _area.Width);
        _request.Map.MapAll(pixels, _area.Width);
        if (arePacked)
        {
            PackedPixels.Pack(_request.Destination, pixels, _area.X, _buffer, _area.Width);
        }
    }
}
