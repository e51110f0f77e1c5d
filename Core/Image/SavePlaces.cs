using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>Object → its place in the file that is being saved. It takes a quarter of the heap's address range, lazily.</summary>
internal sealed unsafe class SavePlaces : IDisposable
{
    // An object is at least 16 bytes long, so no two begin in the same 16.
    private const int GranuleShift = 4;

    private readonly Region _region;
    private readonly uint* _places;
    private readonly long _start;
    private readonly int _unit;

    /// <param name="memory">The objects.</param>
    /// <param name="unit">Places are multiples of so many bytes.</param>
    /// <exception cref="ImageFormatException">There is no memory for it.</exception>
    public SavePlaces(ObjectMemory memory, int unit)
    {
        _start = memory.EdenStart;
        _unit = unit;
        long bytes = (((memory.OldFree - _start) >> GranuleShift) + 1) * sizeof(uint);
        _region = Region.Reserve(bytes);
        if (!_region.Commit(bytes))
        {
            _region.Dispose();
            throw new ImageFormatException("not enough memory to save the image");
        }
        _places = (uint*)_region.Start;
    }

    /// <summary>Where an object is to lie, in bytes from the first one; −1 for what has no place.</summary>
    public long this[Oop oop]
    {
        get => _places[(oop.Bits - _start) >> GranuleShift] is var place and not 0 ? (place - 1L) * _unit : -1;
        set => _places[(oop.Bits - _start) >> GranuleShift] = checked((uint)(value / _unit) + 1);
    }

    public void Dispose() => _region.Dispose();
}
