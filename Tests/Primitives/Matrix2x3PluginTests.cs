using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class Matrix2x3PluginTests
{
    private const string Module = "Matrix2x3Plugin";

    [Test]
    public void Points_are_mapped_and_mapped_back()
    {
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using PrimitiveTester tester = new(dialect);
            Oop matrix = Matrix(tester, 2, 0.5f, 10, -1, 3, -20);
            Oop point = tester.Memory.NewPoint(Int(4), tester.Float(6.5));
            // 8 + 3.25 + 10 and -4 + 19.5 - 20.
            Oop mapped = tester.Call(Module, "primitiveTransformPoint", matrix, point);
            Assert.That(Numbers(tester, mapped), Is.EqualTo(new long[] { 21, -4 }), "-4.5 and a half, cut off");
            Oop back = tester.Call(Module, "primitiveInvertPoint", matrix, tester.Memory.NewPoint(tester.Float(21.25), tester.Float(-4.5)));
            Assert.That(Numbers(tester, back), Is.EqualTo(new long[] { 4, 7 }));
            Assert.That(Numbers(tester, tester.Call("", "m23PrimitiveTransformPoint", matrix, point)), Is.EqualTo(new long[] { 21, -4 }));
        }
    }

    [Test]
    public void Rectangles_are_mapped_to_their_bounds()
    {
        using PrimitiveTester tester = new();
        Oop turned = Matrix(tester, 0, -1, 0, 1, 0, 0);
        Oop source = Rectangle(tester, 1, 2, 10, 20);
        Oop destination = Rectangle(tester, 0, 0, 0, 0);
        Assert.That(tester.Call(Module, "primitiveTransformRectInto", turned, source, destination), Is.EqualTo(destination));
        Assert.That(Numbers(tester, tester.Memory.Fetch(0, destination)), Is.EqualTo(new long[] { -19, 1 }));
        Assert.That(Numbers(tester, tester.Memory.Fetch(1, destination)), Is.EqualTo(new long[] { -1, 10 }));
        _ = tester.Call(Module, "primitiveInvertRectInto", turned, source, destination);
        Assert.That(Numbers(tester, tester.Memory.Fetch(0, destination)), Is.EqualTo(new long[] { 2, -9 }));
        Assert.That(Numbers(tester, tester.Memory.Fetch(1, destination)), Is.EqualTo(new long[] { 20, 0 }), "-1 and a half, cut off");
    }

    [Test]
    public void Composing_does_the_argument_first()
    {
        using PrimitiveTester tester = new();
        Oop outer = Matrix(tester, 2, 0, 5, 0, 2, 7);
        Oop inner = Matrix(tester, 0, -1, 3, 1, 0, 4);
        Oop result = Matrix(tester, 0, 0, 0, 0, 0, 0);
        Assert.That(tester.Call(Module, "primitiveComposeMatrix", outer, inner, result), Is.EqualTo(result));
        Assert.That(new Span<float>(ObjectMemory.Bytes(result), 6).ToArray(), Is.EqualTo(new float[] { 0, -2, 11, 2, 0, 15 }));
    }

    [Test]
    public void Identity_and_translation_are_told_apart()
    {
        using PrimitiveTester tester = new();
        Oop yes = tester.Memory.True;
        Oop no = tester.Memory.False;
        foreach ((Oop matrix, Oop identity, Oop translation) in new[]
        {
            (Matrix(tester, 1, 0, 0, 0, 1, 0), yes, yes),
            (Matrix(tester, 1, 0, 3, 0, 1, 0), no, yes),
            (Matrix(tester, 1, 0.25f, 0, 0, 1, 0), no, no),
            (Matrix(tester, float.NaN, 0, 0, 0, 1, 0), no, no),
        })
        {
            Assert.That(tester.Call(Module, "primitiveIsIdentity", matrix), Is.EqualTo(identity));
            Assert.That(tester.Call(Module, "primitiveIsPureTranslation", matrix), Is.EqualTo(translation));
        }
    }

    [Test]
    public void What_cannot_be_mapped_fails()
    {
        using PrimitiveTester tester = new();
        Oop nil = tester.Memory.Nil;
        Oop point = tester.Memory.NewPoint(Int(1), Int(2));
        Oop identity = Matrix(tester, 1, 0, 0, 0, 1, 0);
        Oop destination = Rectangle(tester, 7, 7, 7, 7);
        Assert.Multiple(() =>
        {
            Fails("primitiveInvertPoint", Matrix(tester, 1, 2, 0, 2, 4, 0), point);
            Fails("primitiveTransformPoint", Matrix(tester, float.NaN, 0, 0, 0, 1, 0), point);
            Fails("primitiveTransformPoint", Matrix(tester, 1e30f, 0, 0, 0, 1, 0), point);
            Fails("primitiveTransformPoint", identity, nil);
            Fails("primitiveTransformPoint", identity, tester.Memory.NewPoint(Int(1), nil));
            Fails("primitiveTransformPoint", nil, point);
            Fails("primitiveTransformRectInto", identity, Rectangle(tester, 1, 1, 2, 2), nil);
            Fails("primitiveTransformRectInto", identity, point, tester.Memory.NewPoint(Int(1), Int(2)));
            Fails("primitiveInvertRectInto", Matrix(tester, 0, 0, 0, 0, 0, 0), Rectangle(tester, 1, 1, 2, 2), destination);
            Fails("primitiveComposeMatrix", identity, nil, identity);
            Fails("primitiveComposeMatrix", identity, identity, tester.Memory.Instantiate(tester.Image.Class("Bitmap"), 5));
            Fails("primitiveIsIdentity", nil);
        });
        Assert.That(Numbers(tester, tester.Memory.Fetch(0, destination)), Is.EqualTo(new long[] { 7, 7 }));

        void Fails(string name, params Oop[] operands) => Assert.That(
            tester.Fails(Module, name, operands), Is.EqualTo(PrimitiveError.BadArgument).Or.EqualTo(PrimitiveError.BadReceiver));
    }

    private static Oop Matrix(PrimitiveTester tester, params float[] elements)
    {
        Oop matrix = tester.Memory.Instantiate(tester.Image.Class("Bitmap"), elements.Length);
        elements.CopyTo(new Span<float>(ObjectMemory.Bytes(matrix), elements.Length));
        return matrix;
    }

    private static Oop Rectangle(PrimitiveTester tester, int left, int top, int right, int bottom)
    {
        if (!tester.Image.HasClass("Rectangle"))
        {
            _ = tester.Image.NewClass("Rectangle", "Object", ObjectFormat.Fixed, 2);
        }
        Oop rectangle = tester.Memory.Instantiate(tester.Image.Class("Rectangle"));
        tester.Memory.Store(0, rectangle, tester.Memory.NewPoint(Int(left), Int(top)));
        tester.Memory.Store(1, rectangle, tester.Memory.NewPoint(Int(right), Int(bottom)));
        return rectangle;
    }

    private static long[] Numbers(PrimitiveTester tester, Oop point) =>
        [tester.Memory.Fetch(0, point).Integer, tester.Memory.Fetch(1, point).Integer];
}
