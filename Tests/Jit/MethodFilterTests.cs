using JitTalk.Jit.Watching;

namespace JitTalk.Tests.Jit;

/// <summary>Patterns that choose methods.</summary>
public sealed class MethodFilterTests
{
    [TestCase("Integer>>benchFib", "Integer>>benchFib", true)]
    [TestCase("Integer>>benchFib", "Integer>>benchFibs", false)]
    [TestCase("Integer>>*", "Integer>>benchFib", true)]
    [TestCase("Integer>>*", "LargePositiveInteger>>benchFib", false)]
    [TestCase("*Integer>>*", "LargePositiveInteger>>benchFib", true)]
    [TestCase("*>>at:*", "Array>>at:put:", true)]
    [TestCase("*>>a*t:", "Array>>at:put:", true)]
    [TestCase("*>>a*at:", "Array>>at:", false)]
    [TestCase("Float class>>*", "Float class>>pi", true)]
    [TestCase("Foo>>bar,Baz>>*", "Baz>>x", true)]
    [TestCase("Foo>>bar, Baz>>*", "Foo>>bar", true)]
    [TestCase("String>>,", "String>>,", true)]
    [TestCase("String>>,,Foo>>bar", "Foo>>bar", true)]
    [TestCase("Integer>>*", "[] in [] in Integer>>timesRepeat:", true)]
    [TestCase("*", "a CompiledMethod", true)]
    public void A_pattern_stands_for_names(string pattern, string name, bool isAccepted) =>
        Assert.That(MethodFilter.Parse([pattern]).Accepts(name), Is.EqualTo(isAccepted));

    [Test]
    public void Any_of_several_patterns_will_do()
    {
        MethodFilter filter = MethodFilter.Parse(["Foo>>*", "Bar>>*"]);
        Assert.That(filter.Accepts("Foo>>x"));
        Assert.That(filter.Accepts("Bar>>x"));
        Assert.That(filter.Accepts("Baz>>x"), Is.False);
    }

    [Test]
    public void No_pattern_is_all_names() => Assert.That(MethodFilter.Everything.Accepts("Foo>>x"));

    [TestCase("benchFib")]
    [TestCase("")]
    [TestCase("Foo>>bar,")]
    public void What_names_no_method_is_refused(string text) =>
        Assert.That(() => MethodFilter.Parse([text]), Throws.TypeOf<FormatException>().With.Message.Contains("Class>>selector"));
}
