using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.SystemControl;

/// <summary>A Form that is to be a cursor: bits, width, height, depth, and what is to be added to a point to place it there.</summary>
internal readonly struct CursorForm
{
    private const int OffsetSlot = 4;
    private const int SlotCount = 5;
    private const int LargestSide = 256;

    private const uint Black = 0xFF00_0000;
    private const uint White = 0xFFFF_FFFF;

    private readonly int _hotX;
    private readonly int _hotY;

    private CursorForm(in Form form, int hotX, int hotY)
    {
        Form = form;
        _hotX = hotX;
        _hotY = hotY;
    }

    public Form Form { get; }

    /// <summary>Its pixels say how opaque they are.</summary>
    public bool HasOpacity => Form.Depth == 32;

    /// <returns>False when it is no Form, or larger than cursors are.</returns>
    public static bool TryLoad(ObjectMemory memory, Oop oop, out CursorForm cursor)
    {
        cursor = default;
        if (oop.IsImmediate || ObjectMemory.SlotCount(oop) < SlotCount || !Form.TryLoad(memory, oop, out Form form)
            || form.Width is < 1 or > LargestSide || form.Height is < 1 or > LargestSide)
        {
            return false;
        }
        (long x, long y) = Offset(memory, memory.Fetch(OffsetSlot, oop));
        cursor = new CursorForm(form, (int)Math.Clamp(-x, 0, form.Width - 1), (int)Math.Clamp(-y, 0, form.Height - 1));
        return true;
    }

    /// <summary>The Form is its own mask: what is not 0 is black, or has its colour where pixels have one.</summary>
    public CursorImage Alone()
    {
        Form form = Form;
        bool hasOpacity = HasOpacity;
        return Make((x, y) => hasOpacity ? form.Pixel(x, y) : form.Pixel(x, y) != 0 ? Black : 0);
    }

    /// <summary>
    /// The mask says what is seen, the Form whether black or white; what has no mask but is black would invert the screen,
    /// and is black here.
    /// </summary>
    public CursorImage Through(in CursorForm mask)
    {
        Form form = Form;
        Form seen = mask.Form;
        return Make((x, y) => form.Pixel(x, y) != 0 ? Black : seen.Pixel(x, y) != 0 ? White : 0);
    }

    private CursorImage Make(Func<int, int, uint> pixel)
    {
        uint[] pixels = new uint[Form.Width * Form.Height];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = pixel(i % Form.Width, i / Form.Width);
        }
        return new CursorImage(Form.Width, Form.Height, _hotX, _hotY, pixels);
    }

    private static (long X, long Y) Offset(ObjectMemory memory, Oop point) =>
        point.IsPointer && ObjectMemory.FormatOf(point).IsPointers() && ObjectMemory.SlotCount(point) >= 2
            && Fields.TryRead(memory, point, Layouts.Point.X, out long x) && Fields.TryRead(memory, point, Layouts.Point.Y, out long y)
                ? (x, y)
                : (0, 0);
}
