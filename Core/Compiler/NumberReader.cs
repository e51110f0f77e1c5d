using System.Globalization;
using System.Numerics;

namespace JitTalk.Core.Compiler;

/// <summary>
/// Numbers in source text: <c>12</c>, <c>16rFF</c>, <c>2r-101</c>, <c>1.5</c>, <c>16r1.8</c>, <c>1e10</c>, <c>1.5e-3</c>, <c>3.14s2</c>.
/// An integer with a negative exponent is a Fraction.
/// </summary>
internal ref struct NumberReader
{
    private const string ExponentMarks = "edq";
    private const int HighestExponent = 100_000;
    private const int HighestRadix = 36;

    private readonly string _source;
    private readonly int _start;
    private int _position;

    public NumberReader(string source, int start)
    {
        _source = source;
        _start = start;
        _position = start;
    }

    /// <summary>The offset after what was read.</summary>
    public readonly int End => _position;

    /// <summary>Reads a number that begins with a digit.</summary>
    public LiteralValue Read()
    {
        int radix = 10;
        bool isNegative = false;
        BigInteger whole = ReadDigits(radix, out _);
        if (Peek() == 'r')
        {
            if (whole < 2 || whole > HighestRadix)
            {
                throw new SyntaxErrorException($"{whole} is no radix: 2 to 36 are", _start);
            }
            radix = (int)whole;
            _position++;
            isNegative = Peek() == '-';
            _position += isNegative ? 1 : 0;
            whole = ReadDigits(radix, out int count);
            if (count == 0)
            {
                throw new SyntaxErrorException(
                    $"A digit below {radix} expected", _position, isUnfinished: _position == _source.Length);
            }
        }
        return ReadRest(isNegative ? -whole : whole, isNegative, radix);
    }

    private LiteralValue ReadRest(BigInteger whole, bool isNegative, int radix)
    {
        BigInteger scaled = whole;
        int digits = 0;
        bool hasPoint = Peek() == '.' && DigitAt(_position + 1) is { } first && first < radix;
        if (hasPoint)
        {
            _position++;
            BigInteger fraction = ReadDigits(radix, out digits);
            scaled = (whole * BigInteger.Pow(radix, digits)) + (isNegative ? -fraction : fraction);
        }
        int exponent = ReadExponent();
        if (TryReadScale(digits) is { } scale)
        {
            (BigInteger numerator, BigInteger denominator) = Reduced(scaled, radix, exponent - digits);
            return new ScaledDecimalLiteral(numerator, denominator, scale);
        }
        if (hasPoint)
        {
            return new FloatLiteral(ToFloat(scaled, isNegative, radix, exponent - digits));
        }
        (BigInteger above, BigInteger below) = Reduced(whole, radix, exponent);
        return below.IsOne ? new IntegerLiteral(above) : new FractionLiteral(above, below);
    }

    private BigInteger ReadDigits(int radix, out int count)
    {
        BigInteger value = 0;
        count = 0;
        while (DigitAt(_position) is { } digit && digit < radix)
        {
            value = (value * radix) + digit;
            count++;
            _position++;
        }
        return value;
    }

    private int ReadExponent()
    {
        int digitsAt = _position + 1 + (At(_position + 1) == '-' ? 1 : 0);
        if (!ExponentMarks.Contains(Peek()) || !char.IsAsciiDigit(At(digitsAt)))
        {
            return 0;
        }
        bool isNegative = digitsAt == _position + 2;
        _position = digitsAt;
        BigInteger exponent = ReadDigits(10, out _);
        return exponent > HighestExponent
            ? throw new SyntaxErrorException("The exponent is too large", digitsAt)
            : isNegative ? -(int)exponent : (int)exponent;
    }

    /// <summary>The scale after <c>s</c>, or the digits that were written where none follows; null where a word begins.</summary>
    private int? TryReadScale(int digits)
    {
        if (Peek() != 's' || char.IsLetter(At(_position + 1)) || At(_position + 1) == '_')
        {
            return null;
        }
        _position++;
        BigInteger scale = ReadDigits(10, out int count);
        return count == 0 ? digits
            : scale > HighestExponent ? throw new SyntaxErrorException("The scale is too large", _position - count)
            : (int)scale;
    }

    private static double ToFloat(BigInteger scaled, bool isNegative, int radix, int exponent)
    {
        if (scaled.IsZero)
        {
            return isNegative ? -0.0 : 0.0;
        }
        if (radix == 10)
        {
            return double.Parse($"{scaled}e{exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        (BigInteger numerator, BigInteger denominator) = Reduced(scaled, radix, exponent);
        return Quotient(numerator, denominator);
    }

    /// <summary>The nearest Float: a quotient of 66 bits or more, whose last bit stands for all that was cut off.</summary>
    private static double Quotient(BigInteger numerator, BigInteger denominator)
    {
        int shift = (int)(66 - numerator.GetBitLength() + denominator.GetBitLength());
        BigInteger above = BigInteger.Abs(numerator) << Math.Max(shift, 0);
        BigInteger quotient = BigInteger.DivRem(above, denominator << Math.Max(-shift, 0), out BigInteger rest);
        quotient = rest.IsZero ? quotient : quotient | 1;
        return numerator.Sign * Math.ScaleB((double)quotient, -shift);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Reduced(BigInteger value, int radix, int exponent)
    {
        BigInteger power = BigInteger.Pow(radix, Math.Abs(exponent));
        if (exponent >= 0)
        {
            return (value * power, BigInteger.One);
        }
        BigInteger divisor = BigInteger.GreatestCommonDivisor(value, power);
        return (value / divisor, power / divisor);
    }

    private readonly char Peek() => At(_position);

    private readonly char At(int position) => position < _source.Length ? _source[position] : '\0';

    private readonly int? DigitAt(int position) => At(position) switch
    {
        >= '0' and <= '9' and char c => c - '0',
        >= 'A' and <= 'Z' and char c => c - 'A' + 10,
        _ => null,
    };
}
