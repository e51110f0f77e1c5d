using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Jit.Planning;

/// <summary>The primitives that the translator has code for, and where it can be used.</summary>
internal sealed class InlinePrimitives(ImageDialect dialect, int floatClass)
{
    public const int BitXor = 16;
    public const int AsFloat = 40;
    public const int SquareRoot = 55;
    public const int At = 60;
    public const int AtPut = 61;
    public const int Size = 62;
    public const int StringAt = 63;
    public const int StringAtPut = 64;
    public const int ObjectAt = 68;
    public const int New = 70;
    public const int NewWithSize = 71;
    public const int IdentityHash = 75;
    public const int Perform = 83;
    public const int Identity = 110;
    public const int Class = 111;
    public const int NotIdentity = 169;
    public const int CharacterValue = 171;
    public const int SmallFloatSquareRoot = 555;

    public bool Includes(SendCase send, int argumentCount)
    {
        bool isArray = send.Shape is { Format: ObjectFormat.Indexable, FixedSlots: 0 };
        bool isBytes = send.Shape.Format == ObjectFormat.Bytes;
        bool isWords = send.Shape.Format == ObjectFormat.Words32 && send.ClassIndex != floatClass;
        return (send.Operand, argumentCount) switch
        {
            (At, 1) or (AtPut, 2) or (Size, 0) => send.ClassIndex > Oop.TagMask && (isArray || isBytes || isWords),
            (StringAt, 1) or (StringAtPut, 2) => isBytes && dialect.HasImmediateCharacters,
            (ObjectAt, 1) => send.Shape.Format.IsCompiledMethod(),
            (Identity, 1) or (NotIdentity, 1) => true,
            (Class, 0) => true,
            (New, 0) or (NewWithSize, 1) => send.Made is not null,
            (IdentityHash, 0) => send.ClassIndex > Oop.TagMask && dialect.IsSpur,
            (CharacterValue, 0) => send.ClassIndex == Oop.CharacterTag,
            (SquareRoot or SmallFloatSquareRoot, 0) => send.ClassIndex == Oop.FloatTag,
            (AsFloat, 0) or (BitXor, 1) => send.ClassIndex == Oop.IntegerTag,
            _ => false,
        };
    }

    /// <summary>A full eden is no reason to leave the code, nor a hash that is still to be made: these need a call beside them.</summary>
    public static bool Declines(SendCase send) => send is { Kind: SendKind.Primitive, Operand: New or NewWithSize or IdentityHash };

    /// <summary>Those that do not end in a jump.</summary>
    public bool IncludesAmongOthers(SendCase send, int argumentCount) =>
        send.Operand is not (Identity or NotIdentity) && Includes(send, argumentCount);

    /// <summary>Those that change nothing.</summary>
    public bool IncludesInLeaf(SendCase send, int argumentCount) =>
        send.Operand is not (AtPut or StringAtPut) && Includes(send, argumentCount);
}
