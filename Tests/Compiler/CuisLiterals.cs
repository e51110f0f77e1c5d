using System.Numerics;
using JitTalk.Core.Compiler;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>Reads the literals of an image's methods as values.</summary>
internal sealed class CuisLiterals(ObjectMemory memory, ImageBrowser browser, Func<Oop, ImageBinding> bindingOf)
{
    public LiteralValue Read(Oop oop)
    {
        if (memory.TryBigInteger(oop, out BigInteger integer))
        {
            return new IntegerLiteral(integer);
        }
        if (memory.TryFloat(oop, out double real))
        {
            return new FloatLiteral(real);
        }
        if (memory.TryCharacter(oop, out int code))
        {
            return new CharacterLiteral(code);
        }
        return oop == memory.Nil ? LiteralValue.Nil : ReadObject(oop, browser.NameOf(memory.ClassOf(oop)));
    }

    private LiteralValue ReadObject(Oop oop, string className) => className switch
    {
        "True" or "False" => new BooleanLiteral(className == "True"),
        "String" => new StringLiteral(ObjectMemory.TextOf(oop)),
        "Symbol" => new SymbolLiteral(ObjectMemory.TextOf(oop)),
        "ByteArray" => new ByteArrayLiteral(ObjectMemory.ByteSpan(oop).ToArray()),
        "Array" => new ArrayLiteral(ReadAll(oop, 0)),
        "Fraction" => new FractionLiteral(Integer(oop, 0), Integer(oop, 1)),
        "Association" or "ReadOnlyVariableBinding" => new BindingLiteral(bindingOf(oop)),
        "AdditionalMethodState" => new PropertiesLiteral(
            ObjectMemory.TextOf(memory.Fetch(1, oop)), [.. Slots(oop, 2).Select(ReadPragma)]),
        _ => new OtherLiteral(className),
    };

    private Pragma ReadPragma(Oop oop) =>
        browser.NameOf(memory.ClassOf(oop)) == "Pragma"
            ? new Pragma(ObjectMemory.TextOf(memory.Fetch(1, oop)), ReadAll(memory.Fetch(2, oop), 0))
            : new Pragma("(a property)", []);

    private BigInteger Integer(Oop oop, int slot) => memory.TryBigInteger(memory.Fetch(slot, oop), out BigInteger value) ? value : 0;

    private LiteralValue[] ReadAll(Oop array, int first) => [.. Slots(array, first).Select(Read)];

    private IEnumerable<Oop> Slots(Oop oop, int first) =>
        Enumerable.Range(first, (int)ObjectMemory.SlotCount(oop) - first).Select(slot => memory.Fetch(slot, oop));
}

/// <summary>An object that no source text describes.</summary>
internal sealed record OtherLiteral(string ClassName) : LiteralValue;
