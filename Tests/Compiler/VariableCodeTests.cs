using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>Variables of each kind and index, sends of each number of arguments, and primitives.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(Engines))]
public class VariableCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [TestCase(0)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(63)]
    [TestCase(64)]
    [TestCase(199)]
    public void Slots_of_the_receiver(int index)
    {
        _ = Machine.Image.NewClass("Large", "Object", ObjectFormat.Fixed, 200);
        _ = Define("Large", $"get ^slot{index}");
        _ = Define("Large", $"getLater 3 yourself. ^slot{index}");
        _ = Define("Large", $"set: x slot{index} := x");
        _ = Define("Large", $"setAndAnswer: x ^slot{index} := x");
        _ = Define("Large", $"addInBlock: x ^[slot{index} := slot{index} + x] value");
        AnswersAre(
            ("^Large new get", "nil"),
            ("| l | l := Large new. l set: 3. ^l get", "3"),
            ("| l | l := Large new. l set: 3. ^l getLater", "3"),
            ("| l | l := Large new. ^{l setAndAnswer: 3. l addInBlock: 4. l getLater}", "an Array(3 7 7)"));
    }

    [Test]
    public void Slots_of_a_context_are_read_and_written()
    {
        _ = Define("Context", "home 3 yourself. ^contextSlot5");
        _ = Define("Context", "homeAtOnce ^contextSlot5");
        _ = Define("Context", "depth contextSlot0 == nil ifTrue: [^0]. ^1");
        _ = Define("Context", "putReceiver: x contextSlot5 := x");
        _ = Define("Context", "putReceiverAndAnswer: x ^contextSlot5 := x");
        AnswersAre(
            ("^thisContext home", "self"),
            ("^thisContext homeAtOnce", "self"),
            ("^thisContext depth", "1"),
            ("^[thisContext home] value", "self"),
            ("thisContext putReceiver: 3. ^thisContext home", "3"),
            ("^(thisContext putReceiverAndAnswer: 3) + thisContext home", "6"));
    }

    [TestCase(9)]
    [TestCase(12)]
    [TestCase(13)]
    [TestCase(17)]
    [TestCase(40)]
    public void Temps_of_a_method_and_of_a_block(int count)
    {
        string names = string.Join(' ', Enumerable.Range(1, count).Select(i => $"t{i}"));
        string sets = string.Concat(Enumerable.Range(1, count).Select(i => $"t{i} := {i}. "));
        string sum = string.Join(" + ", Enumerable.Range(1, count).Select(i => $"t{i}"));
        string answer = $"{count * (count + 1) / 2}";
        AnswersAre(
            ($"| {names} | {sets} ^{sum}", answer),
            ($"| {names} | {sets} ^(t{count} := t{count} + 1) + t{count}", $"{2 * (count + 1)}"),
            ($"^[| {names} | {sets} {sum}] value", answer),
            ($"^[| {names} | {sets} (t{count} := t{count} + 1) + t{count}] value", $"{2 * (count + 1)}"));
    }

    [Test]
    public void Sends_of_up_to_15_arguments()
    {
        for (int count = 1; count <= 15; count++)
        {
            string pattern = string.Join(' ', Enumerable.Range(1, count).Select(i => $"k: a{i}"));
            string weighted = string.Join(" + ", Enumerable.Range(1, count).Select(i => $"({i} * a{i})"));
            _ = Define("Subject", $"{pattern} ^{weighted}");
            _ = Define("Super", $"{pattern} ^1 + ({weighted})");
            string send = string.Join(' ', Enumerable.Range(1, count).Select(i => $"k: {10 * i}"));
            int answer = Enumerable.Range(1, count).Sum(i => 10 * i * i);
            AnswersAre(
                ($"^self {send}", $"{answer}"),
                ($"^super {send}", $"{answer + 1}"),
                ($"^[self {send}] value", $"{answer}"),
                ($"^[super {send}] value", $"{answer + 1}"));
        }
    }

    [Test]
    public void Special_selectors() => AnswersAre(
        ("^{7 + 2. 7 - 2. 7 * 2. 8 / 2. 7 // 2. 7 \\\\ 2}", "an Array(9 5 14 4 3 1)"),
        ("^{7 < 2. 7 > 2. 7 <= 2. 7 >= 2. 7 = 2. 7 ~= 2}", "an Array(false true false true false true)"),
        ("^{7 bitAnd: 3. 8 bitOr: 3. 1 bitShift: 3}", "an Array(3 11 8)"),
        ("^{self == self. self == nil. 7 class. nil class}", "an Array(true false SmallInteger UndefinedObject)"),
        ("^{#(5 6) at: 2. (Array new: 1) at: 1 put: 3. #(5 6) size}", "an Array(6 3 2)"),
        ("^(3 @ 4) class", "Point"),
        ("^{[3] value. [:x | x] value: 4}", "an Array(3 4)"));

    [Test]
    public void Others_of_their_selectors_are_sent()
    {
        string[] unary = ["next", "atEnd", "new", "x", "y"];
        string[] keyword = ["nextPut:", "do:", "new:", "blockCopy:"];
        foreach (string selector in unary)
        {
            _ = Define("Subject", $"{selector} ^#{selector}");
        }
        foreach (string selector in keyword)
        {
            _ = Define("Subject", $"{selector} a ^{{#{selector}. a}}");
        }
        AnswersAre([
            .. unary.Select(selector => ($"^self {selector}", $"#{selector}")),
            .. keyword.Select(selector => ($"^self {selector} 3", $"an Array(#{selector} 3)"))]);
    }

    [Test]
    public void Different_is_a_bytecode_of_SistaV1_and_a_send_of_V3()
    {
        _ = Define("Object", "~~ other ^#sent");
        AnswersAre(("^3 ~~ 4", CodeKind.IsSista ? "true" : "#sent"), ("^self ~~ self", CodeKind.IsSista ? "false" : "#sent"));
    }

    [Test]
    public void A_primitive_does_it_or_the_code_after_it()
    {
        _ = Define("Subject", "slot: index <primitive: 60> ^#failed");
        _ = Define("Subject", "named <primitive: 'primitiveOfNobody' module: 'Nothing'> ^#failed");
        _ = Define("Subject", "namedBlock: x <primitive: 'primitiveOfNobody' module: 'Nothing' error: reason> ^[x] value");
        _ = Define("Array", "at: index orFail: block <primitive: 60> ^block value");
        AnswersAre(
            ("^#(4 5) at: 2", "5"),
            ("^self slot: 1", "#failed"),
            ("^self named", "#failed"),
            ("^self namedBlock: 3", "3"));
    }
}
