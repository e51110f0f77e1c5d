using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>Messages that are coded with jumps answer and do what the messages would.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class InlinedMessageTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [TestCase("^true ifTrue: [3]", "3")]
    [TestCase("^false ifTrue: [3]", "nil")]
    [TestCase("^true ifFalse: [3]", "nil")]
    [TestCase("^false ifFalse: [3]", "3")]
    [TestCase("^true ifTrue: [3] ifFalse: [4]", "3")]
    [TestCase("^false ifTrue: [3] ifFalse: [4]", "4")]
    [TestCase("^true ifFalse: [3] ifTrue: [4]", "4")]
    [TestCase("^false ifFalse: [3] ifTrue: [4]", "3")]
    [TestCase("^true ifTrue: []", "nil")]
    [TestCase("^true ifTrue: [] ifFalse: [4]", "nil")]
    [TestCase("^1 < 2 ifTrue: [3. 4] ifFalse: [5. 6]", "4")]
    [TestCase("true ifTrue: [^3]. ^4", "3")]
    [TestCase("false ifTrue: [^3]. ^4", "4")]
    [TestCase("true ifFalse: [^3]. ^4", "4")]
    [TestCase("true ifTrue: [^3] ifFalse: [^4]", "3")]
    [TestCase("false ifTrue: [^3] ifFalse: [^4]", "4")]
    [TestCase("^true ifTrue: [^3] ifFalse: [^4]", "3")]
    [TestCase("^true ifTrue: [^3] ifFalse: [4]", "3")]
    [TestCase("^false ifTrue: [^3] ifFalse: [4]", "4")]
    [TestCase("| a | true ifTrue: [a := 3] ifFalse: [a := 4]. ^a", "3")]
    [TestCase("| a | false ifTrue: [a := 3] ifFalse: [a := 4]. ^a", "4")]
    [TestCase("| a | false ifTrue: [] ifFalse: [a := 4]. ^a", "4")]
    [TestCase("| a | true ifTrue: [a := 3] ifFalse: []. ^a", "3")]
    [TestCase("| a | a := 5. a > 3 ifTrue: [a > 4 ifTrue: [a := 6] ifFalse: [a := 7]] ifFalse: [a := 8]. ^a", "6")]
    [TestCase("^(true ifTrue: [3]) + (false ifTrue: [4] ifFalse: [5])", "8")]
    [TestCase("^{true ifTrue: [3]. false ifTrue: [3]. true ifFalse: [3]}", "an Array(3 nil nil)")]
    public void Conditions(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("^true and: [false]", "false")]
    [TestCase("^true and: [3]", "3")]
    [TestCase("^false and: [^3]", "false")]
    [TestCase("^true or: [^3]", "true")]
    [TestCase("^false or: [3]", "3")]
    [TestCase("^(1 < 2 and: [2 < 3 or: [^nil]]) ifTrue: [4] ifFalse: [5]", "4")]
    [TestCase("| a | true and: [a := 3]. ^a", "3")]
    [TestCase("| a | a := 1. true or: [a := 3]. ^a", "1")]
    [TestCase("(true and: [true]) and: [^3]. ^4", "3")]
    public void Conjunctions_and_alternatives(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("^nil ifNil: [3]", "3")]
    [TestCase("^false ifNil: [3]", "false")]
    [TestCase("^nil ifNotNil: [3]", "nil")]
    [TestCase("^4 ifNotNil: [3]", "3")]
    [TestCase("^nil ifNotNil: [:x | x]", "nil")]
    [TestCase("^4 ifNotNil: [:x | x + 1]", "5")]
    [TestCase("^nil ifNil: [3] ifNotNil: [:x | x + 1]", "3")]
    [TestCase("^4 ifNil: [3] ifNotNil: [:x | x + 1]", "5")]
    [TestCase("^4 ifNil: [3] ifNotNil: [6]", "6")]
    [TestCase("^nil ifNotNil: [:x | x + 1] ifNil: [3]", "3")]
    [TestCase("^4 ifNotNil: [:x | x + 1] ifNil: [3]", "5")]
    [TestCase("| a | nil ifNil: [a := 3]. ^a", "3")]
    [TestCase("| a | 1 ifNil: [a := 3]. ^a", "nil")]
    [TestCase("| a | 4 ifNotNil: [:x | a := x]. ^a", "4")]
    [TestCase("nil ifNil: [^3]. ^4", "3")]
    [TestCase("1 ifNil: [^3]. ^4", "4")]
    [TestCase("1 ifNotNil: [:x | ^x]. ^4", "1")]
    [TestCase("^nil ifNil: [^3]", "3")]
    [TestCase("^nil ifNil: [^3] ifNotNil: [:x | ^x]", "3")]
    [TestCase("^1 + (nil ifNil: [3])", "4")]
    [TestCase("| n | n := 0. (n := n + 1) ifNil: [^nil]. ^n", "1")]
    [TestCase("^(5 ifNotNil: [:x | [x + 1]]) value", "6")]
    public void Tests_for_nil(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("| i | i := 0. [i < 5] whileTrue: [i := i + 1]. ^i", "5")]
    [TestCase("| i | i := 0. [i >= 5] whileFalse: [i := i + 1]. ^i", "5")]
    [TestCase("| i | i := 0. [(i := i + 1) < 5] whileTrue. ^i", "5")]
    [TestCase("| i | i := 0. [(i := i + 1) >= 5] whileFalse. ^i", "5")]
    [TestCase("| i | i := 0. ^[i < 5] whileTrue: [i := i + 1]", "nil")]
    [TestCase("| i | i := 0. ^[i := i + 1. i < 5] whileTrue", "nil")]
    [TestCase("[false] whileTrue: [^3]. ^4", "4")]
    [TestCase("[true] whileTrue: [^3]. ^4", "3")]
    [TestCase("[^3] whileTrue: [^4]. ^5", "3")]
    [TestCase("| i | i := 0. [i := i + 1. i >= 5 ifTrue: [^i]] repeat", "5")]
    [TestCase("| i | i := 0. ^[i := i + 1. i >= 5 ifTrue: [^i]] repeat", "5")]
    [TestCase("| i j n | n := i := 0. [i < 4] whileTrue: [j := 0. [j < i] whileTrue: [n := n + 1. j := j + 1]. i := i + 1]. ^n", "6")]
    public void Loops_with_conditions(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("| n | n := 0. 1 to: 5 do: [:i | n := n + i]. ^n", "15")]
    [TestCase("| n | n := 0. 5 to: 1 do: [:i | n := n + i]. ^n", "0")]
    [TestCase("| n | n := 0. 1 to: 6 by: 2 do: [:i | n := n + i]. ^n", "9")]
    [TestCase("| n | n := 0. 6 to: 1 by: -2 do: [:i | n := n + i]. ^n", "12")]
    [TestCase("| n | n := 0. -2 to: 2 do: [:i | n := n * 3 + i]. ^n", "-196")]
    [TestCase("^3 to: 5 do: [:i | i]", "3")]
    [TestCase("^3 + (4 to: 5 do: [:i | i])", "7")]
    [TestCase("1 to: 9 do: [:i | i > 3 ifTrue: [^i]]. ^nil", "4")]
    [TestCase("| n | n := 3. 1 to: n do: [:i | ]. ^n", "3")]
    [TestCase("| n m | n := 3. m := 0. 1 to: n + 1 do: [:i | n := 0. m := m + 1]. ^m", "4")]
    [TestCase("| n | n := 0. 1 + 1 to: 2 + 2 do: [:i | n := n + i]. ^n", "9")]
    [TestCase("| n | n := 0. 1 to: 3 do: [:i | 1 to: i do: [:j | n := n + (i * j)]]. ^n", "25")]
    [TestCase("| n | n := 0. 1 to: 3 do: [:i | | t | t ifNil: [n := n + 1]. t := i]. ^n", "3")]
    public void Counting_loops(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("^2 caseOf: {[1] -> [#a]. [2] -> [#b]. [3] -> [#c]}", "#b")]
    [TestCase("^3 caseOf: {[1] -> [#a]. [2] -> [#b]. [3] -> [#c]}", "#c")]
    [TestCase("^4 caseOf: {[1] -> [#a]. [2] -> [#b]}", "#caseError")]
    [TestCase("^1 caseOf: {[1] -> [#a]. [2] -> [#b]} otherwise: [#x]", "#a")]
    [TestCase("^4 caseOf: {[1] -> [#a]. [2] -> [#b]} otherwise: [#x]", "#x")]
    [TestCase("^2 caseOf: {[1] -> [^#a]. [1 + 1] -> [^#b]} otherwise: [^#x]", "#b")]
    [TestCase("| a | 2 caseOf: {[1] -> [a := #a]. [2] -> [a := #b]}. ^a", "#b")]
    [TestCase("| a | 3 caseOf: {[1] -> [a := #a]} otherwise: [a := #x]. ^a", "#x")]
    [TestCase("^{2 caseOf: {[2] -> [1]}. 1 caseOf: {[2] -> [1]. [1] -> [3]} otherwise: [4]}", "an Array(1 3)")]
    [TestCase("^1 caseOf: {[1] -> [2 caseOf: {[2] -> [#inner]}]}", "#inner")]
    [TestCase("| n | n := 0. 1 to: 4 do: [:i | n := n * 10 + (i caseOf: {[1] -> [7]. [3] -> [8]} otherwise: [i])]. ^n", "7284")]
    public void Cases(string source, string answer) => Assert.That(Run(source), Is.EqualTo(answer));

    [TestCase("^true ifTrue: 3", "3")]
    [TestCase("^self ifTrue: 3 ifFalse: 4", "4")]
    [TestCase("| block | block := [3]. ^true ifTrue: block", "3")]
    [TestCase("| n stop | n := 0. stop := 3. 1 to: stop do: [:i | n := n + i. stop := 2]. ^n", "6")]
    [TestCase("| n block | n := 0. block := [:i | n := n + i]. 1 to: 3 do: block. ^n", "6")]
    [TestCase("| n step | n := 0. step := 2. 1 to: 5 by: step do: [:i | n := n + i]. ^n", "9")]
    [TestCase("| cases | cases := 3. ^1 caseOf: cases", "#sent")]
    public void Where_arguments_are_no_blocks_there_is_a_send(string source, string answer)
    {
        _ = Define("True", "ifTrue: block ^block value");
        _ = Define("Object", "value ^self");
        _ = Define("Subject", "ifTrue: yes ifFalse: no ^no");
        _ = Define("Object", "caseOf: cases ^#sent");
        _ = Define("Object", "to: stop do: block | i | i := self. [i <= stop] whileTrue: [block value: i. i := i + 1]");
        _ = Define("Object", "to: stop by: step do: block | i | i := self. [i <= stop] whileTrue: [block value: i. i := i + step]");
        Assert.That(Run(source), Is.EqualTo(answer));
    }

    /// <summary>An assignment and a sum take five bytes, in both sets.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(60)]
    [TestCase(200)]
    public void Jumps_over_code_of_any_length_arrive(int statements)
    {
        string much = string.Concat(Enumerable.Repeat("a := a + 1. ", statements));
        Assert.That(Run($"| a | a := 0. true ifTrue: [{much}] ifFalse: [^0]. ^a"), Is.EqualTo($"{statements}"));
        Assert.That(Run($"| a | a := 0. true ifFalse: [{much}]. ^a"), Is.EqualTo("0"));
        Assert.That(Run($"| a | a := 0. ^(a = 0 or: [{much} false]) ifTrue: [a] ifFalse: [{much} 3]"), Is.EqualTo("0"));
        Assert.That(Run($"| a | a := 0. [a < {3 * statements}] whileTrue: [{much}]. ^a"), Is.EqualTo($"{3 * statements}"));
    }

    [Test]
    public void Jumps_of_SistaV1_go_far()
    {
        if (!CodeKind.IsSista)
        {
            Assert.Ignore("V3 has no such jumps");
        }
        string much = string.Concat(Enumerable.Repeat("a := a + 1. ", 6000));
        Assert.That(Run($"| a | a := 0. [a < 12000] whileTrue: [{much}]. ^a"), Is.EqualTo("12000"));
        Assert.That(Run($"| a | a := 0. 3 ifNil: [{much}]. ^a"), Is.EqualTo("0"));
    }
}
