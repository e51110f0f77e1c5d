using System.Numerics;
using System.Text;
using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>What a compiled method refers to outside itself, found by name.</summary>
internal interface IMethodReferences
{
    Oop Symbol(string text);

    /// <summary>A class that literals are instances of.</summary>
    Oop Class(string name);

    /// <summary>The Association of a variable that outlives methods.</summary>
    Oop Association(GlobalBinding binding);
}

/// <summary>Makes CompiledMethods and their literals of what the compiler answers. Nothing may collect meanwhile.</summary>
internal sealed unsafe class MethodMaker(ObjectMemory memory, IMethodReferences references)
{
    /// <summary>Makes a method.</summary>
    /// <exception cref="OutOfMemoryException">There is no room for it.</exception>
    public Oop Make(MethodCode code)
    {
        Oop method = Make(code, memory.Known.CompiledMethod);
        if (code.Literals is [.., PropertiesLiteral, _])
        {
            Adopt(CompiledCode.Literal(code.Literals.Count - 2, method), method);
        }
        return method;
    }

    private Oop Make(GeneratedCode code, int classIndex)
    {
        Oop[] literals = [.. code.Literals.Select(Literal)];
        long header = code.SpurHeader + (code.Target == CompilerTarget.SistaV1 ? memory.Dialect.MinInteger : 0);
        Oop made = NewCode(classIndex, header, literals, code.Bytecodes);
        foreach ((LiteralValue value, Oop block) in code.Literals.Zip(literals))
        {
            if (value is BlockLiteral { Code.Literals.Count: var count })
            {
                // The slot of its last literal: the header is slot 0.
                memory.Store(count, block, made);
            }
        }
        return made;
    }

    private Oop NewCode(int classIndex, long header, ReadOnlySpan<Oop> literals, ReadOnlySpan<byte> bytecodes)
    {
        long bytes = (8L * (1 + literals.Length)) + bytecodes.Length;
        Oop code = Sure(memory.Allocate(classIndex, ObjectFormat.CompiledMethod.ForByteLength(bytes), (bytes + 7) >> 3));
        memory.StoreUnchecked(0, code, Oop.FromInteger(header));
        for (int i = 0; i < literals.Length; i++)
        {
            memory.StoreUnchecked(1 + i, code, literals[i]);
        }
        bytecodes.CopyTo(new Span<byte>(ObjectMemory.Bytes(code) + bytes - bytecodes.Length, bytecodes.Length));
        return code;
    }

    private Oop Literal(LiteralValue value) => value switch
    {
        NilLiteral => memory.Nil,
        BooleanLiteral boolean => memory.Boolean(boolean.Value),
        IntegerLiteral integer => Sure(memory.Integer(integer.Value)),
        FloatLiteral real => Sure(memory.Float(real.Value)),
        CharacterLiteral character => Oop.FromCharacter(character.Code),
        StringLiteral text => Sure(memory.NewBytes(memory.Known.String, Encoding.UTF8.GetBytes(text.Text))),
        SymbolLiteral symbol => references.Symbol(symbol.Text),
        ByteArrayLiteral bytes => Sure(memory.NewBytes(memory.Known.ByteArray, [.. bytes.Bytes])),
        ArrayLiteral array => Array(array.Elements),
        FractionLiteral fraction => Fraction(fraction.Numerator, fraction.Denominator),
        ScaledDecimalLiteral scaled => Instance(
            "ScaledDecimal", Ratio(scaled.Numerator, scaled.Denominator), Oop.FromInteger(scaled.Scale)),
        BindingLiteral binding => references.Association(binding.Binding),
        PropertiesLiteral properties => Properties(properties),
        BlockLiteral block => Make(block.Code, memory.EnsureClassIndex(references.Class("CompiledBlock"))),
        OuterCodeLiteral => memory.Nil,
        _ => throw new InvalidOperationException($"no object stands for {value}"),
    };

    private Oop Array(IReadOnlyList<LiteralValue> elements) => Sure(memory.NewArray([.. elements.Select(Literal)]));

    private Oop Fraction(BigInteger numerator, BigInteger denominator) =>
        Instance("Fraction", Sure(memory.Integer(numerator)), Sure(memory.Integer(denominator)));

    private Oop Ratio(BigInteger numerator, BigInteger denominator) =>
        denominator.IsOne ? Sure(memory.Integer(numerator)) : Fraction(numerator, denominator);

    /// <summary>AdditionalMethodState: method, selector, then the pragmas, of method, keyword and arguments.</summary>
    private Oop Properties(PropertiesLiteral properties) => Instance(
        "AdditionalMethodState",
        [memory.Nil, references.Symbol(properties.Selector), .. properties.Pragmas.Select(pragma =>
            Instance("Pragma", memory.Nil, references.Symbol(pragma.Selector), Array(pragma.Arguments)))]);

    private void Adopt(Oop properties, Oop method)
    {
        memory.Store(Layouts.AdditionalMethodState.Method, properties, method);
        for (int slot = Layouts.AdditionalMethodState.Selector + 1; slot < ObjectMemory.SlotCount(properties); slot++)
        {
            memory.Store(Layouts.AdditionalMethodState.Method, memory.Fetch(slot, properties), method);
        }
    }

    private Oop Instance(string className, params ReadOnlySpan<Oop> slots)
    {
        Oop behavior = references.Class(className);
        _ = memory.TryShape(behavior, out ClassShape shape);
        Oop oop = Sure(memory.Instantiate(behavior, slots.Length - shape.FixedSlots));
        slots.CopyTo(new Span<Oop>(ObjectMemory.Slots(oop), slots.Length));
        return oop;
    }

    private static Oop Sure(Oop oop) => oop.IsNone ? throw new OutOfMemoryException("no room for a compiled method") : oop;
}
