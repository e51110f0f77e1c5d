using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Runs a test once for each kind of image.</summary>
internal static class Dialects
{
    public static void Each(Action<PrimitiveTester> test) => Each(_ => true, test);

    public static void EachSpur(Action<PrimitiveTester> test) => Each(d => d.IsSpur, test);

    public static void EachWithClosures(Action<PrimitiveTester> test) => Each(d => d.HasClosures, test);

    public static Oop New(this PrimitiveTester tester, string name, long elements = 0)
    {
        Oop oop = tester.Memory.Instantiate(tester.Image.Class(name), elements);
        Assert.That(oop.IsNone, Is.False, name);
        return oop;
    }

    public static Oop Array(this PrimitiveTester tester, params Oop[] elements) => tester.Memory.NewArray(elements);

    public static Oop Bytes(this PrimitiveTester tester, params byte[] bytes) =>
        tester.Memory.NewBytes(tester.Memory.Known.ByteArray, bytes);

    public static void MakeReadOnly(Oop oop) =>
        ObjectMemory.Header(oop) = ObjectHeader.WithReadOnly(ObjectMemory.Header(oop), true);

    private static void Each(Func<ImageDialect, bool> isMeant, Action<PrimitiveTester> test)
    {
        foreach (ImageDialect dialect in MiniImage.Dialects.Where(isMeant))
        {
            TestContext.Out.WriteLine(dialect);
            using PrimitiveTester tester = new(dialect);
            test(tester);
        }
    }
}
