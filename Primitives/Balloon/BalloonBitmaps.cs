using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Balloon;

/// <summary>The Forms of an engine, which bitmap fills refer to by their places.</summary>
internal readonly ref struct BalloonBitmaps(ObjectMemory memory, Oop forms)
{
    private readonly ObjectMemory _memory = memory;
    private readonly Oop _forms = forms;

    /// <summary>Checks that all are Forms of words; what is no Array is not one of Forms.</summary>
    public bool AreForms()
    {
        if (!_memory.IsInstanceOf(_forms, _memory.Known.Array))
        {
            return false;
        }
        for (int i = 0; i < ObjectMemory.SlotCount(_forms); i++)
        {
            if (!Form.TryLoad(_memory, _memory.Fetch(i, _forms), out _))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The words of a Form, counted from 0; false where it is not there, or has not as many.</summary>
    public unsafe bool TryWords(int index, int count, out ReadOnlySpan<uint> words)
    {
        words = default;
        if (index < 0 || _forms.IsNone || index >= ObjectMemory.SlotCount(_forms)
            || !Form.TryLoad(_memory, _memory.Fetch(index, _forms), out Form form)
            || !Fields.TryWords(form.BitsObject, out uint* first, out long length) || length != count)
        {
            return false;
        }
        words = new ReadOnlySpan<uint>(first, count);
        return true;
    }
}

/// <summary>Reads pixels of any depth as colours.</summary>
/// <param name="words">The rows of the Form, most significant pixel first.</param>
/// <param name="colors">The colours of pixels of 8 bits and less; none makes them transparent.</param>
/// <param name="width">Pixels of a row.</param>
/// <param name="height">Rows.</param>
/// <param name="depth">Bits of a pixel.</param>
/// <param name="pitch">Words of a row.</param>
internal readonly ref struct BalloonPixels(
    ReadOnlySpan<uint> words, ReadOnlySpan<uint> colors, int width, int height, int depth, int pitch)
{
    private const uint Opaque = 0xFF00_0000;

    private readonly ReadOnlySpan<uint> _words = words;
    private readonly ReadOnlySpan<uint> _colors = colors;
    private readonly int _depth = depth;
    private readonly int _pitch = pitch;

    public int Width { get; } = width;
    public int Height { get; } = height;

    /// <summary>The colour of a pixel; 0 is transparent, and what has a colour but no alpha is opaque.</summary>
    public uint this[int x, int y]
    {
        get
        {
            int perWord = 32 / _depth;
            uint word = _words[(y * _pitch) + (x / perWord)];
            if (_depth == 32)
            {
                return word != 0 && (word & Opaque) == 0 ? word | Opaque : word;
            }
            uint pixel = (word >> (32 - _depth - (x % perWord * _depth))) & ((1u << _depth) - 1);
            return _depth == 16 ? Widened(pixel) : _colors.IsEmpty ? 0 : _colors[(int)pixel];
        }
    }

    private static uint Widened(uint pixel) =>
        pixel == 0 ? 0 : Opaque | (Widened(pixel, 10) << 16) | (Widened(pixel, 5) << 8) | Widened(pixel, 0);

    private static uint Widened(uint pixel, int shift)
    {
        uint five = (pixel >> shift) & 31;
        return (five << 3) | (five >> 2);
    }
}
