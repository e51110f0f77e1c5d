using System.Globalization;
using System.Numerics;
using System.Text;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// A short text for any oop, near to the image's own printString, made without running code of the image.
/// </summary>
internal sealed class OopPrinter(ObjectMemory memory)
{
    private const int LongestText = 60;
    private const int LongestDigits = 64;

    private readonly ImageBrowser _browser = new(memory);

    public string Print(Oop oop)
    {
        if (oop.IsPointer && !IsObject(oop))
        {
            return $"no object (0x{oop.Bits:x})";
        }
        oop = ObjectMemory.Followed(oop);
        if (oop == memory.Nil)
        {
            return "nil";
        }
        if (oop == memory.True || oop == memory.False)
        {
            return oop == memory.True ? "true" : "false";
        }
        return PrintNumber(oop) ?? (oop.IsImmediate ? $"no object (0x{oop.Bits:x})" : PrintObject(oop));
    }

    /// <summary>The name of the class of any oop.</summary>
    public string ClassNameOf(Oop oop) => NameOf(memory.ClassOf(oop));

    /// <summary>The name of a class or metaclass, or words that say that it has none.</summary>
    public string NameOf(Oop behavior) => _browser.NameOf(IsObject(behavior) ? behavior : memory.Nil);

    public bool IsClass(Oop oop) => IsPointers(oop) && _browser.IsMetaclass(memory.ClassOf(oop));

    /// <summary>What a variable's association is called: its key, or its value if that is a metaclass.</summary>
    public string VariableName(Oop association)
    {
        if (!IsPointers(association) || ObjectMemory.SlotCount(association) <= Layouts.Association.Value)
        {
            return Print(association);
        }
        Oop key = memory.Fetch(Layouts.Association.Key, association);
        return IsText(key) ? Printable(ObjectMemory.ByteSpan(key)) : NameOf(memory.Fetch(Layouts.Association.Value, association));
    }

    /// <summary>Whether an object is a Symbol of bytes.</summary>
    public bool IsSymbol(Oop oop) => IsText(oop) && ClassNameOf(oop).EndsWith("Symbol", StringComparison.Ordinal);

    /// <summary>Whether an oop points into object memory, so that its header may be read.</summary>
    public bool IsObject(Oop oop) => memory.IsInside(oop);

    private string PrintObject(Oop oop) => PrintText(oop) ?? PrintClass(oop) ?? PrintVariable(oop) ?? PrintInstance(oop);

    private bool IsPointers(Oop oop) => IsObject(oop) && ObjectMemory.FormatOf(oop).IsPointers();

    private bool IsText(Oop oop) => IsObject(oop) && ObjectMemory.IsByteObject(oop);

    private string? PrintNumber(Oop oop)
    {
        if (oop.IsInteger)
        {
            return oop.Integer.ToString(CultureInfo.InvariantCulture);
        }
        if (memory.TryFloat(oop, out double value))
        {
            return Print(value);
        }
        if (memory.TryCharacter(oop, out int code))
        {
            return code is > 32 and < 127 or > 160 and < 0x3000 ? $"${char.ConvertFromUtf32(code)}" : $"Character value: {code}";
        }
        return memory.IsLargeInteger(oop) && ObjectMemory.ByteLength(oop) <= LongestDigits
            && memory.TryBigInteger(oop, out BigInteger large) ? large.ToString(CultureInfo.InvariantCulture) : null;
    }

    // Float>>printOn: always has a point, and an exponent after e.
    private static string Print(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "Float nan" : value > 0 ? "Float infinity" : "Float infinity negated";
        }
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = exponent < 0 ? text : text[..exponent];
        string point = mantissa.Contains('.', StringComparison.Ordinal) ? string.Empty : ".0";
        return exponent < 0
            ? mantissa + point
            : $"{mantissa}{point}e{int.Parse(text.AsSpan(exponent + 1), provider: CultureInfo.InvariantCulture)}";
    }

    private string? PrintText(Oop oop)
    {
        if (!IsText(oop))
        {
            return null;
        }
        string name = ClassNameOf(oop);
        if (name.EndsWith("Symbol", StringComparison.Ordinal))
        {
            return "#" + Printable(ObjectMemory.ByteSpan(oop));
        }
        return name.EndsWith("String", StringComparison.Ordinal) || memory.IsInstanceOf(oop, memory.Known.String)
            ? $"'{Printable(ObjectMemory.ByteSpan(oop)).Replace("'", "''", StringComparison.Ordinal)}'"
            : null;
    }

    private string? PrintClass(Oop oop) => IsClass(oop) || (IsPointers(oop) && _browser.IsMetaclass(oop)) ? NameOf(oop) : null;

    // Association, and the bindings of later images: ReadOnlyVariableBinding, ClassBinding, GlobalVariable…
    private string? PrintVariable(Oop oop)
    {
        string name = ClassNameOf(oop);
        return IsPointers(oop) && ObjectMemory.SlotCount(oop) > Layouts.Association.Value
            && (name.EndsWith("Association", StringComparison.Ordinal) || name.EndsWith("Binding", StringComparison.Ordinal)
                || name.EndsWith("Variable", StringComparison.Ordinal))
            ? $"{{{VariableName(oop)}}}" : null;
    }

    private string PrintInstance(Oop oop)
    {
        string name = ClassNameOf(oop);
        string article = "AEIOU".Contains(name[..1], StringComparison.OrdinalIgnoreCase) ? "an" : "a";
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        if (!format.IsIndexable() || format.IsCompiledMethod())
        {
            return $"{article} {name}";
        }
        long size = format.IsPointers()
            ? ObjectMemory.SlotCount(oop) - memory.FixedSlotsOf(oop)
            : ObjectMemory.ByteLength(oop) / format.ElementBytes();
        return $"{article} {name}({size})";
    }

    private string Printable(ReadOnlySpan<byte> bytes)
    {
        bool isCut = bytes.Length > LongestText;
        StringBuilder printable = new();
        foreach (char c in ImageText.EncodingOf(memory).GetString(isCut ? bytes[..LongestText] : bytes))
        {
            printable.Append(c switch
            {
                '\r' => "\\r",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\x{(int)c:X2}",
                _ => c.ToString(),
            });
        }
        return isCut ? printable.Append('…').ToString() : printable.ToString();
    }
}
