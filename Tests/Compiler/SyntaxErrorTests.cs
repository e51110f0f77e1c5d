using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>Text that does not compile, and the place that the error names.</summary>
public class SyntaxErrorTests
{
    [TestCase("", 0)]
    [TestCase("3", 0)]
    [TestCase("m: ", 3)]
    [TestCase("m: 3", 3)]
    [TestCase("+ ", 2)]
    [TestCase("m ^(1 + 2", 9)]
    [TestCase("m ^(1 + 2]", 9)]
    [TestCase("m ^()", 4)]
    [TestCase("m ^{1. 2", 8)]
    [TestCase("m ^{1 2}", 6)]
    [TestCase("m ^{^1}", 4)]
    [TestCase("m ^[:x | x", 10)]
    [TestCase("m ^[:3]", 5)]
    [TestCase("m ^[:x x]", 7)]
    [TestCase("m ^[3)", 5)]
    [TestCase("m | a ^a", 6)]
    [TestCase("m ^", 3)]
    [TestCase("m ^1 foo: ", 10)]
    [TestCase("m ^1 + ", 7)]
    [TestCase("m ^1. ^2", 6)]
    [TestCase("m [^1. 2]", 7)]
    [TestCase("m 1 2", 4)]
    [TestCase("m )", 2)]
    [TestCase("m a := ", 7)]
    [TestCase("m ^3 ; foo", 5)]
    [TestCase("m ^3 foo; ", 10)]
    [TestCase("m ^super foo; bar", 12)]
    [TestCase("m ^3 foo :: ", 12)]
    [TestCase("m ^3 foo : bar", 11)]
    public void Of_the_parser(string source, int offset) => IsAt(source, offset);

    [TestCase("m ^'abc", 3)]
    [TestCase("m ^'it''s", 3)]
    [TestCase("m ^`3", 3)]
    [TestCase("m \"never ends", 2)]
    [TestCase("m ^$", 4)]
    [TestCase("m ^#", 4)]
    [TestCase("m ^#3", 4)]
    [TestCase("m ^#(1 2", 3)]
    [TestCase("m ^#(1 (2)", 3)]
    [TestCase("m ^#(1 (2", 7)]
    [TestCase("m ^#[1 2", 3)]
    [TestCase("m ^#[1 300]", 7)]
    [TestCase("m ^#[1 a]", 7)]
    [TestCase("m ^#[-1]", 5)]
    [TestCase("m ^16r", 6)]
    [TestCase("m ^2r2", 5)]
    [TestCase("m ^1r1", 3)]
    [TestCase("m ^37r1", 3)]
    [TestCase("m ^1e100001", 5)]
    [TestCase("m ^1e-100001", 6)]
    [TestCase("m ^1s100001", 5)]
    public void Of_the_scanner(string source, int offset) => IsAt(source, offset);

    /// <summary>The name of a case could not hold it.</summary>
    [Test]
    public void Of_a_character_that_begins_nothing() => IsAt("m ^\u0001", 3);

    [TestCase("m ^foo", 3)]
    [TestCase("m foo := 3", 2)]
    [TestCase("m ^[:x | x] value: x", 19)]
    [TestCase("m: a | a | ^a", 7)]
    [TestCase("m | a a | ^a", 6)]
    [TestCase("m ^[:x | [:x | x]]", 11)]
    [TestCase("m ^[:x | | x | x]", 11)]
    [TestCase("m | self | ", 4)]
    [TestCase("m: nil ^3", 3)]
    [TestCase("m self := 3", 2)]
    [TestCase("m true := 3", 2)]
    [TestCase("m: a a := 1", 5)]
    [TestCase("m: a [:b | b := 3]", 11)]
    [TestCase("m 1 to: 3 do: [:i | i := 3]", 20)]
    [TestCase("m ^3 ifTrue: [:x | x]", 15)]
    [TestCase("m ^3 ifNotNil: [:x :y | x]", 20)]
    [TestCase("m ^[:x | x] whileTrue: [3]", 5)]
    [TestCase("m ^3 caseOf: {}", 13)]
    [TestCase("m ^3 caseOf: {4}", 14)]
    [TestCase("m ^3 caseOf: {[1] -> [2]. [1] -> [:x | x]}", 30)]
    [TestCase("m ^`3 + 4`", 3)]
    [TestCase("m ^{1. 2. 3. 4. 5. 6. 7. 8. 9}", 3)]
    public void Of_names_and_blocks(string source, int offset) => IsAt(source, offset);

    [TestCase("m <foo: bar>", 8)]
    [TestCase("m <foo: 3", 9)]
    [TestCase("m <foo: (1)>", 8)]
    [TestCase("m <", 3)]
    [TestCase("m <3>", 3)]
    [TestCase("m <primitive: 0>", 14)]
    [TestCase("m <primitive: 70000>", 14)]
    [TestCase("m <primitive: $a>", 14)]
    [TestCase("m <primitive: 60 error: 3>", 24)]
    [TestCase("m <primitive: 60 module: 3>", 25)]
    [TestCase("m <primitive: 'p' module: 3>", 26)]
    [TestCase("m <primitive: 60> <primitive: 61> ^1", 19)]
    [TestCase("m: a <primitive: 60 error: a>", 27)]
    [TestCase("m <primitive: 60 error: self>", 24)]
    [TestCase("m <primitive: 60 error: e> [e := 3] value", 24)]
    [TestCase("m <primitive: 60 error: e> [e] value. e := 3", 24)]
    public void Of_pragmas(string source, int offset) => IsAt(source, offset);

    [TestCase("3 + ", 4)]
    [TestCase("foo", 0)]
    [TestCase("| a", 3)]
    [TestCase("3. ^4 5", 6)]
    [TestCase("3 4", 2)]
    [TestCase("'abc", 0)]
    [TestCase("3 foo; ", 7)]
    [TestCase("[3", 2)]
    public void Of_expressions(string source, int offset) =>
        Assert.That(
            Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileExpression(source, new NoVariables()))!.Offset, Is.EqualTo(offset));

    [TestCase("3 + ")]
    [TestCase("(3")]
    [TestCase("[:x | x")]
    [TestCase("[:x")]
    [TestCase("{3")]
    [TestCase("#(3")]
    [TestCase("#[3")]
    [TestCase("'abc")]
    [TestCase("3 \"abc")]
    [TestCase("3 foo:")]
    [TestCase("3 foo; ")]
    [TestCase("| a")]
    [TestCase("a :=")]
    [TestCase("^")]
    [TestCase("$")]
    [TestCase("#")]
    [TestCase("16r")]
    public void More_text_could_make_it_right(string source) =>
        Assert.That(
            Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileExpression(source, new NoVariables()))!.IsUnfinished, Is.True);

    [TestCase("3 + )", null)]
    [TestCase("3 4", null)]
    [TestCase("foo", "foo")]
    [TestCase("3 + Foo bar", "Foo")]
    [TestCase("#3", null)]
    [TestCase("16rg", null)]
    [TestCase("[3) ", null)]
    [TestCase("self := 3", null)]
    public void More_text_could_not(string source, string? undeclared)
    {
        SyntaxErrorException error =
            Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileExpression(source, new NoVariables()))!;
        Assert.That((error.IsUnfinished, error.Undeclared), Is.EqualTo((false, undeclared)));
    }

    private static void IsAt(string source, int offset)
    {
        SyntaxErrorException error = Assert.Throws<SyntaxErrorException>(
            () => MethodCompiler.CompileMethod(source, new NoVariables()), source)!;
        Assert.That(error.Offset, Is.EqualTo(offset), error.Message);
    }
}
