using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

/// <summary>Where the translator finds a value.</summary>
internal enum ValueKind
{
    /// <summary>In the code: bits that mean the same for ever.</summary>
    Constant,
    /// <summary>In the unit's constants, by index.</summary>
    Literal,
    Receiver,
    /// <summary>In a slot of the frame, by index: arguments, temps, then operands.</summary>
    Slot,
    Local,
    /// <summary>A Float that is no object yet, in a local.</summary>
    Double,
}

/// <summary>What stands on the stack while code is translated: not the thing, but where it is to be had.</summary>
/// <param name="Kind">Where.</param>
/// <param name="Bits">The constant, or the index.</param>
/// <param name="Local">Of kind Local.</param>
/// <param name="Class">The class index that it is known to have; 0 for unknown.</param>
internal readonly record struct Value(ValueKind Kind, long Bits, IlLocal? Local, int Class)
{
    public static Value Constant(long bits) =>
        new(ValueKind.Constant, bits, null, (bits & Oop.TagMask) != 0 ? (int)(bits & Oop.TagMask) : 0);

    public static Value Integer(long value) => Constant(Oop.FromInteger(value).Bits);

    public static Value Literal(int index) => new(ValueKind.Literal, index, null, 0);

    public static Value Receiver { get; } = new(ValueKind.Receiver, 0, null, 0);

    public static Value Slot(int index) => new(ValueKind.Slot, index, null, 0);

    public static Value Of(IlLocal local, int classIndex = 0) => new(ValueKind.Local, 0, local, classIndex);

    public static Value Double(IlLocal local) => new(ValueKind.Double, 0, local, 0);

    public bool IsSlot(int index) => Kind == ValueKind.Slot && Bits == index;
}
