using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>An object of an image that a test writes: what it holds, not how a format lays it out.</summary>
internal sealed class ModelObject(ModelObject? behavior, ObjectFormat format)
{
    /// <summary>Its class; set later for the objects that exist before their class.</summary>
    public ModelObject? Class { get; set; } = behavior;

    public ObjectFormat Format { get; } = format;

    /// <summary>Slots, or literals: objects, <c>long</c>, <c>Rune</c>, <c>double</c> for an immediate, null for nil.</summary>
    public object?[] Slots { get; init; } = [];

    /// <summary>What follows the slots: bytes, or bytecodes.</summary>
    public byte[] Bytes { get; init; } = [];

    public ushort[] Words16 { get; init; } = [];
    public uint[] Words32 { get; init; } = [];

    /// <summary>The value of a boxed Float, written in the order of words that the format asks for.</summary>
    public double? Float { get; init; }

    /// <summary>Literals not counted, as the format wants it.</summary>
    public int MethodHeader { get; init; }

    public int Hash { get; set; }

    public bool IsMethod => Format.IsCompiledMethod();

    /// <summary>Words at the start that are oops.</summary>
    public int OopCount => Slots.Length + (IsMethod ? 1 : 0);

    /// <summary>Bytes after the oops.</summary>
    public int TailLength => Bytes.Length + (2 * Words16.Length) + (4 * Words32.Length) + (Float is null ? 0 : 8);
}
