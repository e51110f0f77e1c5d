using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>What is just not too much compiles; the error about more names the place of what is too much.</summary>
public class LimitTests
{
    private const int MostInFrame = 56;

    [TestCase(false, 253)]
    [TestCase(true, 32764)]
    public void Literals(bool isSista, int most)
    {
        static string Source(int count) => "m" + string.Concat(Enumerable.Range(1_000_001, count).Select(n => $" nil == {n}."));
        _ = MethodCompiler.CompileMethod(Source(most), new NoVariables(), Target(isSista));
        string source = Source(most + 1);
        IsAt(source, source.LastIndexOf("== ", StringComparison.Ordinal) + 3, Target(isSista));
    }

    [Test]
    public void Temps_and_arguments_of_a_method([Values] bool isSista)
    {
        string Source(int count) => $"m: a | {Names(count - 1)} | ^a";
        _ = MethodCompiler.CompileMethod(Source(MostInFrame - 1), new NoVariables(), Target(isSista));
        string source = Source(MostInFrame + 1);
        IsAt(source, source.IndexOf($"t{MostInFrame} ", StringComparison.Ordinal), Target(isSista));
    }

    [Test]
    public void Temps_of_a_block([Values] bool isSista)
    {
        string Source(int count) => $"m ^[:a | | {Names(count - 1)} | a]";
        _ = MethodCompiler.CompileMethod(Source(MostInFrame - 1), new NoVariables(), Target(isSista));
        string source = Source(MostInFrame + 1);
        IsAt(source, source.IndexOf($"t{MostInFrame} ", StringComparison.Ordinal), Target(isSista));
    }

    [Test]
    public void Nested_expressions([Values] bool isSista)
    {
        string Source(int depth) => "m ^" + string.Concat(Enumerable.Repeat("1 + (", depth - 1)) + "0" + new string(')', depth - 1);
        _ = MethodCompiler.CompileMethod(Source(MostInFrame), new NoVariables(), Target(isSista));
        string source = Source(MostInFrame + 1);
        IsAt(source, source.IndexOf('0'), Target(isSista));
    }

    [Test]
    public void Shared_variables([Values] bool isSista)
    {
        string Source(int count) => $"m | {Names(count)} | [{Sets(count)}] value. ^t1";
        _ = MethodCompiler.CompileMethod(Source(127), new NoVariables(), Target(isSista));
        IsAt(Source(128), 4, Target(isSista));
    }

    [TestCase(false, 204)]
    [TestCase(true, 6552)]
    public void Bytecodes_that_a_jump_goes_over(bool isSista, int most)
    {
        // Five bytes each in both sets.
        static string Source(int count) => $"m: b | a | b ifTrue: [{string.Concat(Enumerable.Repeat("a := a foo: b. ", count))}]. b foo";
        _ = MethodCompiler.CompileMethod(Source(most), new NoVariables(), Target(isSista));
        IsAt(Source(2 * most), 13, Target(isSista));
    }

    [TestCase(false, 200)]
    [TestCase(true, 6500)]
    public void Bytecodes_of_a_loop(bool isSista, int most)
    {
        static string Source(int count) => $"m: b | a | [b] whileTrue: [{string.Concat(Enumerable.Repeat("a := a foo: b. ", count))}]. b foo";
        _ = MethodCompiler.CompileMethod(Source(most), new NoVariables(), Target(isSista));
        IsAt(Source(2 * most), 15, Target(isSista));
    }

    [Test]
    public void Copied_values_of_a_block_of_V3()
    {
        string Source(int count) => $"m | {Names(count)} | {Sets(count)} ^[{Names(count).Replace(" ", " == ")}]";
        _ = MethodCompiler.CompileMethod(Source(15), new NoVariables());
        IsAt(Source(16), Source(16).IndexOf('['), CompilerTarget.V3PlusClosures);
        _ = MethodCompiler.CompileMethod(Source(16), new NoVariables(), CompilerTarget.SistaV1);
        _ = MethodCompiler.CompileMethod(Source(27), new NoVariables(), CompilerTarget.SistaV1);
    }

    [Test]
    public void Bytecodes_of_a_block_of_V3()
    {
        string source = $"m: b ^[| a | {string.Concat(Enumerable.Repeat("a := a foo: b. ", 20_000))}]";
        IsAt(source, 6, CompilerTarget.V3PlusClosures);
        _ = MethodCompiler.CompileMethod(source, new NoVariables(), CompilerTarget.SistaV1);
    }

    [Test]
    public void Slots_of_V3()
    {
        ManySlots scope = new();
        _ = MethodCompiler.CompileMethod("m slot255 := 3. ^slot255", scope);
        Assert.That(Offset("m 3 foo. ^slot256", scope, CompilerTarget.V3PlusClosures), Is.EqualTo(10));
        Assert.That(Offset("m 3 foo. slot256 := 4", scope, CompilerTarget.V3PlusClosures), Is.EqualTo(17));
        _ = MethodCompiler.CompileMethod("m slot256 := 3. ^slot256", scope, CompilerTarget.SistaV1);
    }

