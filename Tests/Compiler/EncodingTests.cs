using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>Small methods and their bytecodes by hand (Blue Book p. 596; Squeak: EncoderForSistaV1), without an image.</summary>
public class EncodingTests
{
    [TestCase("m ^self", "8B0001", "F80001")]
    [TestCase("m ^true", "8B0101", "F80101")]
    [TestCase("m ^-1", "8B0401", "F80401")]
    [TestCase("m ^2", "8B0701", "F80701")]
    [TestCase("m ^3", "20 7C", "E803 5C")]
    [TestCase("m ^0 foo", "75 D0 7C", "50 80 5C")]
    [TestCase("m ^1 foo", "76 D0 7C", "51 80 5C")]
    [TestCase("m ^-1 foo", "74 D0 7C", "E1FFE8FF 80 5C")]
    [TestCase("m ^300", "20 7C", "E101E82C 5C")]
    [TestCase("m ^-32768", "20 7C", "E180E800 5C")]
    [TestCase("m ^32768", "20 7C", "20 5C")]
    [TestCase("m ^$a", "20 7C", "E961 5C")]
    [TestCase("m ^$€", "20 7C", "E120E9AC 5C")]
    [TestCase("m 3 foo", "21 D0 87 78", "E803 80 D8 58")]
    [TestCase("m ^thisContext", "89 7C", "52 5C")]
    [TestCase("m: a ^a + 1", "10 76 B0 7C", "40 51 60 5C")]
    [TestCase("m: a ^a ~~ nil", "10 73 E0 7C", "40 4F 78 5C")]
    [TestCase("m: a ^a == nil", "10 73 C6 7C", "40 4F 76 5C")]
    [TestCase("m: a ^a class", "10 C7 7C", "40 77 5C")]
    [TestCase("m: a ^a new", "10 CC 7C", "40 7C 5C")]
    [TestCase("m: a ^a blockCopy: 1", "10 76 C8 7C", "40 51 90 5C")]
    [TestCase("m: a a ifTrue: [^1]", "10 99 76 7C 78", "40 C1 51 5C 58")]
    [TestCase("m: a a ifFalse: [^1]", "10 A802 76 7C 78", "40 B9 51 5C 58")]
    [TestCase("m: a ^a ifTrue: [1] ifFalse: [2]", "10 99 76 90 77 7C", "40 C1 51 B1 E802 5C")]
    [TestCase("m: a ^a ifNil: [1]", "10 88 73 C6 99 87 76 7C", "40 53 4F 76 C1 D8 51 5C")]
    [TestCase("m: a [a] whileTrue: [a foo]", "10 9C 10 D0 87 A3F9 78", "40 C6 40 80 D8 E1FFEDF7 58")]
    [TestCase("m: a [a foo] repeat", "10 D0 87 A3FB 78", "40 80 D8 E1FFEDF9 58")]
    [TestCase("m: a ^[a]", "10 8F100002 10 7D 7C", "40 F90001 5C", "40 5E")]
    [TestCase("m | t | ^[t := 1]", "8A01 68 10 8F100005 76 8D0000 7D 7C", "E701 D0 40 F90001 5C", "51 FC0000 5E")]
    [TestCase("m ^[:x | x foo. nil]", "8F010005 10 D0 87 73 7D 7C", "F90000 5C", "40 80 D8 5D")]
    [TestCase("m ^[| t | t]", "8F000003 73 10 7D 7C", "F90000 5C", "40 5E")]
    [TestCase("m ^[^1]", "8F000002 76 7C 7C", "F90000 5C", "51 5C")]
    [TestCase("m ^super foo", "70 8500 7C", "4C EB00 5C")]
    [TestCase("m ^[super foo]", "8F000004 70 8500 7D 7C", "F90000 5C", "4C 11 E140EB00 5E")]
    [TestCase("m <primitive: 60>", "8B3C00 78", "F83C00 58")]
    [TestCase("m <primitive: 60 error: e> ^e", "8B3C00 8140 10 7C", "F83C00 F500 40 5C")]
    [TestCase("m <primitive: 'p' module: 'M'>", "8B7500 78", "F87500 58")]
    public void Source_becomes_these_bytecodes(string source, string v3, string sista, string? block = null)
    {
        MethodCode code = Compile(source, CompilerTarget.SistaV1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Hex(Compile(source, CompilerTarget.V3PlusClosures)), Is.EqualTo(v3.Replace(" ", string.Empty)));
            Assert.That(Hex(code), Is.EqualTo(sista.Replace(" ", string.Empty)));
            Assert.That(Blocks(code).Select(Hex), Is.EqualTo(block is null ? [] : new[] { block.Replace(" ", string.Empty) }));
        }
    }

    [Test]
    public void Headers_of_a_method_and_its_blocks_stand_for_themselves()
    {
        const string deep = "x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + (x + x))))))))))))))";
        MethodCode method = Compile($"m: a ^[:x | | t | [{deep}. t := a] value]", CompilerTarget.SistaV1);
        BlockCode outer = Blocks(method).Single();
        BlockCode inner = Blocks(outer).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((method.ArgumentCount, method.TempCount, method.NeedsLargeFrame), Is.EqualTo((1, 1, false)));
            // The argument, the copied one, and the vector of the temp.
            Assert.That((outer.ArgumentCount, outer.TempCount, outer.NeedsLargeFrame), Is.EqualTo((1, 3, false)));
            Assert.That((inner.ArgumentCount, inner.TempCount, inner.NeedsLargeFrame), Is.EqualTo((0, 3, true)));
            Assert.That(outer.SpurHeader, Is.EqualTo(2 + (3 << 18) + (1 << 24)));
            Assert.That(inner.SpurHeader, Is.EqualTo(1 + (1 << 17) + (3 << 18)));
            Assert.That(inner.Literals.Concat(outer.Literals), Is.EqualTo((LiteralValue[])[new OuterCodeLiteral(), new BlockLiteral(inner), new OuterCodeLiteral()]));
            Assert.That(Compile($"m: a ^[:x | {deep}]", CompilerTarget.V3PlusClosures).NeedsLargeFrame, Is.True);
        }
    }

    [Test]
    public void The_last_literals_name_the_method_and_its_class([Values] bool isSista)
    {
        NoVariables scope = new();
        MethodCode plain = MethodCompiler.CompileMethod("m ^#x", scope, Target(isSista));
        MethodCode quick = MethodCompiler.CompileMethod("m <a> ^1", scope, Target(isSista));
        MethodCode noted = MethodCompiler.CompileMethod("m <a: 1 b: #(c)> ^#x", scope, Target(isSista));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plain.Literals, Is.EqualTo((LiteralValue[])[new SymbolLiteral("x"), new SymbolLiteral("m"), new BindingLiteral(scope.ClassBinding)]));
            Assert.That(quick.Literals[1], Is.EqualTo(new BindingLiteral(scope.ClassBinding)));
            Assert.That(((PropertiesLiteral)quick.Literals[0]).Pragmas.Single().Selector, Is.EqualTo("a"));
            PropertiesLiteral properties = (PropertiesLiteral)noted.Literals[1];
            Assert.That(properties.Selector, Is.EqualTo("m"));
            Assert.That(properties.Pragmas.Single().Selector, Is.EqualTo("a:b:"));
            Assert.That(
                properties.Pragmas.Single().Arguments,
                Is.EqualTo((LiteralValue[])[new IntegerLiteral(1), new ArrayLiteral([new SymbolLiteral("c")])]));
        }
    }

    [Test]
    public void Selectors_that_are_coded_inline_stand_among_the_literals_of_the_method([Values] bool isSista)
    {
        MethodCode code = Compile("m: a ^[a ifTrue: [a and: [#(or:)]] ifFalse: [a or: [#x]]]", Target(isSista));
        string[] symbols = [.. code.Literals.OfType<SymbolLiteral>().Select(symbol => symbol.Text)];
        Assert.That(symbols, Does.Contain("ifTrue:ifFalse:").And.Contain("and:"));
        // It is an element of a literal already, be it one of a block.
        Assert.That(symbols, Has.None.EqualTo("or:"));
    }

    [Test]
    public void A_named_primitive_is_the_first_literal([Values] bool isSista)
    {
        MethodCode code = Compile("m <primitive: 'p' module: 'M'> ^3000000", Target(isSista));
        Assert.That(code.Primitive, Is.EqualTo(117));
        Assert.That(
            code.Literals[0],
            Is.EqualTo(new ArrayLiteral([new SymbolLiteral("M"), new SymbolLiteral("p"), new IntegerLiteral(0), new IntegerLiteral(0)])));
        Assert.That(code.SpurHeader & 0x1FFFF, Is.EqualTo(0x10000 + code.Literals.Count));
    }

    private static CompilerTarget Target(bool isSista) => isSista ? CompilerTarget.SistaV1 : CompilerTarget.V3PlusClosures;

    private static MethodCode Compile(string source, CompilerTarget target) =>
        MethodCompiler.CompileMethod(source, new NoVariables(), target);

    private static IEnumerable<BlockCode> Blocks(GeneratedCode code) =>
        code.Literals.OfType<BlockLiteral>().Select(literal => literal.Code);

    private static string Hex(GeneratedCode code) => Convert.ToHexString(code.Bytecodes);
}
