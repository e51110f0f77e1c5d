namespace JitTalk.Tests.Compiler;

/// <summary>Closures and what they share with the code around them.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class ClosureCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [Test]
    public void Blocks_without_variables_from_outside()
    {
        AnswersAre(
            ("^[] value", "nil"),
            ("^[3] value", "3"),
            ("^[3. nil] value", "nil"),
            ("^[3. nil. ] value", "nil"),
            ("^[| t | t] value", "nil"),
            ("^[| t u | t := 3. u := t + 1. t * u] value", "12"),
            ("^[:x | ] value: 3", "nil"),
            ("^[:x | x] value: 3", "3"),
            ("^[:a :b :c :d | a - b - c - d] value: 9 value: 1 value: 2 value: 3", "3"),
            ("^[:a :b | | t | t := a. t - b] valueWithArguments: #(9 5)", "4"),
            ("^[self] value", "self"),
            ("^[true] value", "true"),
            ("[slot0 := 3. slot1 := slot0 + 1] value. ^slot1", "4"),
            ("[Global := 5] value. ^Global + [Global] value", "10"),
            ("^[#(1 $a)] value", "an Array(1 $a)"),
            ("^[:x | x > 3 ifTrue: [x] ifFalse: [nil]] value: 2", "nil"),
            ("^{[1]. [:x | x]} size", "2"));
    }

    [Test]
    public void Values_are_copied()
    {
        AnswersAre(
            ("| a | a := 3. ^[a] value", "3"),
            ("| a b | a := 3. b := 4. ^[:x :y | a - b - x - y] value: 1 value: 2", "-4"),
            ("| a b c | a := 1. b := 2. c := 3. ^[c - a] value", "2"),
            ("| a | a := 3. ^[[a + 1] value + a] value", "7"),
            ("^([:x | [:y | x - y]] value: 9) value: 5", "4"),
            ("^(([:x | [:y | [:z | x - y - z]]] value: 9) value: 5) value: 1", "3"),
            ("| a block | a := 3. block := [a]. ^block value + block value", "6"));
    }

    [Test]
    public void Variables_are_shared()
    {
        AnswersAre(
            ("| a | a := 3. [a := 4] value. ^a", "4"),
            ("| a block | a := 3. block := [a]. a := 4. ^block value", "4"),
            ("| a block | block := [a := (a ifNil: [0]) + 1]. block value. block value. ^a", "2"),
            ("| a b | a := b := 0. [a := a + 1. [b := b + a] value. [b := b + a] value] value. ^{a. b}", "an Array(1 2)"),
            ("| get set | [| t | get := [t]. set := [:x | t := x]] value. set value: 3. ^get value", "3"),
            ("| a | a := 0. [[[a := a + 1] value] value] value. ^a", "1"),
            ("| a | a := 0. true ifTrue: [| b | b := 3. [b := b + 1. a := b] value]. ^a", "4"),
            ("| a | ^[a := 3] value + a", "6"),
            ("| fact | fact := nil. fact := [:n | n < 2 ifTrue: [1] ifFalse: [n * (fact value: n - 1)]]. ^fact value: 10", "3628800"),
            ("| a b c d | a := 1. b := 2. c := 3. d := 4. [a := b + c. d := a + d] value. ^{a. b. c. d}", "an Array(5 2 3 9)"));
    }

    [Test]
    public void Loops_make_closures()
    {
        AnswersAre(
            ("| all | all := Array new: 3. 1 to: 3 do: [:i | all at: i put: [i]]. ^{(all at: 1) value. (all at: 2) value. (all at: 3) value}",
             "an Array(1 2 3)"),
            ("| all i | all := Array new: 3. i := 0. [(i := i + 1) <= 3] whileTrue: [| t | t := i. all at: i put: [t]]. ^{(all at: 1) value. (all at: 3) value}",
             "an Array(1 3)"),
            ("| all i | all := Array new: 3. i := 0. [(i := i + 1) <= 3] whileTrue: [all at: i put: [i]]. ^{(all at: 1) value. (all at: 3) value}",
             "an Array(4 4)"),
            ("| all i | all := Array new: 2. i := 0. [(i := i + 1) <= 2] whileTrue: [| t | all at: i put: [t := (t ifNil: [0]) + i]]. (all at: 2) value. ^{(all at: 1) value. (all at: 2) value}",
             "an Array(3 6)"),
            ("| n i | n := i := 0. [i < 3] whileTrue: [| t | t ifNil: [n := n + 1]. t := 5. [t] value. i := i + 1]. ^n", "3"),
            ("| n | n := 0. 1 to: 3 do: [:i | | t | [t := i] value. [n := n + t] value]. ^n", "6"),
            ("^[:n | | s | s := 0. 1 to: n do: [:i | [s := s + i] value]. s] value: 4", "10"));
    }

    [Test]
    public void Returns_from_blocks_leave_the_method()
    {
        _ = Define("Array", "each: block 1 to: self size do: [:i | block value: (self at: i)]");
        _ = Define("Subject", "with: block block value: 3. ^#wrong");
        AnswersAre(
            ("[^3] value. ^4", "3"),
            ("[[^3] value. 4] value. ^5", "3"),
            ("^[:x | x > 2 ifTrue: [^#returned]. #went] value: 3", "#returned"),
            ("^[:x | x > 2 ifTrue: [^#returned]. #went] value: 1", "#went"),
            ("[^nil] value. ^4", "nil"),
            ("[^true] value. ^4", "true"),
            ("[^false] value. ^4", "false"),
            ("[^self] value. ^4", "self"),
            ("| a | a := 7. [^a] value. ^4", "7"),
            ("#(1 5 3) each: [:x | x > 2 ifTrue: [^x]]. ^nil", "5"),
            ("#(1 5 3) each: [:x | #(2 5) each: [:y | x = y ifTrue: [^{x. y}]]]. ^nil", "an Array(5 5)"),
            ("^self with: [:x | ^x + 1]", "4"));
    }

    [Test]
    public void Super_in_blocks_begins_above_the_method_s_class()
    {
        _ = Define("Object", "where ^#Object");
        _ = Define("Super", "where ^#Super");
        _ = Define("Subject", "where ^#Subject");
        _ = Define("Super", "where: a with: b ^a + b");
        _ = Define("Subject", "where: a with: b ^#wrong");
        AnswersAre(
            ("^super where", "#Super"),
            ("^[super where] value", "#Super"),
            ("^[[super where] value] value", "#Super"),
            ("^[:x | super where: x with: x + 1] value: 3", "7"),
            ("^{self where. super where. [self where] value}", "an Array(#Subject #Super #Subject)"));
    }

    [Test]
    public void A_block_outlives_its_method_with_its_variables()
    {
        _ = Define("Subject", "counterFrom: start | n | n := start. ^[n := n + 1]");
        Assert.That(
            Run("| a b | a := self counterFrom: 10. b := self counterFrom: 20. a value. b value. ^{a value. b value}"),
            Is.EqualTo("an Array(12 22)"));
    }

    [TestCase(5)]
    [TestCase(13)]
    [TestCase(15)]
    public void Many_values_are_copied(int count)
    {
        string names = string.Join(' ', Enumerable.Range(1, count).Select(i => $"v{i}"));
        string sets = string.Concat(Enumerable.Range(1, count).Select(i => $"v{i} := {i}. "));
        string sum = string.Join(" + ", Enumerable.Range(1, count).Select(i => $"v{i}"));
        string answer = $"{count * (count + 1) / 2}";
        Assert.That(Run($"| {names} | {sets} ^[{sum}] value"), Is.EqualTo(answer));
        Assert.That(Run($"| {names} | {sets} ^[[{sum}] value] value"), Is.EqualTo(answer));
        Assert.That(Run($"| {names} | [{sets}] value. ^[{sum}] value"), Is.EqualTo(answer));
        Assert.That(Run($"^[:x | | {names} | {sets} [:y | {sum} + y] value: 1000] value: 2000"), Is.EqualTo($"{1000 + (count * (count + 1) / 2)}"));
    }

    [Test]
    public void Blocks_take_as_many_arguments_as_methods()
    {
        string arguments = string.Concat(Enumerable.Range(1, 15).Select(i => $":a{i} "));
        Assert.That(
            Run($"^[{arguments}| a1 + (10 * a15) + (100 * a8)] valueWithArguments: #(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)"),
            Is.EqualTo("951"));
    }
}