    [Test]
    public void Primitives_of_SistaV1()
    {
        _ = MethodCompiler.CompileMethod("m <primitive: 8191>", new NoVariables(), CompilerTarget.SistaV1);
        IsAt("m <primitive: 8192>", 14, CompilerTarget.SistaV1);
        _ = MethodCompiler.CompileMethod("m <primitive: 65535>", new NoVariables());
    }

    [Test]
    public void Arguments([Values] bool isSista)
    {
        string Source(int count) => "m ^self" + string.Concat(Enumerable.Range(1, count).Select(i => $" k: 0"));
        _ = MethodCompiler.CompileMethod(Source(15), new NoVariables(), Target(isSista));
        IsAt(Source(16), Source(16).Length - 1, Target(isSista));
        string Cascade(int count) => "m ^self foo;" + string.Concat(Enumerable.Range(1, count).Select(i => $" k: 0"));
        IsAt(Cascade(16), Cascade(16).Length - 1, Target(isSista));
        string Block(int count) => $"m ^[{string.Concat(Enumerable.Range(1, count).Select(i => $":a{i} "))}]";
        _ = MethodCompiler.CompileMethod(Block(15), new NoVariables(), Target(isSista));
        IsAt(Block(16), Block(16).IndexOf("a16", StringComparison.Ordinal), Target(isSista));
        string Method(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"k: a{i} "));
        _ = MethodCompiler.CompileMethod(Method(15), new NoVariables(), Target(isSista));
        IsAt(Method(16), Method(16).IndexOf("a16", StringComparison.Ordinal), Target(isSista));
    }

    /// <summary>However long the text is, the process lives.</summary>
    [TestCase("(", "3", ")")]
    [TestCase("[", "3", "]")]
    [TestCase("{", "3", "}")]
    [TestCase("", "3", " foo")]
    [TestCase("", "3", " + 4")]
    [TestCase("3 foo: (", "4", ")")]
    [TestCase("a := ", "3", "")]
    [TestCase("true ifTrue: [", "3", "]")]
    [TestCase("1 to: 3 do: [:i | self foo. ", "3", "]")]
    [TestCase("#(", "3", ")")]
    [TestCase("#(", "3", "")]
    [TestCase("#", "foo", "")]
    public void What_is_nested_too_deeply_is_an_error(string before, string middle, string after)
    {
        const int count = 100_000;
        string source = $"m: b | a | {string.Concat(Enumerable.Repeat(before, count))}{middle}{string.Concat(Enumerable.Repeat(after, count))}";
        SyntaxErrorException error = Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileMethod(source, new NoVariables()))!;
        Assert.That(error.Message, Does.Match("nested too deeply|arrays in each other"));
        Assert.That(error.Offset, Is.InRange(10, source.Length));
    }

    [Test]
    public void Arrays_in_arrays()
    {
        static string Source(int count) => $"m ^{string.Concat(Enumerable.Repeat("#(", count))}{new string(')', count)}";
        _ = MethodCompiler.CompileMethod(Source(250), new NoVariables());
        IsAt(Source(251), 3 + (2 * 250), CompilerTarget.V3PlusClosures);
    }

    [Test]
    public void Selectors_coded_inline_share_an_array_where_each_would_be_too_many()
    {
        string source = $"m ^{{{string.Join(" == ", Enumerable.Range(1_000_001, 252))}. nil isFoo ifNil: [nil] ifNotNil: [nil and: [nil or: [nil]]]}}";
        MethodCode code = MethodCompiler.CompileMethod(source, new NoVariables());
        Assert.That(code.Literals, Has.Count.EqualTo(256));
        Assert.That(code.Literals[^3], Is.InstanceOf<ArrayLiteral>());
        Assert.That(((ArrayLiteral)code.Literals[^3]).Elements, Is.EquivalentTo(
            new[] { "ifNil:ifNotNil:", "and:", "or:" }.Select(selector => new SymbolLiteral(selector))));
    }

    private static CompilerTarget Target(bool isSista) => isSista ? CompilerTarget.SistaV1 : CompilerTarget.V3PlusClosures;

    private static string Names(int count) => string.Join(' ', Enumerable.Range(1, count).Select(i => $"t{i}"));

    private static string Sets(int count) => string.Concat(Enumerable.Range(1, count).Select(i => $"t{i} := {i}. "));

    private static void IsAt(string source, int offset, CompilerTarget target) =>
        Assert.That(Offset(source, new NoVariables(), target), Is.EqualTo(offset));

    private static int Offset(string source, ICompilationScope scope, CompilerTarget target) =>
        Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileMethod(source, scope, target))!.Offset;

    /// <summary>slot0, slot1 and so on.</summary>
    private sealed class ManySlots : ICompilationScope
    {
        public GlobalBinding ClassBinding { get; } = new("Test");

        public InstanceVariable? FindInstanceVariable(string name) =>
            name.StartsWith("slot", StringComparison.Ordinal) ? new InstanceVariable(int.Parse(name[4..]), IsOfContext: false) : null;

        public GlobalBinding? FindBinding(string name) => null;

        public LiteralValue? Evaluate(string source) => null;
    }
}
