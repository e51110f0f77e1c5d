using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Part of a string in a font whose glyphs lie side by side in one Form: a map from character to glyph, and a table of
/// where each glyph starts, which the next one's start ends.
/// </summary>
internal readonly unsafe struct TextDrawing
{
    private const int MapSize = 256;

    private readonly byte* _characters;
    private readonly int _count;
    private readonly Oop _glyphMap;
    private readonly Oop _starts;

    private TextDrawing(byte* characters, int count, Oop glyphMap, Oop starts)
    {
        _characters = characters;
        _count = count;
        _glyphMap = glyphMap;
        _starts = starts;
    }

    /// <summary>The number of characters.</summary>
    public int Count => _count;

    /// <summary>Takes characters from <paramref name="start"/> to <paramref name="stop"/>, counted from 1.</summary>
    /// <returns>False when they are not in the string, or the tables cannot be what they should.</returns>
    public static bool TryMake(Oop text, long start, long stop, Oop glyphMap, Oop starts, out TextDrawing drawing)
    {
        drawing = default;
        if (!ObjectMemory.IsByteObject(text) || start < 1 || stop < 0 || stop > ObjectMemory.ByteLength(text)
            || !IsArray(glyphMap) || ObjectMemory.SlotCount(glyphMap) != MapSize || !IsArray(starts))
        {
            return false;
        }
        int count = (int)Math.Max(stop - start + 1, 0);
        drawing = new(ObjectMemory.Bytes(text) + (count == 0 ? 0 : start - 1), count, glyphMap, starts);
        return true;
    }

    public static bool IsArray(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop) == ObjectFormat.Indexable;

    public byte Character(int index) => _characters[index];

    /// <summary>Where in the Form the glyph of a character lies; false when the font has none.</summary>
    public bool TryGlyph(int index, out long start, out long width)
    {
        start = 0;
        width = 0;
        Oop glyph = ObjectMemory.Slots(_glyphMap)[Character(index)];
        if (!glyph.IsInteger || glyph.Integer < 0 || glyph.Integer > ObjectMemory.SlotCount(_starts) - 2)
        {
            return false;
        }
        Oop* from = ObjectMemory.Slots(_starts) + glyph.Integer;
        start = from[0].Integer;
        width = from[1].Integer - start;
        return from[0].IsInteger && from[1].IsInteger && IsCoordinate(start) && IsCoordinate(from[1].Integer);
    }

    /// <summary>Small enough that sums of many do not overflow.</summary>
    public static bool IsCoordinate(long value) => value is >= int.MinValue and <= int.MaxValue;

    /// <summary>Draws the glyphs one after the other, and leaves the request's x behind the last.</summary>
    public PrimitiveError Draw(ObjectMemory memory, BitBltRequest request, long kern)
    {
        if (!IsCoordinate(kern) || !IsCoordinate(request.DestX) || !TryAdvance(request.DestX, kern, out long end)
            || !memory.IsSmallInteger(end))
        {
            return PrimitiveError.BadArgument;
        }
        RuleState state = new(request.Destination, request.Map);
        // Glyphs that are converted are drawn as any pixels are, whatever their rule (VMMaker primitiveDisplayString: quickBlt).
        bool isPlain = SourceRows.AreMapped(request) && !request.IsWithinForm;
        for (int i = 0; i < _count; i++)
        {
            _ = TryGlyph(i, out long start, out long width);
            request.SourceX = start;
            request.Width = width;
            BlitArea area = request.Clip(insideSource: true);
            if (!area.IsEmpty && isPlain)
            {
                BitBltCopy.RunRows(request, area, state);
            }
            else if (!area.IsEmpty)
            {
                BitBltCopy.Run(request, area, state);
            }
            request.DestX += width + kern;
        }
        return PrimitiveError.None;
    }

    /// <summary>Where drawing would end; false when a glyph is missing.</summary>
    private bool TryAdvance(long x, long kern, out long end)
    {
        end = x;
        for (int i = 0; i < _count; i++)
        {
            if (!TryGlyph(i, out _, out long width))
            {
                return false;
            }
            end += width + kern;
        }
        return true;
    }
}
