using JitTalk.Core.Contracts;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class FloatMathPluginTests
{
    private const string Module = "FloatMathPlugin";

    [TestCase("Sqrt", 2.25, 1.5)]
    [TestCase("Exp", 0.0, 1.0)]
    [TestCase("LogN", 1.0, 0.0)]
    [TestCase("Log10", 1000.0, 3.0)]
    [TestCase("Sin", 0.5, 0.479425538604203)]
    [TestCase("Cos", 0.5, 0.8775825618903728)]
    [TestCase("Tan", 0.5, 0.5463024898437905)]
    [TestCase("SinH", 0.5, 0.5210953054937474)]
    [TestCase("CosH", 0.5, 1.1276259652063807)]
    [TestCase("TanH", 0.5, 0.46211715726000973)]
    [TestCase("ArcSin", 0.5, 0.5235987755982989)]
    [TestCase("ArcCos", 0.5, 1.0471975511965979)]
    [TestCase("ArcTan", 0.5, 0.4636476090008061)]
    [TestCase("ArcSinH", 0.5, 0.48121182505960347)]
    [TestCase("ArcCosH", 2.0, 1.3169578969248166)]
    [TestCase("ArcTanH", 0.5, 0.5493061443340548)]
    [TestCase("FractionalPart", -2.25, -0.25)]
    public void Elementary_functions(string name, double value, double expected)
    {
        using PrimitiveTester tester = new();
        double result = tester.FloatOf(tester.Call(Module, $"primitive{name}", tester.Float(value)));
        Assert.That(result, Is.EqualTo(expected).Within(1).Ulps);
        _ = tester.Fails(Module, $"primitive{name}", tester.Float(double.NaN));
        _ = tester.Fails(Module, $"primitive{name}", Int(1));
    }

    [TestCase("ArcTan2", 1.0, -1.0, 2.356194490192345)]
    [TestCase("FMod", -5.5, 2.0, -1.5)]
    [TestCase("Hypot", 3e200, 4e200, 5e200)]
    [TestCase("RaisedToPower", 2.0, -0.5, 0.7071067811865476)]
    public void Functions_of_two_arguments(string name, double value, double argument, double expected)
    {
        using PrimitiveTester tester = new();
        double result = tester.FloatOf(tester.Call(Module, $"primitive{name}", tester.Float(value), tester.Float(argument)));
        Assert.That(result, Is.EqualTo(expected).Within(1).Ulps);
        _ = tester.Fails(Module, $"primitive{name}", tester.Float(value), Int(1));
    }

    [Test]
    public void Functions_fail_where_they_are_not_defined()
    {
        using PrimitiveTester tester = new();
        foreach (string name in new[] { "Sqrt", "LogN", "Log10", "ArcSin", "ArcCos", "ArcCosH", "ArcTanH" })
        {
            Assert.That(tester.Fails(Module, $"primitive{name}", tester.Float(-2)), Is.EqualTo(PrimitiveError.Generic));
        }
        Assert.That(tester.FloatOf(tester.Call(Module, "primitiveTimesTwoPower", tester.Float(1.5), Int(4))), Is.EqualTo(24));
    }
}
