using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// What a BitBlt object of the image asks for, read and checked (VMMaker <c>loadBitBltFrom:</c>): whatever it draws
/// then stays inside its Forms. It holds while no object moves.
/// </summary>
internal sealed unsafe class BitBltRequest
{
    private const int DestinationSlot = 0;
    private const int SourceSlot = 1;
    private const int HalftoneSlot = 2;
    private const int RuleSlot = 3;
    private const int DestXSlot = 4;
    private const int DestYSlot = 5;
    private const int WidthSlot = 6;
    private const int HeightSlot = 7;
    private const int SourceXSlot = 8;
    private const int SourceYSlot = 9;
    private const int ClipXSlot = 10;
    private const int ClipYSlot = 11;
    private const int ClipWidthSlot = 12;
    private const int ClipHeightSlot = 13;
    private const int ColorMapSlot = 14;
    private const int SlotCount = 15;

    private readonly ObjectMemory _memory;
    private Form _destination;
    private Form _source;
    private Halftone _halftone;
    private ColorMap _map;
    private long _clipX;
    private long _clipY;
    private long _clipWidth;
    private long _clipHeight;

    private BitBltRequest(ObjectMemory memory, Oop bitBlt)
    {
        _memory = memory;
        BitBlt = bitBlt;
    }

    /// <summary>The object of the image.</summary>
    public Oop BitBlt { get; }

    public ref readonly Form Destination => ref _destination;
    public ref readonly Form Source => ref _source;
    public ref readonly Halftone Halftone => ref _halftone;
    public ref ColorMap Map => ref _map;
    public bool HasSource { get; private set; }

    /// <summary>The combination rule, 0 to 41 but not 16 and 17.</summary>
    public int Rule { get; private set; }

    public long DestX { get; set; }
    public long DestY { get; set; }
    public long SourceX { get; set; }
    public long SourceY { get; private set; }
    public long Width { get; set; }
    public long Height { get; private set; }
    public long ClipX => _clipX;
    public long ClipY => _clipY;

    /// <summary>Source and destination share their pixels.</summary>
    public bool IsWithinForm => HasSource && _source.BitsObject == _destination.BitsObject;

    public static PrimitiveError TryLoad(ObjectMemory memory, Oop bitBlt, out BitBltRequest request)
    {
        request = new BitBltRequest(memory, bitBlt);
        if (bitBlt.IsImmediate || !ObjectMemory.FormatOf(bitBlt).IsPointers() || ObjectMemory.SlotCount(bitBlt) < SlotCount)
        {
            return PrimitiveError.BadReceiver;
        }
        if (!request.TryLoadRule() || !request.TryLoadDestination() || !request.TryLoadSource()
            || !request.TryLoadHalftone() || !request.TryLoadClip())
        {
            return PrimitiveError.BadReceiver;
        }
        return request.IsWriteProtected ? PrimitiveError.NoModification
            : SourceRows.AreMapped(request) && request.Destination.Width > MappedPixels.Most ? PrimitiveError.LimitExceeded
            : PrimitiveError.None;
    }

    /// <summary>The part of the rectangle that the clip rectangle, and the source, let through (VMMaker <c>clipRange</c>).</summary>
    /// <param name="insideSource">Pixels outside the source are not drawn; a warp finds its own.</param>
    public BlitArea Clip(bool insideSource)
    {
        long left = Math.Max(0, _clipX - DestX);
        long top = Math.Max(0, _clipY - DestY);
        long right = Math.Min(Width, _clipX + _clipWidth - DestX);
        long bottom = Math.Min(Height, _clipY + _clipHeight - DestY);
        if (HasSource && insideSource)
        {
            left = Math.Max(left, -SourceX);
            top = Math.Max(top, -SourceY);
            right = Math.Min(right, _source.Width - SourceX);
            bottom = Math.Min(bottom, _source.Height - SourceY);
        }
        if (right <= left || bottom <= top)
        {
            return default;
        }
        (long sourceX, long sourceY) = HasSource && insideSource ? (SourceX + left, SourceY + top) : (0, 0);
        return new((int)sourceX, (int)sourceY, (int)(DestX + left), (int)(DestY + top), (int)(right - left), (int)(bottom - top));
    }

    /// <summary>Tells the image where drawing has come to.</summary>
    public void StoreDestX() => _memory.StoreUnchecked(DestXSlot, BitBlt, Oop.FromInteger(DestX));

    public void StoreDestY() => _memory.StoreUnchecked(DestYSlot, BitBlt, Oop.FromInteger(DestY));

    private bool IsWriteProtected =>
        ObjectHeader.IsReadOnly(ObjectMemory.Header(_destination.BitsObject))
        || (CombinationRules.Tallies(Rule) && !_map.Table.IsNone && ObjectHeader.IsReadOnly(ObjectMemory.Header(_map.Table)));

    private bool TryLoadRule()
    {
        bool isRule = _memory.TryFetchInteger(RuleSlot, BitBlt, out long rule) && CombinationRules.IsKnown(rule);
        Rule = (int)rule;
        return isRule;
    }

    private bool TryLoadDestination()
    {
        if (!Form.TryLoad(_memory, _memory.Fetch(DestinationSlot, BitBlt), out _destination)
            || !TryRead(DestXSlot, 0, out long x) || !TryRead(DestYSlot, 0, out long y)
            || !TryRead(WidthSlot, _destination.Width, out long width)
            || !TryRead(HeightSlot, _destination.Height, out long height))
        {
            return false;
        }
        (DestX, DestY, Width, Height) = (x, y, width, height);
        return true;
    }

    private bool TryLoadSource()
    {
        Oop source = _memory.Fetch(SourceSlot, BitBlt);
        HasSource = source != _memory.Nil && CombinationRules.UsesSource(Rule);
        if (!HasSource)
        {
            return true;
        }
        if (!Form.TryLoad(_memory, source, out _source)
            || !ColorMap.TryLoad(_memory, _memory.Fetch(ColorMapSlot, BitBlt), _source.Depth, _destination.Depth, out _map)
            || !TryRead(SourceXSlot, 0, out long x) || !TryRead(SourceYSlot, 0, out long y))
        {
            return false;
        }
        (SourceX, SourceY) = (x, y);
        return true;
    }

    private bool TryLoadHalftone()
    {
        Oop halftone = _memory.Fetch(HalftoneSlot, BitBlt);
        return halftone == _memory.Nil || !CombinationRules.UsesSource(Rule)
            || Halftone.TryLoad(_memory, halftone, out _halftone);
    }

    private bool TryLoadClip()
    {
        if (!TryRead(ClipXSlot, 0, out _clipX) || !TryRead(ClipYSlot, 0, out _clipY)
            || !TryRead(ClipWidthSlot, _destination.Width, out _clipWidth)
            || !TryRead(ClipHeightSlot, _destination.Height, out _clipHeight))
        {
            return false;
        }
        KeepInside(ref _clipX, ref _clipWidth, _destination.Width);
        KeepInside(ref _clipY, ref _clipHeight, _destination.Height);
        return true;
    }

    private static void KeepInside(ref long start, ref long extent, int limit)
    {
        long end = Math.Min(start + extent, limit);
        start = Math.Max(start, 0);
        extent = end - start;
    }

    private bool TryRead(int slot, long absent, out long value) => Fields.TryRead(_memory, BitBlt, slot, absent, out value);
}
