using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Arithmetic;

/// <summary>
/// An integer of the image as sign and magnitude: digits of 64 bits, the lowest first, none of them a leading zero.
/// </summary>
/// <remarks>
/// The digits lie in the object itself. The unused bytes of its last slot are zero, which is the rule of every
/// byte object (VMMaker LargeIntegersPlugin, class comment).
/// </remarks>
internal readonly unsafe ref struct Digits
{
    private readonly ulong* _start;
    private readonly int _count;

    private Digits(ulong* start, long count, bool isNegative)
    {
        while (count > 0 && start[count - 1] == 0)
        {
            count--;
        }
        _start = start;
        _count = (int)count;
        IsNegative = isNegative;
    }

    /// <summary>The class or the sign says so: a large negative integer may be zero before it is normalised.</summary>
    public bool IsNegative { get; }

    public ReadOnlySpan<ulong> Span => new(_start, _count);

    public bool IsZero => _count == 0;

    /// <summary>Significant bits of the magnitude.</summary>
    public long BitLength => DigitArithmetic.BitLength(Span);

    /// <summary>Whether the normalised integer is a SmallInteger.</summary>
    public bool IsSmallIn(ObjectMemory memory) => IsSmall(memory, IsNegative, Span);

    /// <summary>Reads an integer; answers false for what is not one.</summary>
    /// <param name="memory">Where the integer is.</param>
    /// <param name="oop">The integer.</param>
    /// <param name="small">Takes the digit of a SmallInteger, and must outlive the result.</param>
    /// <param name="digits">The result.</param>
    public static bool TryRead(ObjectMemory memory, Oop oop, ulong* small, out Digits digits)
    {
        if (oop.IsInteger)
        {
            *small = (ulong)Math.Abs(oop.Integer);
            digits = new Digits(small, 1, oop.Integer < 0);
            return true;
        }
        if (!memory.IsLargeInteger(oop))
        {
            digits = default;
            return false;
        }
        bool isNegative = ObjectMemory.ClassIndexOf(oop) == memory.Known.LargeNegative;
        digits = new Digits((ulong*)ObjectMemory.Slots(oop), ObjectMemory.SlotCount(oop), isNegative);
        return true;
    }

    /// <summary>The normalised integer: a SmallInteger where it fits, else without leading zero bytes.</summary>
    /// <returns><see cref="Oop.None"/> when memory is exhausted, or the image has no such class.</returns>
    public static Oop ToInteger(ObjectMemory memory, bool isNegative, ReadOnlySpan<ulong> magnitude)
    {
        magnitude = magnitude.TrimEnd(0UL);
        if (IsSmall(memory, isNegative, magnitude))
        {
            long value = magnitude.IsEmpty ? 0 : (long)magnitude[0];
            return Oop.FromInteger(isNegative ? -value : value);
        }
        Oop oop = Allocate(memory, isNegative, DigitArithmetic.BitLength(magnitude));
        if (!oop.IsNone)
        {
            magnitude.CopyTo(Target(oop));
        }
        return oop;
    }

    /// <summary>A large integer for a magnitude of <paramref name="bits"/> bits, which the caller writes.</summary>
    /// <returns><see cref="Oop.None"/> when memory is exhausted, or the image has no such class.</returns>
    public static Oop Allocate(ObjectMemory memory, bool isNegative, long bits)
    {
        int classIndex = isNegative ? memory.Known.LargeNegative : memory.Known.LargePositive;
        long bytes = (bits + 7) >> 3;
        return classIndex == 0 ? Oop.None
            : memory.AllocateRaw(classIndex, ObjectFormat.Bytes.ForByteLength(bytes), (bytes + 7) >> 3);
    }

    /// <summary>The digits of an object of <see cref="Allocate"/>.</summary>
    public static Span<ulong> Target(Oop oop) => new(ObjectMemory.Slots(oop), (int)ObjectMemory.SlotCount(oop));

    private static bool IsSmall(ObjectMemory memory, bool isNegative, ReadOnlySpan<ulong> magnitude) =>
        magnitude.IsEmpty
        || (magnitude.Length == 1 && magnitude[0] <= (ulong)memory.Dialect.MaxInteger + (isNegative ? 1UL : 0UL));
}
