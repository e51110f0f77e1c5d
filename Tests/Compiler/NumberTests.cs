using System.Numerics;
using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>Numbers in source text.</summary>
public class NumberTests
{
    [TestCase("0", "0")]
    [TestCase("007", "7")]
    [TestCase("-12", "-12")]
    [TestCase("16rFF", "255")]
    [TestCase("16r-F", "-15")]
    [TestCase("-16rF", "-15")]
    [TestCase("2r101", "5")]
    [TestCase("36rZZ", "1295")]
    [TestCase("1e3", "1000")]
    [TestCase("-2e3", "-2000")]
    [TestCase("16r1E2", "482")]
    [TestCase("16rAe2", "2560")]
    [TestCase("2r1e10", "1024")]
    [TestCase("10e-1", "1")]
    [TestCase("1d2", "100")]
    [TestCase("1q2", "100")]
    [TestCase("1000000000000000000000000", "1000000000000000000000000")]
    [TestCase("16rFFFFFFFFFFFFFFFFF", "295147905179352825855")]
    public void Integers(string text, string value) => IsNumber(text, new IntegerLiteral(BigInteger.Parse(value)));

    [TestCase("1e-2", 1, 100)]
    [TestCase("12e-1", 6, 5)]
    [TestCase("-12e-1", -6, 5)]
    [TestCase("2r1e-3", 1, 8)]
    public void Integers_with_negative_exponents_are_fractions(string text, int numerator, int denominator) =>
        IsNumber(text, new FractionLiteral(numerator, denominator));

    [TestCase("1.5", 1.5)]
    [TestCase("-1.5", -1.5)]
    [TestCase("0.1", 0.1)]
    [TestCase("1.0e3", 1000.0)]
    [TestCase("1.5e-3", 0.0015)]
    [TestCase("1.7976931348623157e308", double.MaxValue)]
    [TestCase("4.9e-324", double.Epsilon)]
    [TestCase("123456789012345678.9", 123456789012345680.0)]
    [TestCase("16r1.8", 1.5)]
    [TestCase("16r-1.8", -1.5)]
    [TestCase("2r1.1e2", 6.0)]
    [TestCase("3r0.1", 1.0 / 3.0)]
    [TestCase("7r0.000000000000000001", 6.140946018156456e-16)]
    public void Floats(string text, double value) => IsNumber(text, new FloatLiteral(value));

    [Test]
    public void Zero_has_a_sign()
    {
        FloatLiteral zero = (FloatLiteral)((ArrayLiteral)Literal("#(-0.0)")).Elements[0];
        Assert.That(double.IsNegative(zero.Value), Is.True);
    }

    [TestCase("3.14s2", 157, 50, 2)]
    [TestCase("-3.14s2", -157, 50, 2)]
    [TestCase("3.14s", 157, 50, 2)]
    [TestCase("3s", 3, 1, 0)]
    [TestCase("3s2", 3, 1, 2)]
    [TestCase("0.5s1", 1, 2, 1)]
    [TestCase("1.25s4", 5, 4, 4)]
    [TestCase("1e2s2", 100, 1, 2)]
    [TestCase("1e-2s2", 1, 100, 2)]
    [TestCase("16r1.8s3", 3, 2, 3)]
    public void Scaled_decimals(string text, int numerator, int denominator, int scale) =>
        IsNumber(text, new ScaledDecimalLiteral(numerator, denominator, scale));

    [TestCase("3sin", "3 #sin")]
    [TestCase("3s_", "3 #s_")]
    [TestCase("1e", "1 #e")]
    [TestCase("1e-x", "1 #e #- #x")]
    [TestCase("1.", "1 #.")]
    [TestCase("1.x", "1 #. #x")]
    [TestCase("2r12", "1 2")]
    [TestCase("16rfg", null)]
    [TestCase("12R3", "12 #R3")]
    public void A_number_ends_where_something_else_begins(string text, string? elements)
    {
        if (elements is null)
        {
            Assert.Throws<SyntaxErrorException>(() => Literal($"#({text})"));
            return;
        }
        string[] parts = [.. ((ArrayLiteral)Literal($"#({text})")).Elements.Select(
            element => element is SymbolLiteral symbol ? $"#{symbol.Text}" : $"{((IntegerLiteral)element).Value}")];
        Assert.That(string.Join(' ', parts), Is.EqualTo(elements));
    }

    private static void IsNumber(string text, LiteralValue value)
    {
        Assert.That(Literal($"#({text})"), Is.EqualTo(new ArrayLiteral([value])));
        // An argument, which no bytecode pushes by itself.
        Assert.That(Literal($"#({text} {text})"), Is.EqualTo(new ArrayLiteral([value, value])));
        Assert.That(
            MethodCompiler.CompileExpression($"^{{{text}. {text}}}", new NoVariables()).Literals.Take(1),
            value is IntegerLiteral { Value: var small } && small >= -1 && small <= 2 ? Is.EqualTo((LiteralValue[])[new SymbolLiteral("DoIt")]) : Is.EqualTo((LiteralValue[])[value]));
    }

    private static LiteralValue Literal(string source) => MethodCompiler.CompileExpression(source, new NoVariables()).Literals[0];
}
