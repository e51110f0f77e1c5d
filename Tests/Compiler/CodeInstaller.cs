using JitTalk.Core.Bytecodes;
using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>Makes objects of what the compiler answers, in the memory of a <see cref="Machine"/>.</summary>
/// <param name="machine">Where they go.</param>
/// <param name="kind">What it runs.</param>
/// <param name="makeOther">Makes objects of literals that this class knows nothing of.</param>
internal sealed class CodeInstaller(Machine machine, CodeKind kind, Func<LiteralValue, Oop>? makeOther = null)
{
    private const int CallPrimitiveLength = 3;

    private ObjectMemory Memory => machine.Memory;

    /// <summary>Makes a CompiledMethod, with its blocks, and proves that the VM may run them.</summary>
    public Oop Make(MethodCode code)
    {
        List<Oop> blocks = [];
        Oop method = Filled(code, blocks).Build();
        Finish(method, code, blocks);
        return method;
    }

    private MethodBuilder Filled(GeneratedCode code, List<Oop> blocks)
    {
        MethodBuilder builder = machine.Builder().Arguments(code.ArgumentCount).Temps(code.TempCount - code.ArgumentCount);
        if (code.NeedsLargeFrame)
        {
            _ = builder.LargeFrame();
        }
        foreach (LiteralValue literal in code.Literals.Where(literal => literal is not OuterCodeLiteral))
        {
            _ = builder.Literal(Make(literal, blocks));
        }
        byte[] bytecodes = code.Bytecodes;
        if (code is MethodCode { Primitive: > 0 and var primitive })
        {
            _ = builder.Primitive(primitive);
            // In Spur the builder has written the call already.
            bytecodes = kind.Dialect.IsSpur ? bytecodes[CallPrimitiveLength..] : bytecodes;
        }
        return builder.Bytes(bytecodes);
    }

    private Oop MakeBlock(BlockCode code)
    {
        Assert.That(code.Literals[^1], Is.InstanceOf<OuterCodeLiteral>());
        List<Oop> inner = [];
        Oop block = Filled(code, inner).BuildBlock(Memory.Nil);
        Finish(block, code, inner);
        return block;
    }

    /// <summary>Tells the blocks what is around them, and checks header and code.</summary>
    private void Finish(Oop made, GeneratedCode code, List<Oop> blocks)
    {
        foreach (Oop block in blocks)
        {
            Memory.Store(CompiledCode.LiteralCount(block, kind.Dialect), block, made);
        }
        byte[] bytecodes = ObjectMemory.ByteSpan(made)[CompiledCode.FirstBytecode(made, kind.Dialect)..].ToArray();
        Assert.That(bytecodes, Is.EqualTo(code.Bytecodes));
        if (kind.Dialect.IsSpur)
        {
            Assert.That(CompiledCode.Header(made), Is.EqualTo(code.SpurHeader + (kind.IsSista ? kind.Dialect.MinInteger : 0)));
        }
        if (bytecodes.Length > CallPrimitiveLength || code is not MethodCode { Primitive: > 0 })
        {
            CodeVerifier verifier = new(Memory);
            bool isFine = verifier.Verify(made, CompiledCode.FirstBytecode(made, kind.Dialect), code.TempCount);
            Assert.That(isFine, Is.True, () => $"{verifier.Problem}\n{new Disassembler(Memory).Disassemble(made)}");
        }
    }

    private Oop Make(LiteralValue literal, List<Oop> blocks)
    {
        switch (literal)
        {
            case NilLiteral:
                return Memory.Nil;
            case BooleanLiteral boolean:
                return boolean.Value ? Memory.True : Memory.False;
            case IntegerLiteral integer:
                return Memory.Integer(integer.Value);
            case FloatLiteral real:
                return Memory.Float(real.Value);
            case CharacterLiteral character:
                return Memory.Character(character.Code);
            case StringLiteral text:
                return Memory.NewString(text.Text);
            case SymbolLiteral symbol:
                return machine.Image.Symbol(symbol.Text);
            case ByteArrayLiteral bytes:
                return Memory.NewBytes(Memory.EnsureClassIndex(machine.Image.Class("ByteArray")), [.. bytes.Bytes]);
            case ArrayLiteral array:
                return Memory.NewArray([.. array.Elements.Select(element => Make(element, blocks))]);
            case FractionLiteral fraction:
                return Instance("Fraction", Memory.Integer(fraction.Numerator), Memory.Integer(fraction.Denominator));
            case ScaledDecimalLiteral scaled:
                return Instance("ScaledDecimal", Memory.Integer(scaled.Numerator), Memory.Integer(scaled.Denominator), Oop.FromInteger(scaled.Scale));
            case BindingLiteral { Binding: MachineBinding binding }:
                return binding.Association;
            case PropertiesLiteral properties:
                return Instance("AdditionalMethodState", [Memory.Nil, machine.Image.Symbol(properties.Selector), .. properties.Pragmas.Select(Make)]);
            case BlockLiteral block:
                Oop made = MakeBlock(block.Code);
                blocks.Add(made);
                return made;
            default:
                return makeOther is not null
                    ? makeOther(literal) : throw new ArgumentException($"no object for {literal}", nameof(literal));
        }
    }

    private Oop Make(Pragma pragma) => Instance(
        "Pragma", machine.Image.Symbol(pragma.Selector), Memory.NewArray([.. pragma.Arguments.Select(argument => Make(argument, []))]));

    /// <summary>An instance of a class that is made where there is none yet.</summary>
    private Oop Instance(string className, params Oop[] slots)
    {
        if (!machine.Image.HasClass(className))
        {
            _ = machine.Image.NewClass(className, "Object", ObjectFormat.Indexable);
        }
        Oop oop = machine.New(className, slots.Length);
        for (int i = 0; i < slots.Length; i++)
        {
            Memory.Store(i, oop, slots[i]);
        }
        return oop;
    }
}
