using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>How text is divided into literals, shown by the elements of a literal array.</summary>
public class ScannerTests
{
    [TestCase("foo bar_2 _baz", "#foo #bar_2 #_baz")]
    [TestCase("foo: at:put: baz", "#foo: #at:put: #baz")]
    [TestCase("foo:bar:baz foo::", "#foo:bar:baz #foo::")]
    [TestCase("#foo #foo: #at:put: #at:put", "#foo #foo: #at:put: #at:put")]
    [TestCase("##foo # foo #'a b' #''", "#foo #foo #a b #")]
    [TestCase("+ -> <= ~= == , @ \\\\ // >> & *", "#+ #-> #<= #~= #== #, #@ #\\\\ #// #>> #& #*")]
    [TestCase("#+ #-> #| #^ #<=", "#+ #-> #| #^ #<=")]
    [TestCase("| ^ ; . :", "#| #^ #; #. #:")]
    [TestCase("a-b a->b", "#a #- #b #a #-> #b")]
    [TestCase("3-2 3 - 2 3 -2 -2", "3 -2 3 #- 2 3 -2 -2")]
    [TestCase("3+-2", "3 #+ -2")]
    [TestCase("'it''s' '' 'a\nb'", "'it's' '' 'a\nb'")]
    [TestCase("nil true false #nil #true", "NilLiteral BooleanLiteral BooleanLiteral #nil #true")]
    [TestCase("\"no\"1\"no\"\"no\"2", "1 2")]
    [TestCase("(1 (2) #(3)) #[4 5]()", "#(1 #(2) #(3)) #[4 5] #()")]
    [TestCase("é über Ω", "#é #über #Ω")]
    [TestCase("a := b _ c", "#a #:= #b #_ #c")]
    public void Elements(string text, string elements)
    {
        ArrayLiteral array = (ArrayLiteral)MethodCompiler.CompileExpression($"^#({text})", new NoVariables()).Literals[0];
        Assert.That(string.Join(' ', array.Elements.Select(Text)), Is.EqualTo(elements));
    }

    [Test]
    public void Characters()
    {
        ArrayLiteral array = (ArrayLiteral)MethodCompiler.CompileExpression("#($a $  $' $\" $( $) $$ $€ $😀)", new NoVariables()).Literals[0];
        Assert.That(
            array.Elements.Select(element => char.ConvertFromUtf32(((CharacterLiteral)element).Code)),
            Is.EqualTo(new[] { "a", " ", "'", "\"", "(", ")", "$", "€", "😀" }));
    }

    private static string Text(LiteralValue value) => value switch
    {
        ByteArrayLiteral bytes => $"#[{string.Join(' ', bytes.Bytes)}]",
        ArrayLiteral array => $"#({string.Join(' ', array.Elements.Select(Text))})",
        NilLiteral or BooleanLiteral => value.GetType().Name,
        _ => MethodDifference.Text(value),
    };
}
