using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// How a source pixel becomes a destination pixel: colour components shifted into place, then a table
/// (VMMaker <c>loadColorMap</c>, <c>mapPixel:flags:</c>). Without a map, pixels stay as they are.
/// </summary>
internal unsafe struct ColorMap
{
    private const int ShiftsSlot = 0;
    private const int MasksSlot = 1;
    private const int ColorsSlot = 2;
    private const int MapSlots = 3;

    private ComponentMoves _moves;
    private uint* _colors;
    private uint _colorMask;
    private bool _hasMoves;

    // A ColorMap object says itself how components move; with a bare table, or none, the depths do.
    private bool _isExplicit;

    /// <summary>The image gave a map, or the depths ask for one.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>The object of the table; <see cref="Oop.None"/> where there is none.</summary>
    public Oop Table { get; private set; }

    public readonly bool HasTable => _colors != null;

    /// <summary>Bits for a colour's component in an index into the table: 3, 4 or 5; 0 for tables of other sizes.</summary>
    public int BitsPerComponent { get; private set; }

    /// <summary>Reads a colour map: nil, a Bitmap, or a ColorMap of shifts, masks and perhaps a Bitmap.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryLoad(ObjectMemory memory, Oop oop, int sourceDepth, int destinationDepth, out ColorMap map)
    {
        map = default;
        map.IsPresent = oop != memory.Nil;
        if (map.IsPresent && !map.TryTable(oop) && !map.TryColorMap(memory, oop))
        {
            return false;
        }
        if (!map._isExplicit)
        {
            map.ConvertDepths(sourceDepth, destinationDepth);
        }
        return true;
    }

    /// <summary>
    /// Replaces implied conversions by those from 8 bits a component, which is what smoothing yields. Of a table that has
    /// no size for colours only two entries count: for what is transparent, and for what is not.
    /// </summary>
    public void ConvertFromSmoothed(int destinationDepth)
    {
        const int smoothed = 8;
        if (_isExplicit)
        {
            return;
        }
        int to = HasTable ? BitsPerComponent : destinationDepth == 16 ? ComponentBits(destinationDepth) : smoothed;
        _hasMoves = to != smoothed;
        _moves = ComponentMoves.Between(smoothed, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Map(uint pixel)
    {
        uint mapped = _hasMoves ? _moves.Apply(pixel) : pixel;
        return HasTable ? _colors[mapped & _colorMask] : mapped;
    }

    /// <summary>The same map for eight pixels at once, where <see cref="VectorMap.IsSupported"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly VectorMap ToVectors() => new(_moves, _hasMoves, _colors, _colorMask);

    /// <summary>Maps pixels in place, and perhaps some behind them: there is <see cref="MappedPixels.Room"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void MapAll(uint* pixels, int count)
    {
        if (_hasMoves)
        {
            MappedPixels.Move(_moves, pixels, count);
        }
        if (HasTable)
        {
            MappedPixels.LookUp(_colors, _colorMask, pixels, count);
        }
    }

    /// <summary>Counts a pixel in the table.</summary>
    public readonly void Tally(uint index) => _colors[index & _colorMask]++;

    private bool TryTable(Oop oop)
    {
        // The size is a power of two so that a mask keeps indices inside.
        if (!Fields.TryWords(oop, out uint* words, out long count) || (count & (count - 1)) != 0)
        {
            return false;
        }
        if (count > 0)
        {
            Table = oop;
            _colors = words;
            _colorMask = (uint)(count - 1);
            BitsPerComponent = count switch
            {
                512 => 3,
                4096 => 4,
                32768 => 5,
                _ => 0,
            };
        }
        return true;
    }

    private bool TryColorMap(ObjectMemory memory, Oop oop)
    {
        if (oop.IsImmediate || !ObjectMemory.FormatOf(oop).IsPointers() || ObjectMemory.SlotCount(oop) < MapSlots)
        {
            return false;
        }
        _isExplicit = true;
        Oop shifts = memory.Fetch(ShiftsSlot, oop);
        Oop masks = memory.Fetch(MasksSlot, oop);
        Oop colors = memory.Fetch(ColorsSlot, oop);
        return TryMoves(memory, shifts, masks) && (colors == memory.Nil || TryTable(colors));
    }

    private bool TryMoves(ObjectMemory memory, Oop shifts, Oop masks)
    {
        uint* shiftWords = null;
        uint* maskWords = null;
        if ((shifts != memory.Nil && (!Fields.TryWords(shifts, out shiftWords, out long count) || count != ComponentMoves.Count))
            || (masks != memory.Nil && (!Fields.TryWords(masks, out maskWords, out count) || count != ComponentMoves.Count)))
        {
            return false;
        }
        if (shiftWords == null || maskWords == null)
        {
            return true;
        }
        for (int i = 0; i < ComponentMoves.Count; i++)
        {
            _moves.Set(i, maskWords[i], (int)shiftWords[i]);
        }
        _hasMoves = !_moves.IsIdentity();
        return true;
    }

    /// <summary>Between 16 and 32 bits, and into tables of colours, components change their number of bits.</summary>
    private void ConvertDepths(int sourceDepth, int destinationDepth)
    {
        int from = ComponentBits(sourceDepth);
        int to = BitsPerComponent != 0 ? BitsPerComponent : ComponentBits(destinationDepth);
        if (from != 0 && to != 0 && from != to)
        {
            _moves = ComponentMoves.Between(from, to);
            _hasMoves = true;
            IsPresent = true;
        }
    }

    private static int ComponentBits(int depth) => depth switch
    {
        16 => 5,
        32 => 8,
        _ => 0,
    };
}
