namespace JitTalk.Tests.Compiler;

/// <summary>How text is divided, shown by what it answers.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class ParserCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [SetUp]
    public void DefineMessages()
    {
        _ = Define("Object", "negated ^0 - self");
        _ = Define("Object", "twice ^self + self");
        _ = Define("Object", "plus: a minus: b ^self + a - b");
        _ = Define("Object", "plus: a ^self + a");
        _ = Define("Object", "-> a ^{self. a}");
        _ = Define("Object", "<<| a ^{#arrow. self. a}");
        _ = Define("Object", "| a ^{#bar. self. a}");
        _ = Define("Object", "^ a ^{#up. self. a}");
        _ = Define("Object", "_private ^#private");
    }

    [Test]
    public void Unary_binds_before_binary_before_keyword() => AnswersAre(
        ("^2 + 3 * 4", "20"),
        ("^2 + (3 * 4)", "14"),
        ("^2 + 3 negated", "-1"),
        ("^3 negated negated", "3"),
        ("^2 plus: 3 twice + 1 minus: 4 * 2", "1"),
        ("^(2 plus: 3) plus: 4", "9"),
        ("^2 twice twice + 1 twice", "10"),
        ("^1 -> 2 -> 3", "an Array(an Array(1 2) 3)"),
        ("^1 <<| 2", "an Array(#arrow 1 2)"),
        ("^(1 | 2)", "an Array(#bar 1 2)"),
        ("^1 ^ 2", "an Array(#up 1 2)"),
        ("^3 _private", "#private"),
        ("^3 twice :: plus: 4", "10"),
        ("^3 plus: 4 :: plus: 5 :: twice", "24"),
        ("^3 twice :: plus: 4; plus: 5", "11"));

    [Test]
    public void Minus_is_a_sign_where_no_receiver_stands_before_it() => AnswersAre(
        ("^3 - 2", "1"),
        ("^3 -2", "1"),
        ("^3-2", "1"),
        ("^3 - -2", "5"),
        ("^3--2", "5"),
        ("^- 2", "-2"),
        ("^-2 negated", "2"),
        ("^3 plus: -2", "1"),
        ("^#(3 -2 - 1)", "an Array(3 -2 #- 1)"));

    [Test]
    public void Cascades_go_to_the_receiver_of_the_first_message() => AnswersAre(
        ("^(Array new: 2) at: 1 put: 5; at: 2 put: 6; yourself", "an Array(5 6)"),
        ("^3 plus: 4; plus: 5", "8"),
        ("^3 twice; + 4", "7"),
        ("^3 + 4; * 5", "15"),
        ("^3 twice + 4; * 5", "30"),
        ("^1 plus: (2 plus: 1; plus: 2); plus: 5", "6"),
        ("| a | a := 3 twice; negated. ^a", "-3"),
        ("^3 twice; yourself; plus: 1 minus: 2", "2"),
        ("3 twice; negated. ^4", "4"));

    [Test]
    public void Statements_and_assignments() => AnswersAre(
        ("", "self"),
        ("3. 4", "self"),
        ("^3", "3"),
        ("^3.", "3"),
        ("| | ^3", "3"),
        ("| a | ^a", "nil"),
        ("|a b|a:=b:=3. ^a+b", "6"),
        ("| a | a _ 3. ^a", "3"),
        ("| a | ^a := 3", "3"),
        ("| a | ^(a := 3) + a", "6"),
        ("| a b | a := (b := 2) + 1. ^{a. b}", "an Array(3 2)"),
        (". 3 . . ^4", "4"),
        ("| a | a := 1. [a] value. [:x | ] value: 3. ^a. ", "1"),
        ("^[:x | | t | t := x. t] value: 3", "3"),
        ("^[:x || t | t := x. t] value: 3", "3"),
        ("^[:x|x] value: 3", "3"),
        ("slot3 := 4. ^slot3 := slot3 + (slot5 := 1)", "5"));

    [Test]
    public void Comments_and_blanks_divide() => AnswersAre(
        ("\"first\" ^ \"second\" 3 \"third\"", "3"),
        ("\t^\n3\r\n+\f4", "7"),
        ("^3\"one\"\"two\"+4", "7"),
        ("^'\"no comment\"'", "'\"no comment\"'"),
        ("^#(1 \"no element\" 2)", "an Array(1 2)"));

    [Test]
    public void Method_patterns()
    {
        _ = Define("Subject", "unary ^#unary");
        _ = Define("Subject", "== other ^#never");
        _ = Define("Subject", "+/ other ^other");
        _ = Define("Subject", "at:a then:b ^{b. a}");
        _ = Define("Subject", "key: a \"between\" word: b \"after\" | t | \"and here\" t := a - b. ^t");
        _ = Define("Subject", "with: a <note: 'before'> | t | <note: #after> t := a. ^t");
        AnswersAre(
            ("^self unary", "#unary"),
            ("^self +/ 3", "3"),
            ("^self == 3", "false"),
            ("^self key: 5 word: 3", "2"),
            ("^self at:3then: 4", "an Array(4 3)"),
            ("^self with: 4", "4"));
    }

    [Test]
    public void An_expression_answers_its_last_statement()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(RunExpression("3 + 4"), Is.EqualTo("7"));
            Assert.That(RunExpression("3. ^4. "), Is.EqualTo("4"));
            Assert.That(RunExpression("| a b | a := 3. b := a + 1"), Is.EqualTo("4"));
            Assert.That(RunExpression("| n | n := 0. 1 to: 4 do: [:i | n := n + i]. n"), Is.EqualTo("10"));
            Assert.That(RunExpression("true ifTrue: [3] ifFalse: [4]"), Is.EqualTo("3"));
            Assert.That(RunExpression("true ifTrue: [^3] ifFalse: [^4]"), Is.EqualTo("3"));
            Assert.That(RunExpression("[:x | x + 1] value: 3"), Is.EqualTo("4"));
            Assert.That(RunExpression("#(1 2) at: 2"), Is.EqualTo("2"));
            Assert.That(RunExpression("self"), Is.EqualTo("self"));
            Assert.That(RunExpression("slot0 := 3. slot0"), Is.EqualTo("3"));
            Assert.That(RunExpression("Global := #changed"), Is.EqualTo("#changed"));
            Assert.That(RunExpression(""), Is.EqualTo("nil"));
            Assert.That(RunExpression("| a |"), Is.EqualTo("nil"));
            Assert.That(RunExpression(" \"nothing\" . . "), Is.EqualTo("nil"));
        }
        Assert.That(Text(Scopes.ValueOf("Global")), Is.EqualTo("#changed"));
    }
}
