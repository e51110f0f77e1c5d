using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class SystemPrimitiveTests
{
    private static readonly VmOptions Options = new()
    {
        ImagePath = "/images/any.image",
        VmPath = "/vm/",
        ImageArguments = ["first", "zweites ü"],
        VmArguments = ["-headless"],
    };

    private FakeHost _host = null!;
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void Begin()
    {
        _host = new FakeHost();
        _tester = new PrimitiveTester(options: Options, host: _host);
    }

    [TearDown]
    public void End() => _tester.Dispose();

    private ObjectMemory Memory => _tester.Memory;
    private Oop Nil => Memory.Nil;

    private string Attribute(long number) => Utf8(_tester.Call(149, Nil, Oop.FromInteger(number)));

    private static string Utf8(Oop text) => System.Text.Encoding.UTF8.GetString(ObjectMemory.ByteSpan(text));

    [Test]
    public void Arguments_are_attributes()
    {
        Assert.That(Attribute(1), Is.EqualTo("/images/any.image"));
        Assert.That(Attribute(2), Is.EqualTo("first"));
        Assert.That(Attribute(3), Is.EqualTo("zweites ü"));
        Assert.That(Attribute(-1), Is.EqualTo("-headless"));
    }

    [Test]
    public void Versions_are_what_images_look_for()
    {
        Assert.That(Attribute(1001), Is.EqualTo("unix"));
        Assert.That(Attribute(1003), Is.EqualTo("x64").Or.EqualTo("arm64"));
        Assert.That(Attribute(1004), Does.StartWith("Open Smalltalk"));
        Assert.That(Attribute(1005), Is.EqualTo("fake"));
        Assert.That(Attribute(1007), Does.Match(@"VMMaker\.[a-z-]+\.\d+"));
    }

    [TestCase(4)]
    [TestCase(-2)]
    [TestCase(1000)]
    [TestCase(999_999)]
    [TestCase(-(1L << 60))]
    [TestCase((1L << 60) - 1)]
    public void An_attribute_that_is_not_there_fails(long number) => _ = _tester.Fails(149, Nil, Oop.FromInteger(number));

    [Test]
    public void The_image_can_be_renamed()
    {
        Assert.That(Utf8(_tester.Call(121, Nil)), Is.EqualTo("/images/any.image"));
        Assert.That(_tester.Call(121, Nil, _tester.Text("/images/ä.image")), Is.EqualTo(Nil));
        Assert.That(_tester.Vm.ImagePath, Is.EqualTo("/images/ä.image"));
        Assert.That(Attribute(1), Is.EqualTo("/images/ä.image"));
        Assert.That(_tester.Fails(121, Nil, Oop.FromInteger(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Fails(121, Nil, _tester.Text("")), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Vm.ImagePath, Is.EqualTo("/images/ä.image"));
    }

    [Test]
    public void The_machine_has_a_folder() => Assert.That(Utf8(_tester.Call(142, Nil)), Is.EqualTo("/vm/"));

    [Test]
    public void The_clipboard_is_the_hosts()
    {
        _host.Clipboard = "von außen";
        Assert.That(Utf8(_tester.Call(141, Nil)), Is.EqualTo("von außen"));
        _ = _tester.Call(141, Nil, _tester.Text("von innen ✓"));
        Assert.That(_host.Clipboard, Is.EqualTo("von innen ✓"));
        _ = _tester.Call(141, Nil, Memory.NewBytes(Memory.Known.String, [0xE9]));
        Assert.That(_host.Clipboard, Is.EqualTo("é"), "Latin-1, for it is no UTF-8");
        _ = _tester.Fails(141, Nil, Memory.NewArray(2));
        Assert.That(_host.Clipboard, Is.EqualTo("é"));
    }

    [TestCase(572)]
    [TestCase(573)]
    public void Modules_are_listed_to_the_end(int primitive)
    {
        List<string> names = [];
        for (int i = 1; _tester.Call(primitive, Nil, Oop.FromInteger(i)) is var name && name != Nil; i++)
        {
            names.Add(ObjectMemory.TextOf(name));
        }
        Assert.That(names, Does.Contain("FilePlugin").And.Contain("UUIDPlugin"));
        Assert.That(names, Does.Not.Contain(""));
        Assert.That(names, Is.Unique);
        Assert.That(_tester.Call(primitive, Nil, Oop.FromInteger(1L << 40)), Is.EqualTo(Nil));
        Assert.That(_tester.Fails(primitive, Nil, Oop.FromInteger(0)), Is.EqualTo(PrimitiveError.BadIndex));
    }

    [Test]
    public void The_environment_is_read()
    {
        string path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.That(Utf8(_tester.Call("", "primitiveGetenv", Nil, _tester.Text("PATH"))), Is.EqualTo(path));
        Assert.That(_tester.Call("", "primitiveGetenv", Nil, _tester.Text("JITTALK_NO_SUCH_VARIABLE")), Is.EqualTo(Nil));
        Assert.That(_tester.Fails("", "primitiveGetenv", Nil, Oop.FromInteger(3)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void The_format_says_whether_a_second_bytecode_set_is_in_use()
    {
        Assert.That(_tester.Call("", "primitiveImageFormatVersion", Nil).Integer, Is.EqualTo(68021));
        Assert.That(_tester.Call("", "primitiveMultipleBytecodeSetsActive", Nil), Is.EqualTo(Memory.False));
        Assert.That(_tester.Call("", "primitiveMultipleBytecodeSetsActive", Nil, Memory.True), Is.EqualTo(Memory.True));
        Assert.That(_tester.Call("", "primitiveImageFormatVersion", Nil).Integer, Is.EqualTo(68533));
        _ = _tester.Fails("", "primitiveMultipleBytecodeSetsActive", Nil, Nil);
        Oop sets = _tester.Call("", "primitiveBytecodeSetsAvailable", Nil);
        Assert.That(ObjectMemory.TextOf(Memory.Fetch(1, sets)), Is.EqualTo("EncoderForSistaV1"));
        using PrimitiveTester old = new(MiniImage.V3);
        _ = old.Fails("", "primitiveMultipleBytecodeSetsActive", old.Memory.Nil, old.Memory.True);
    }

    [Test]
    public void Byte_order_is_that_of_the_processor() =>
        Assert.That(_tester.Call("", "primitiveIsBigEnder", Nil), Is.EqualTo(Memory.Boolean(!BitConverter.IsLittleEndian)));
}
