using System.Runtime.CompilerServices;
using JitTalk.Core.Image;

namespace JitTalk.Core.Memory;

/// <summary>
/// The header word of a compiled method or block, a SmallInteger in slot 0 (VMMaker: "method header format").
/// Literals follow it, then the bytecodes.
/// </summary>
/// <remarks>
/// Spur: 0–14 literals · 16 has primitive · 17 large frame · 18–23 temps · 24–27 arguments · sign SistaV1.
/// V3: 0–8 and 28 primitive number · 9–16 literals · 17 large frame · 18–23 temps · 24–27 arguments.
/// </remarks>
internal static unsafe class CompiledCode
{
    private const int CallPrimitiveLength = 3;

    public static long Header(Oop code) => ObjectMemory.Slots(code)[0].Integer;

    public static int LiteralCount(Oop code, ImageDialect dialect) => LiteralCount(Header(code), dialect);

    /// <summary>The number of literals that a header word announces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LiteralCount(long header, ImageDialect dialect)
    {
        (int shift, long mask) = LiteralCountField(dialect);
        return (int)((header >> shift) & mask);
    }

    /// <summary>Where a header word has the number of literals.</summary>
    public static (int Shift, long Mask) LiteralCountField(ImageDialect dialect) => dialect.IsSpur ? (0, 0x7FFF) : (9, 0xFF);

    /// <summary>False for a method of a broken image, whose header is no integer or announces more than there is.</summary>
    public static bool IsSound(Oop code, ImageDialect dialect) =>
        ObjectMemory.SlotCount(code) > 0 && ObjectMemory.Slots(code)[0].IsInteger
        && FirstBytecode(code, dialect) <= EndOfBytecodes(code);

    public static int TempCount(Oop code) => (int)(Header(code) >> 18) & 0x3F;
    public static int ArgumentCount(Oop code) => (int)(Header(code) >> 24) & 0xF;
    public static bool HasLargeFrame(Oop code) => (Header(code) & (1 << 17)) != 0;
    /// <summary>Slots of a context that runs the code.</summary>
    public static int ContextSlots(Oop code) => HasLargeFrame(code) ? Layouts.Context.LargeSlots : Layouts.Context.SmallSlots;

    public static bool IsSista(Oop code, ImageDialect dialect) => dialect.IsSpur && Header(code) < 0;

    /// <summary>Literals are counted from 0.</summary>
    public static Oop Literal(int index, Oop code) => ObjectMemory.Slots(code)[1 + index];

    /// <summary>
    /// The last literal, for a block its method's: where compilers put the binding of the class. Without literals it is the header.
    /// </summary>
    public static Oop ClassBinding(Oop code, ImageDialect dialect)
    {
        Oop last = Literal(LiteralCount(code, dialect) - 1, code);
        while (last.IsPointer && ObjectMemory.FormatOf(last).IsCompiledMethod())
        {
            last = Literal(LiteralCount(last, dialect) - 1, last);
        }
        return last;
    }

    /// <summary>Byte offset of the first bytecode from slot 0, in this memory's words.</summary>
    public static int FirstBytecode(Oop code, ImageDialect dialect) => 8 * (1 + LiteralCount(code, dialect));

    /// <summary>Byte offset of the first bytecode that an activation runs: past a callPrimitive.</summary>
    public static int FirstToRun(Oop code, ImageDialect dialect) =>
        FirstBytecode(code, dialect) + (dialect.IsSpur && PrimitiveNumber(code, dialect) != 0 ? CallPrimitiveLength : 0);

    /// <summary>One more than the offset of the last bytecode.</summary>
    public static int EndOfBytecodes(Oop code) => (int)ObjectMemory.ByteLength(code);

    /// <summary>The primitive number; 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PrimitiveNumber(Oop code, ImageDialect dialect)
    {
        long header = Header(code);
        if (!dialect.IsSpur)
        {
            return (int)((header & 0x1FF) | ((header >> 19) & 0x200));
        }
        return (header & (1 << 16)) == 0 ? 0 : CalledPrimitive(code, dialect);
    }

    /// <summary>The operand of callPrimitive, 248 in SistaV1 and 139 in V3: the number, low byte first.</summary>
    private static int CalledPrimitive(Oop code, ImageDialect dialect)
    {
        int first = FirstBytecode(code, dialect);
        byte* bytes = ObjectMemory.Bytes(code) + first;
        return first + 3 <= EndOfBytecodes(code) ? bytes[1] | (bytes[2] << 8) : 0;
    }

    /// <summary>The pc that the image sees, 1-based and in its own word size, for a byte offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ToImagePc(int offset, Oop code, ImageDialect dialect) => offset + 1 - BytesWidened(code, dialect);

    /// <summary>The byte offset for a pc that the image sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long FromImagePc(long pc, Oop code, ImageDialect dialect) => pc - 1 + BytesWidened(code, dialect);

    /// <summary>What header and literals take here and do not in the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long BytesWidened(Oop code, ImageDialect dialect) =>
        dialect.WordSize == 8 ? 0 : (8 - dialect.WordSize) * (1 + LiteralCount(code, dialect));
}
