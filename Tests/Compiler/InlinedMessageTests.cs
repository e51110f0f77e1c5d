namespace JitTalk.Tests.Compiler;

/// <summary>Messages that are coded with jumps answer and do what the messages would.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class InlinedMessageTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [Test]
    public void Conditions()
    {
        AnswersAre(
            ("^true ifTrue: [3]", "3"),
            ("^false ifTrue: [3]", "nil"),
            ("^true ifFalse: [3]", "nil"),
            ("^false ifFalse: [3]", "3"),
            ("^true ifTrue: [3] ifFalse: [4]", "3"),
            ("^false ifTrue: [3] ifFalse: [4]", "4"),
            ("^true ifFalse: [3] ifTrue: [4]", "4"),
            ("^false ifFalse: [3] ifTrue: [4]", "3"),
            ("^true ifTrue: []", "nil"),
            ("^true ifTrue: [] ifFalse: [4]", "nil"),
            ("^1 < 2 ifTrue: [3. 4] ifFalse: [5. 6]", "4"),
            ("true ifTrue: [^3]. ^4", "3"),
            ("false ifTrue: [^3]. ^4", "4"),
            ("true ifFalse: [^3]. ^4", "4"),
            ("true ifTrue: [^3] ifFalse: [^4]", "3"),
            ("false ifTrue: [^3] ifFalse: [^4]", "4"),
            ("^true ifTrue: [^3] ifFalse: [^4]", "3"),
            ("^true ifTrue: [^3] ifFalse: [4]", "3"),
            ("^false ifTrue: [^3] ifFalse: [4]", "4"),
            ("| a | true ifTrue: [a := 3] ifFalse: [a := 4]. ^a", "3"),
            ("| a | false ifTrue: [a := 3] ifFalse: [a := 4]. ^a", "4"),
            ("| a | false ifTrue: [] ifFalse: [a := 4]. ^a", "4"),
            ("| a | true ifTrue: [a := 3] ifFalse: []. ^a", "3"),
            ("| a | a := 5. a > 3 ifTrue: [a > 4 ifTrue: [a := 6] ifFalse: [a := 7]] ifFalse: [a := 8]. ^a", "6"),
            ("^(true ifTrue: [3]) + (false ifTrue: [4] ifFalse: [5])", "8"),
            ("^{true ifTrue: [3]. false ifTrue: [3]. true ifFalse: [3]}", "an Array(3 nil nil)"));
    }

    [Test]
    public void Conjunctions_and_alternatives()
    {
        AnswersAre(
            ("^true and: [false]", "false"),
            ("^true and: [3]", "3"),
            ("^false and: [^3]", "false"),
            ("^true or: [^3]", "true"),
            ("^false or: [3]", "3"),
            ("^(1 < 2 and: [2 < 3 or: [^nil]]) ifTrue: [4] ifFalse: [5]", "4"),
            ("| a | true and: [a := 3]. ^a", "3"),
            ("| a | a := 1. true or: [a := 3]. ^a", "1"),
            ("(true and: [true]) and: [^3]. ^4", "3"));
    }

    [Test]
    public void Tests_for_nil()
    {
        AnswersAre(
            ("^nil ifNil: [3]", "3"),
            ("^false ifNil: [3]", "false"),
            ("^nil ifNotNil: [3]", "nil"),
            ("^4 ifNotNil: [3]", "3"),
            ("^nil ifNotNil: [:x | x]", "nil"),
            ("^4 ifNotNil: [:x | x + 1]", "5"),
            ("^nil ifNil: [3] ifNotNil: [:x | x + 1]", "3"),
            ("^4 ifNil: [3] ifNotNil: [:x | x + 1]", "5"),
            ("^4 ifNil: [3] ifNotNil: [6]", "6"),
            ("^nil ifNotNil: [:x | x + 1] ifNil: [3]", "3"),
            ("^4 ifNotNil: [:x | x + 1] ifNil: [3]", "5"),
            ("| a | nil ifNil: [a := 3]. ^a", "3"),
            ("| a | 1 ifNil: [a := 3]. ^a", "nil"),
            ("| a | 4 ifNotNil: [:x | a := x]. ^a", "4"),
            ("nil ifNil: [^3]. ^4", "3"),
            ("1 ifNil: [^3]. ^4", "4"),
            ("1 ifNotNil: [:x | ^x]. ^4", "1"),
            ("^nil ifNil: [^3]", "3"),
            ("^nil ifNil: [^3] ifNotNil: [:x | ^x]", "3"),
            ("^1 + (nil ifNil: [3])", "4"),
            ("| n | n := 0. (n := n + 1) ifNil: [^nil]. ^n", "1"),
            ("^(5 ifNotNil: [:x | [x + 1]]) value", "6"));
    }

    [Test]
    public void Loops_with_conditions()
    {
        AnswersAre(
            ("| i | i := 0. [i < 5] whileTrue: [i := i + 1]. ^i", "5"),
            ("| i | i := 0. [i >= 5] whileFalse: [i := i + 1]. ^i", "5"),
            ("| i | i := 0. [(i := i + 1) < 5] whileTrue. ^i", "5"),
            ("| i | i := 0. [(i := i + 1) >= 5] whileFalse. ^i", "5"),
            ("| i | i := 0. ^[i < 5] whileTrue: [i := i + 1]", "nil"),
            ("| i | i := 0. ^[i := i + 1. i < 5] whileTrue", "nil"),
            ("[false] whileTrue: [^3]. ^4", "4"),
            ("[true] whileTrue: [^3]. ^4", "3"),
            ("[^3] whileTrue: [^4]. ^5", "3"),
            ("| n | n := 0. [| t | t := n + 1. n := t. t < 5] whileTrue: []. ^n", "5"),
            ("| n | n := 0. [n < 9] whileTrue: [n := n + (n > 4 ifTrue: [| t | t := 3. t] ifFalse: [| t | t := 2. t])]. ^n", "9"),
            ("| i | i := 0. [i := i + 1. i >= 5 ifTrue: [^i]] repeat", "5"),
            ("| i | i := 0. ^[i := i + 1. i >= 5 ifTrue: [^i]] repeat", "5"),
            ("| i j n | n := i := 0. [i < 4] whileTrue: [j := 0. [j < i] whileTrue: [n := n + 1. j := j + 1]. i := i + 1]. ^n", "6"));
    }

    [Test]
    public void Counting_loops()
    {
        AnswersAre(
            ("| n | n := 0. 1 to: 5 do: [:i | n := n + i]. ^n", "15"),
            ("| n | n := 0. 5 to: 1 do: [:i | n := n + i]. ^n", "0"),
            ("| n | n := 0. 1 to: 6 by: 2 do: [:i | n := n + i]. ^n", "9"),
            ("| n | n := 0. 6 to: 1 by: -2 do: [:i | n := n + i]. ^n", "12"),
            ("| n | n := 0. -2 to: 2 do: [:i | n := n * 3 + i]. ^n", "-184"),
            ("^3 to: 5 do: [:i | i]", "3"),
            ("^3 + (4 to: 5 do: [:i | i])", "7"),
            ("1 to: 9 do: [:i | i > 3 ifTrue: [^i]]. ^nil", "4"),
            ("| n | n := 3. 1 to: n do: [:i | ]. ^n", "3"),
            ("| n m | n := 3. m := 0. 1 to: n + 1 do: [:i | n := 0. m := m + 1]. ^m", "4"),
            ("| n | n := 0. 1 + 1 to: 2 + 2 do: [:i | n := n + i]. ^n", "9"),
            ("| n | n := 0. 1 to: 3 do: [:i | 1 to: i do: [:j | n := n + (i * j)]]. ^n", "25"),
            ("| n | n := 0. 1 to: 3 do: [:i | | t | t ifNil: [n := n + 1]. t := i]. ^n", "3"));
    }

    [Test]
    public void Cases()
    {
        AnswersAre(
            ("^2 caseOf: {[1] -> [#a]. [2] -> [#b]. [3] -> [#c]}", "#b"),
            ("^3 caseOf: {[1] -> [#a]. [2] -> [#b]. [3] -> [#c]}", "#c"),
            ("^4 caseOf: {[1] -> [#a]. [2] -> [#b]}", "#caseError"),
            ("^1 caseOf: {[1] -> [#a]. [2] -> [#b]} otherwise: [#x]", "#a"),
            ("^4 caseOf: {[1] -> [#a]. [2] -> [#b]} otherwise: [#x]", "#x"),
            ("^2 caseOf: {[1] -> [^#a]. [1 + 1] -> [^#b]} otherwise: [^#x]", "#b"),
            ("| a | 2 caseOf: {[1] -> [a := #a]. [2] -> [a := #b]}. ^a", "#b"),
            ("| a | 3 caseOf: {[1] -> [a := #a]} otherwise: [a := #x]. ^a", "#x"),
            ("^{2 caseOf: {[2] -> [1]}. 1 caseOf: {[2] -> [1]. [1] -> [3]} otherwise: [4]}", "an Array(1 3)"),
            ("^1 caseOf: {[1] -> [2 caseOf: {[2] -> [#inner]}]}", "#inner"),
            ("| n | n := 0. 1 to: 4 do: [:i | n := n * 10 + (i caseOf: {[1] -> [7]. [3] -> [8]} otherwise: [i])]. ^n", "7284"));
    }

    [Test]
    public void Where_arguments_are_no_blocks_there_is_a_send()
    {
        _ = Define("True", "ifTrue: block ^block value");
        _ = Define("Object", "value ^self");
        _ = Define("Subject", "ifTrue: yes ifFalse: no ^no");
        _ = Define("Object", "caseOf: cases ^#sent");
        _ = Define("Object", "to: stop do: block | i | i := self. [i <= stop] whileTrue: [block value: i. i := i + 1]");
        _ = Define("Object", "to: stop by: step do: block | i | i := self. [i <= stop] whileTrue: [block value: i. i := i + step]");
        AnswersAre(
            ("^true ifTrue: 3", "3"),
            ("^self ifTrue: 3 ifFalse: 4", "4"),
            ("| block | block := [3]. ^true ifTrue: block", "3"),
            ("| n stop | n := 0. stop := 3. 1 to: stop do: [:i | n := n + i. stop := 2]. ^n", "6"),
            ("| n block | n := 0. block := [:i | n := n + i]. 1 to: 3 do: block. ^n", "6"),
            ("| n step | n := 0. step := 2. 1 to: 5 by: step do: [:i | n := n + i]. ^n", "9"),
            ("| cases | cases := 3. ^1 caseOf: cases", "#sent"));
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
}
