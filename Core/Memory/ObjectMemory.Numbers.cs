using System.Numerics;

namespace JitTalk.Core.Memory;

// Numbers: C# integers and doubles to and from the image's SmallIntegers, large integers, Floats, Characters.
internal sealed unsafe partial class ObjectMemory
{
    public bool IsSmallInteger(long value) => value >= Dialect.MinInteger && value <= Dialect.MaxInteger;

    /// <summary>The image's integer for <paramref name="value"/>, large where it must be.</summary>
    /// <returns><see cref="Oop.None"/> when memory is exhausted, or the VM does not know the class: old images keep
    /// LargeNegativeInteger to themselves.</returns>
    public Oop Integer(long value) =>
        IsSmallInteger(value) ? Oop.FromInteger(value) : LargeInteger(value < 0, value < 0 ? (ulong)-value : (ulong)value);

    public Oop UnsignedInteger(ulong value) =>
        value <= (ulong)Dialect.MaxInteger ? Oop.FromInteger((long)value) : LargeInteger(false, value);

    public Oop Integer(BigInteger value)
    {
        if (value >= Dialect.MinInteger && value <= Dialect.MaxInteger)
        {
            return Oop.FromInteger((long)value);
        }
        BigInteger magnitude = BigInteger.Abs(value);
        int length = magnitude.GetByteCount(isUnsigned: true);
        Oop oop = AllocateLargeInteger(value.Sign < 0, length);
        if (!oop.IsNone)
        {
            _ = magnitude.TryWriteBytes(new Span<byte>(Bytes(oop), length), out _, isUnsigned: true);
        }
        return oop;
    }

    public bool IsLargeInteger(Oop oop)
    {
        int index = ClassIndexOf(oop);
        return index != 0 && (index == Known.LargePositive || index == Known.LargeNegative) && FormatOf(oop).IsBytes();
    }

    /// <summary>Any integer of the image; false for what is not one.</summary>
    public bool TryBigInteger(Oop oop, out BigInteger value)
    {
        if (oop.IsInteger)
        {
            value = oop.Integer;
            return true;
        }
        if (!IsLargeInteger(oop))
        {
            value = default;
            return false;
        }
        value = new BigInteger(new ReadOnlySpan<byte>(Bytes(oop), (int)ByteLength(oop)), isUnsigned: true);
        if (ClassIndexOf(oop) == Known.LargeNegative)
        {
            value = -value;
        }
        return true;
    }

    /// <summary>An integer of the image that fits 64 bits with sign (VMMaker <c>signed64BitValueOf:</c>).</summary>
    public bool TryInteger64(Oop oop, out long value)
    {
        if (oop.IsInteger)
        {
            value = oop.Integer;
            return true;
        }
        value = 0;
        if (!TryMagnitude(oop, out ulong magnitude))
        {
            return false;
        }
        bool negative = ClassIndexOf(oop) == Known.LargeNegative;
        value = negative ? -(long)magnitude : (long)magnitude;
        return negative ? magnitude <= 1UL << 63 : magnitude <= long.MaxValue;
    }

    /// <summary>A non-negative integer of the image that fits 64 bits (VMMaker <c>positive64BitValueOf:</c>).</summary>
    public bool TryUnsigned64(Oop oop, out ulong value)
    {
        if (oop.IsInteger)
        {
            value = (ulong)oop.Integer;
            return oop.Integer >= 0;
        }
        return TryMagnitude(oop, out value) && ClassIndexOf(oop) == Known.LargePositive;
    }

    /// <summary>A non-negative integer that fits 32 bits (VMMaker <c>positive32BitValueOf:</c>).</summary>
    public bool TryUnsigned32(Oop oop, out uint value)
    {
        bool isOne = TryUnsigned64(oop, out ulong wide) && wide <= uint.MaxValue;
        value = (uint)wide;
        return isOne;
    }

    /// <summary>The image's Float for <paramref name="value"/>: immediate where it fits, else boxed.</summary>
    public Oop Float(double value)
    {
        if (Dialect.HasImmediateFloats && Oop.TryFromFloat(value, out Oop small))
        {
            return small;
        }
        Oop oop = AllocateRaw(Known.Float, Dialect.WordSize == 8 ? ObjectFormat.Words64 : ObjectFormat.Words32, 1);
        if (!oop.IsNone)
        {
            *(double*)Slots(oop) = value;
        }
        return oop;
    }

    public bool IsFloat(Oop oop) => oop.IsSmallFloat || IsInstanceOf(oop, Known.Float);

    /// <summary>The value of a Float; false for what is not one, integers included.</summary>
    public bool TryFloat(Oop oop, out double value)
    {
        if (oop.IsSmallFloat)
        {
            value = oop.SmallFloat;
            return true;
        }
        if (oop.IsPointer && ObjectHeader.ClassIndex(Header(oop)) == Known.Float && SlotCount(oop) == 1)
        {
            value = *(double*)Slots(oop);
            return true;
        }
        value = 0;
        return false;
    }

    /// <summary>
    /// The Character of a code. V3 images keep 256 of them in a table.
    /// </summary>
    /// <returns><see cref="Oop.None"/> for a code that the image has no Character for.</returns>
    public Oop Character(long code)
    {
        if (Dialect.HasImmediateCharacters)
        {
            return code is >= 0 and < 1 << 30 ? Oop.FromCharacter((int)code) : Oop.None;
        }
        Oop table = Special(SpecialObject.CharacterTable);
        return code >= 0 && code < SlotCount(table) ? Fetch((int)code, table) : Oop.None;
    }

    public bool TryCharacter(Oop oop, out int code)
    {
        if (Dialect.HasImmediateCharacters)
        {
            code = oop.Character;
            return oop.IsCharacter;
        }
        code = 0;
        if (!IsInstanceOf(oop, Known.Character) || !TryFetchInteger(Layouts.Character.Value, oop, out long value))
        {
            return false;
        }
        code = (int)value;
        return true;
    }

    /// <summary>A large integer that keeps its leading zero bytes: none of <paramref name="magnitude"/> are lost.</summary>
    private Oop LargeInteger(bool negative, ulong magnitude)
    {
        int length = (64 - BitOperations.LeadingZeroCount(magnitude) + 7) >> 3;
        Oop oop = AllocateLargeInteger(negative, length);
        if (!oop.IsNone)
        {
            *(ulong*)Bytes(oop) = magnitude;
        }
        return oop;
    }

    private Oop AllocateLargeInteger(bool negative, int bytes)
    {
        int classIndex = negative ? Known.LargeNegative : Known.LargePositive;
        return classIndex == 0 ? Oop.None : AllocateBytes(classIndex, bytes);
    }

    private bool TryMagnitude(Oop oop, out ulong magnitude)
    {
        magnitude = 0;
        if (!IsLargeInteger(oop))
        {
            return false;
        }
        ReadOnlySpan<byte> digits = new(Bytes(oop), (int)ByteLength(oop));
        digits = digits.TrimEnd((byte)0);
        if (digits.Length > 8)
        {
            return false;
        }
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            magnitude = (magnitude << 8) | digits[i];
        }
        return true;
    }
}
