using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

/// <summary>Runs a test once for each kind of image.</summary>
internal static unsafe class Dialects
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

    /// <summary>Scavenges, and spoils what was left behind: an oop that was not followed is not read by luck.</summary>
    public static void Collect(ObjectMemory memory)
    {
        memory.Scavenger.Scavenge();
        new Span<byte>((void*)memory.EdenStart, (int)memory.Options.EdenBytes).Fill(0xAA);
    }

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
