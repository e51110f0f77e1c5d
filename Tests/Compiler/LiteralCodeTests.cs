namespace JitTalk.Tests.Compiler;

/// <summary>Literals of all kinds arrive as the objects that the text describes.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class LiteralCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [Test]
    public void Integers_of_all_sizes()
    {
        string[] integers =
        [
            "0", "1", "2", "3", "-1", "-2", "127", "128", "255", "256", "-127", "-128", "-129", "-255", "-256", "-257",
            "32767", "32768", "-32768", "-32769", "65535", "65536", "536870911", "536870912", "1073741823", "1073741824",
            "-1073741824", "-1073741825", "1152921504606846975", "1152921504606846976", "-1152921504606846976",
            "-1152921504606846977", "123456789012345678901234567890",
        ];
        // In the block they are pushed by code that is a literal itself.
        AnswersAre([.. integers.SelectMany(text => new[] { ($"^{text}", text), ($"3 yourself. ^[{text}] value", text) })]);
    }

    [Test]
    public void Characters() => AnswersAre(
        ("^$a", "$a"),
        ("^$'", "$'"),
        ("^$$", "$$"),
        ("^$ ", "Character value: 32"),
        ("^{$a. $b}", "an Array($a $b)"),
        ("^$ÿ", "$ÿ"));

    [Test]
    public void Other_literals() => AnswersAre(
        ("^nil", "nil"),
        ("^true", "true"),
        ("^false", "false"),
        ("^1.5", "1.5"),
        ("^-1.5e10", "-15000000000.0"),
        ("^1e-2", "a Fraction(1 100)"),
        ("^3.14s2", "a ScaledDecimal(157 50 2)"),
        ("^-3s1", "a ScaledDecimal(-3 1 1)"),
        ("^'it''s'", "'it''s'"),
        ("^''", "''"),
        ("^#foo", "#foo"),
        ("^#at:put:", "#at:put:"),
        ("^#+", "#+"),
        ("^#'hello world'", "#hello world"),
        ("^#[1 2 255]", "#[1 2 255]"),
        ("^#[]", "#[]"),
        ("^#()", "an Array()"),
        ("^#(1 -2 $a 'b' #c d e:f: + #(g (1) #[2]) nil true false 1.5 #nil)",
         "an Array(1 -2 $a 'b' #c #d #e:f: #+ an Array(#g an Array(1) #[2]) nil true false 1.5 #nil)"));

    [Test]
    public void Braces_make_Arrays()
    {
        AnswersAre(
            ("^{}", "an Array()"),
            ("^{3}", "an Array(3)"),
            ("^{3. 4 + 5. nil}", "an Array(3 9 nil)"),
            ("^{{1. 2}. {3. {4}}. }", "an Array(an Array(1 2) an Array(3 an Array(4)))"),
            ("^{1. 2. 3. 4. 5. 6. 7. 8}", "an Array(1 2 3 4 5 6 7 8)"),
            ("^{1. 2. 3. 4. 5. 6. 7. 8. 9}", "an Array(1 2 3 4 5 6 7 8 9)"),
            ("| a | a := {1. 2. 3. {4. [5] value}. 5. 6. 7. 8. 9. 10}. ^a at: 4", "an Array(4 5)"));
    }

    [Test]
    public void Equal_literals_are_one_object() => AnswersAre(
        ("^'ab' == 'ab'", "true"),
        ("^#(1 2) == #(1 2)", "true"),
        ("^'ab' == #ab", "false"),
        ("^1.5 == 1.5", "true"),
        ("^0.0 == -0.0", "false"),
        ("^1 == 1.0", "false"),
        ("^{0.0. -0.0}", "an Array(0.0 -0.0)"));

    [TestCase(20)]
    [TestCase(40)]
    [TestCase(70)]
    [TestCase(120)]
    public void Many_literals_variables_and_selectors_are_found(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Scopes.Define($"Global{i}", Int(i));
            _ = Define("Subject", $"plus{i}: n ^n + {i}");
            _ = Define("Super", $"twice{i} ^{2 * i}");
        }
        int sum = count * (count + 1) / 2;
        string literals = string.Join(". s := s + ", Enumerable.Range(1, count).Select(i => $"{1_000_000 + i}"));
        Assert.That(Run($"| s | s := 0. s := s + {literals}. ^s - {count * 1_000_000}"), Is.EqualTo($"{sum}"));
        string variables = string.Join(". s := s + ", Enumerable.Range(1, count).Select(i => $"Global{i}"));
        Assert.That(Run($"| s | s := 0. s := s + {variables}. ^s"), Is.EqualTo($"{sum}"));
        Assert.That(Run($"| s | s := 0. {string.Concat(Enumerable.Range(1, count).Select(i => $"s := self plus{i}: s. "))} ^s"), Is.EqualTo($"{sum}"));
        Assert.That(Run($"| s | s := 0. {string.Concat(Enumerable.Range(1, count).Select(i => $"s := s + super twice{i}. "))} ^s"), Is.EqualTo($"{2 * sum}"));
        Assert.That(Run($"{string.Concat(Enumerable.Range(1, count).Select(i => $"Global{i} := {i} + (Global{i} := 1). "))} ^Global{count}"), Is.EqualTo($"{count + 1}"));
    }
}
