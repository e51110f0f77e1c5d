using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>Small methods and their bytecodes by hand (Blue Book p. 596), without an image.</summary>
public class MethodCompilerTests
{
    [TestCase("m ^self", "8B0001")]
    [TestCase("m: a a ifTrue: [^1]", "10 99 76 7C 78")]
    [TestCase("m: a a ifFalse: [^1]", "10 A8 02 76 7C 78")]
    [TestCase("m: a ^a ifTrue: [1] ifFalse: [2]", "10 99 76 90 77 7C")]
    [TestCase("m: a ^[a]", "10 8F 10 00 02 10 7D 7C")]
    [TestCase("m | t | ^[t := 1]", "8A 01 68 10 8F 10 00 05 76 8D 00 00 7D 7C")]
    public void Source_becomes_these_bytecodes(string source, string bytes) =>
        Assert.That(
            Convert.ToHexString(MethodCompiler.CompileMethod(source, new NoVariables()).Bytecodes), Is.EqualTo(bytes.Replace(" ", string.Empty)));

    [TestCase("m ^(1 + 2", 9)]
    [TestCase("m ^foo", 3)]
    [TestCase("m ^'abc", 3)]
    [TestCase("m: a a := 1", 5)]
    public void An_error_tells_where_it_is(string source, int offset) =>
        Assert.That(
            Assert.Throws<SyntaxErrorException>(() => MethodCompiler.CompileMethod(source, new NoVariables()))!.Offset, Is.EqualTo(offset));

    private sealed class NoVariables : ICompilationScope
    {
        public GlobalBinding ClassBinding { get; } = new("Test");

        public InstanceVariable? FindInstanceVariable(string name) => null;

        public GlobalBinding? FindBinding(string name) => null;

        public LiteralValue? Evaluate(string source) => null;
    }
}
