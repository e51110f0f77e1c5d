using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// How a source pixel becomes a destination pixel: colour components shifted into place, then a table
/// (VMMaker <c>loadColorMap</c>, <c>mapPixel:flags:</c>). Without a map, pixels stay as they are.
/// </summary>
internal unsafe struct ColorMap
{
    private const int Components = 4;
    private const int ShiftsSlot = 0;
    private const int MasksSlot = 1;
    private const int ColorsSlot = 2;
    private const int MapSlots = 3;

    private fixed uint _masks[Components];
    private fixed int _shifts[Components];
    private uint* _colors;
    private uint _colorMask;
    private bool _hasComponents;

    // A ColorMap object says itself how components move; with a bare table, or none, the depths do.
    private bool _isExplicit;

    /// <summary>The image gave a map, or the depths ask for one.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>The object of the table; <see cref="Oop.None"/> where there is none.</summary>
    public Oop Table { get; private set; }

    public readonly bool HasTable => _colors != null;

    /// <summary>A pixel is just an index into the table.</summary>
    public readonly bool IsTableOnly => HasTable && !_hasComponents;

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

    /// <summary>Replaces implied conversions by those from 8 bits a component, which is what smoothing yields.</summary>
    public void ConvertFromSmoothed(int destinationDepth)
    {
        if (!_isExplicit)
        {
            _hasComponents = false;
            ConvertDepths(32, destinationDepth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Map(uint pixel)
    {
        uint mapped = pixel;
        if (_hasComponents)
        {
            mapped = MoveComponents(pixel);
            // Fewer bits for a colour must not make it transparent.
            if (mapped == 0 && pixel != 0)
            {
                mapped = 1;
            }
        }
        return HasTable ? _colors[mapped & _colorMask] : mapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint LookUp(uint index) => _colors[index & _colorMask];

    /// <summary>Counts a pixel in the table.</summary>
    public readonly void Tally(uint index) => _colors[index & _colorMask]++;

    private readonly uint MoveComponents(uint pixel)
    {
        uint moved = 0;
        for (int i = 0; i < Components; i++)
        {
            uint component = pixel & _masks[i];
            int shift = _shifts[i];
            moved |= shift >= 0 ? component << shift : component >> -shift;
        }
        return moved;
    }

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
        return TryComponents(memory, shifts, masks) && (colors == memory.Nil || TryTable(colors));
    }

    private bool TryComponents(ObjectMemory memory, Oop shifts, Oop masks)
    {
        uint* shiftWords = null;
        uint* maskWords = null;
        if ((shifts != memory.Nil && (!Fields.TryWords(shifts, out shiftWords, out long count) || count != Components))
            || (masks != memory.Nil && (!Fields.TryWords(masks, out maskWords, out count) || count != Components)))
        {
            return false;
        }
        if (shiftWords == null || maskWords == null)
        {
            return true;
        }
        for (int i = 0; i < Components; i++)
        {
            SetComponent(i, maskWords[i], (int)shiftWords[i]);
        }
        _hasComponents = !IsIdentity();
        return true;
    }

    private readonly bool IsIdentity()
    {
        ReadOnlySpan<uint> whole = [0xFF_0000, 0xFF00, 0xFF, 0xFF00_0000];
        for (int i = 0; i < Components; i++)
        {
            if (_shifts[i] != 0 || _masks[i] != whole[i])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Between 16 and 32 bits, and into tables of colours, components change their number of bits.</summary>
    private void ConvertDepths(int sourceDepth, int destinationDepth)
    {
        int from = ComponentBits(sourceDepth);
        bool isForTable = BitsPerComponent != 0;
        int to = isForTable ? BitsPerComponent : ComponentBits(destinationDepth);
        if (from == 0 || to == 0 || from == to)
        {
            return;
        }
        // The high bits of a component are those that both numbers of bits have.
        int change = to - from;
        uint kept = (1u << Math.Min(from, to)) - 1;
        for (int i = 0; i < 3; i++)
        {
            int place = ((2 - i) * from) + Math.Max(0, -change);
            SetComponent(i, kept << place, (3 - i) * change);
        }
        SetComponent(3, 0, 0);
        _hasComponents = true;
        IsPresent = true;
    }

    private void SetComponent(int index, uint mask, int shift)
    {
        // Shifted out of the word altogether, nothing is left of a component.
        bool isGone = shift is < -31 or > 31;
        _masks[index] = isGone ? 0 : mask;
        _shifts[index] = isGone ? 0 : shift;
    }

    private static int ComponentBits(int depth) => depth switch
    {
        16 => 5,
        32 => 8,
        _ => 0,
    };
}
