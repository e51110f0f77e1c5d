using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class StreamPrimitiveTests
{
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void SetUp()
    {
        _tester = new PrimitiveTester(MiniImage.V3);
        _tester.Image.NewClass("Stream", "Object", ObjectFormat.Fixed, 4);
    }

    [TearDown]
    public void TearDown() => _tester.Dispose();

    [Test]
    public void A_stream_is_read_to_its_end()
    {
        Oop stream = Stream(_tester.Text("ab"), 0, 2, 2);
        Assert.That(_tester.Call(65, stream), Is.EqualTo(_tester.Memory.Character('a')));
        Assert.That(_tester.Call(67, stream), Is.EqualTo(_tester.Memory.False));
        Assert.That(_tester.Call(65, stream), Is.EqualTo(_tester.Memory.Character('b')));
        Assert.That(_tester.Call(67, stream), Is.EqualTo(_tester.Memory.True));
        Assert.That(_tester.Fails(65, stream), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(_tester.Memory.Fetch(Layouts.Stream.Index, stream), Is.EqualTo(Int(2)));
    }

    [Test]
    public void An_array_stream_answers_its_elements()
    {
        Oop stream = Stream(_tester.Array(Int(5), Int(6)), 1, 2, 2);
        Assert.That(_tester.Call(65, stream), Is.EqualTo(Int(6)));
    }

    [Test]
    public void Elements_are_written_up_to_the_write_limit()
    {
        Oop text = _tester.Text("...");
        Oop stream = Stream(text, 1, 0, 2);
        Oop x = _tester.Memory.Character('x');
        Assert.That(_tester.Fails(66, stream, Int(120)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Call(66, stream, x), Is.EqualTo(x));
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo(".x."));
        Assert.That(_tester.Fails(66, stream, x), Is.EqualTo(PrimitiveError.BadIndex));
    }

    [Test]
    public void Limits_beyond_the_array_do_no_harm()
    {
        Oop stream = Stream(_tester.Array(), 7, 1000, 1000);
        Assert.That(_tester.Fails(65, stream), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(_tester.Fails(66, stream, Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(_tester.Call(67, stream), Is.EqualTo(_tester.Memory.True));
    }

    [Test]
    public void Other_collections_are_not_the_vms()
    {
        foreach (Oop stream in new[] { Stream(_tester.New("ByteArray", 3), 0, 3, 3), _tester.New("Point"), Int(3) })
        {
            Assert.That(_tester.Fails(65, stream), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(_tester.Fails(66, stream, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
            Assert.That(_tester.Fails(67, stream), Is.EqualTo(PrimitiveError.BadReceiver));
        }
    }

    [Test]
    public void Images_with_closures_do_not_have_them()
    {
        foreach (ImageDialect dialect in MiniImage.Dialects.Where(d => d.HasClosures))
        {
            using PrimitiveTester tester = new(dialect);
            Assert.That(tester.Vm.Primitives.Find(65), Is.Null);
        }
    }

    private Oop Stream(Oop array, long position, long readLimit, long writeLimit)
    {
        Oop stream = _tester.New("Stream");
        _tester.Memory.Store(Layouts.Stream.Array, stream, array);
        _tester.Memory.Store(Layouts.Stream.Index, stream, Int(position));
        _tester.Memory.Store(Layouts.Stream.ReadLimit, stream, Int(readLimit));
        _tester.Memory.Store(Layouts.Stream.WriteLimit, stream, Int(writeLimit));
        return stream;
    }
}
