using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class ArithmeticTests(string engine, string kind) : EngineTest(engine, kind)
{
    private const int Sent = 4711;

    private static readonly string[] Operators =
        ["+", "-", "<", ">", "<=", ">=", "=", "~=", "*", "/", "\\\\", "@", "bitShift:", "//", "bitAnd:", "bitOr:"];

    [Test]
    public void What_SmallIntegers_cannot_hold_is_sent()
    {
        DefineOperators("SmallInteger");
        long max = Memory.Dialect.MaxInteger;
        long min = Memory.Dialect.MinInteger;
        Assert.That(max, Is.EqualTo(Memory.Dialect.WordSize == 4 ? 0x3FFF_FFFF : 0x0FFF_FFFF_FFFF_FFFF));
        AssertAnswers(max - 1, "+", 1, max);
        AssertAnswers(max, "+", 1, Sent);
        AssertAnswers(min + 1, "-", 1, min);
        AssertAnswers(min, "-", 1, Sent);
        AssertAnswers(min, "+", -1, Sent);
        AssertAnswers(max, "-", -1, Sent);
        AssertAnswers(max, "*", 1, max);
        AssertAnswers(max, "*", 2, Sent);
        AssertAnswers(max, "*", max, Sent);
        AssertAnswers(min, "*", -1, Sent);
        AssertAnswers(min, "*", min, Sent);
        AssertAnswers(min, "/", -1, Sent);
        AssertAnswers(min, "//", -1, Sent);
        AssertAnswers(1, "bitShift:", Memory.Dialect.WordSize == 4 ? 29 : 59, (max / 2) + 1);
        AssertAnswers(1, "bitShift:", Memory.Dialect.WordSize == 4 ? 30 : 60, Sent);
        AssertAnswers(-1, "bitShift:", Memory.Dialect.WordSize == 4 ? 30 : 60, min);
        AssertAnswers(1, "bitShift:", 64, Sent);
        AssertAnswers(3, "bitShift:", 200, Sent);
        AssertAnswers(-1, "bitShift:", -200, -1);
        AssertAnswers(max, "bitShift:", min, 0);
    }

    [Test]
    public void What_has_no_integer_quotient_is_sent()
    {
        DefineOperators("SmallInteger");
        AssertAnswers(7, "/", 2, Sent);
        AssertAnswers(7, "/", 0, Sent);
        AssertAnswers(7, "//", 0, Sent);
        AssertAnswers(7, "\\\\", 0, Sent);
        AssertAnswers(-7, "/", 7, -1);
    }

    [TestCase(7, 2, 3, 1)]
    [TestCase(-7, 2, -4, 1)]
    [TestCase(7, -2, -4, -1)]
    [TestCase(-7, -2, 3, -1)]
    [TestCase(-6, 2, -3, 0)]
    [TestCase(6, -2, -3, 0)]
    public void Division_rounds_toward_negative_infinity(int left, int right, int quotient, int remainder)
    {
        AssertAnswers(left, "//", right, quotient);
        AssertAnswers(left, "\\\\", right, remainder);
    }

    [Test]
    public void Floats_are_calculated_in_place_alone_and_with_integers()
    {
        AssertFloat(1.5, "+", 2.25, 3.75);
        AssertFloat(1.5, "-", 2.25, -0.75);
        AssertFloat(1.5, "*", 2.5, 3.75);
        AssertFloat(1.5, "/", 0.5, 3);
        AssertFloat(1.5, "+", null, 3.5);
        AssertFloat(null, "*", 1.5, 3);
        foreach ((string selector, bool less, bool equal) in new[]
        {
            ("<", true, false), (">", false, false), ("<=", true, true), (">=", false, true), ("=", false, true), ("~=", true, false),
        })
        {
            AreSame(Calculate(Float(1.5), selector, Float(2)), Memory.Boolean(less), $"1.5 {selector} 2.0");
            AreSame(Calculate(Float(2), selector, Float(2)), Memory.Boolean(equal), $"2.0 {selector} 2.0");
            AreSame(Calculate(Int(2), selector, Float(2)), Memory.Boolean(equal), $"2 {selector} 2.0");
        }
    }

    [Test]
    public void A_Float_divided_by_zero_is_sent()
    {
        DefineOperators("Object");
        AreSame(Calculate(Float(1.5), "/", Float(0)), Int(Sent));
        AreSame(Calculate(Float(1.5), "/", Int(0)), Int(Sent));
    }

    [TestCaseSource(nameof(Operators))]
    public void What_is_no_number_gets_a_message(string selector)
    {
        DefineOperators("Subject");
        DefineOperators("SmallInteger");
        AreSame(Calculate(Machine.Receiver, selector, Int(3)), Int(Sent), "object and integer");
        AreSame(Calculate(Int(3), selector, Machine.Receiver), Int(Sent), "integer and object");
        AreSame(Calculate(Machine.Receiver, selector, Machine.Receiver), Int(Sent), "objects");
    }

    [Test]
    public void Identity_and_class_are_not_sent()
    {
        DefineOperators("Object");
        foreach (string selector in new[] { "==", "class", "~~" })
        {
            _ = Machine.Define("Object", selector, m => m.PushLiteral(Int(Sent)).ReturnTop());
        }
        AreSame(Machine.Evaluate(m => m.PushReceiver().PushReceiver().SendSpecial("==").ReturnTop()), Memory.True);
        AreSame(Machine.Evaluate(m => m.PushReceiver().SendSpecial("class").ReturnTop()), Machine.Image.Class("Subject"));
        AreSame(Machine.Evaluate(m => m.PushNil().SendSpecial("class").ReturnTop()), Machine.Image.Class("UndefinedObject"));
        if (CodeKind.IsSista)
        {
            AreSame(Machine.Evaluate(m => m.PushReceiver().PushReceiver().SendSpecial("~~").ReturnTop()), Memory.False);
        }
    }

    private void DefineOperators(string className)
    {
        foreach (string selector in Operators)
        {
            _ = Machine.Define(className, selector, m => m.Arguments(1).PushLiteral(Int(Sent)).ReturnTop());
        }
    }

    private Oop Float(double value) => Memory.Float(value);

    private Oop Calculate(Oop left, string selector, Oop right) =>
        Machine.Evaluate(m => m.PushLiteral(left).PushLiteral(right).SendSpecial(selector).ReturnTop());

    private void AssertAnswers(long left, string selector, long right, long answer) =>
        AreSame(Calculate(Int(left), selector, Int(right)), Int(answer), $"{left} {selector} {right}");

    /// <summary>An operand that is null is the integer 2.</summary>
    private void AssertFloat(double? left, string selector, double? right, double answer)
    {
        Oop result = Calculate(
            left is { } a ? Float(a) : Int(2), selector, right is { } b ? Float(b) : Int(2));
        Assert.That(Memory.TryFloat(result, out double value), Is.True, $"{left} {selector} {right}");
        Assert.That(value, Is.EqualTo(answer), $"{left} {selector} {right}");
    }
}
