using System.Runtime.Versioning;
using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

[UnsupportedOSPlatform("windows")]
public class FileAttributesPluginTests
{
    private const string Module = "FileAttributesPlugin";
    private const long SmalltalkSeconds = 3_177_452_800;

    private TemporaryFolder _folder = null!;
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void Begin()
    {
        _folder = new TemporaryFolder();
        _tester = new PrimitiveTester(host: new FakeHost());
        _tester.Vm.Settings.HeaderFlags = 0x200;
        File.WriteAllText(_folder.File("file"), "12345");
        File.SetLastWriteTimeUtc(_folder.File("file"), new DateTime(2001, 9, 9, 1, 46, 40, DateTimeKind.Utc));
        File.SetUnixFileMode(_folder.File("file"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [TearDown]
    public void End()
    {
        _tester.Dispose();
        _folder.Dispose();
    }

    private ObjectMemory Memory => _tester.Memory;

    private Oop Call(string name, params Oop[] arguments) => _tester.Call(Module, "primitive" + name, [Memory.Nil, .. arguments]);

    private long OsError(string name, params Oop[] arguments)
    {
        Assert.That(
            _tester.Fails(Module, "primitive" + name, [Memory.Nil, .. arguments]),
            Is.EqualTo(PrimitiveError.OperatingSystem));
        return _tester.Vm.OperatingSystemError;
    }

    private Oop Path(string name) => _tester.Text(_folder.File(name));

    private static Oop Int(long value) => Oop.FromInteger(value);

    [Test]
    public void A_file_exists_or_not()
    {
        Assert.That(Call("FileExists", Path("file")), Is.EqualTo(Memory.True));
        Assert.That(Call("FileExists", Path("none")), Is.EqualTo(Memory.False));
    }

    [Test]
    public void Attributes_are_asked_for_singly()
    {
        Assert.That(Call("FileAttribute", Path("file"), Int(2)).Integer, Is.EqualTo(Convert.ToInt64("100600", 8)));
        Assert.That(Call("FileAttribute", Path("file"), Int(5)).Integer, Is.EqualTo(1));
        Assert.That(Call("FileAttribute", Path("file"), Int(8)).Integer, Is.EqualTo(5));
        Assert.That(Call("FileAttribute", Path("file"), Int(10)).Integer, Is.EqualTo(SmalltalkSeconds));
        Assert.That(Call("FileAttribute", Path("file"), Int(12)), Is.EqualTo(Memory.Nil));
        Assert.That(Call("FileAttribute", Path("file"), Int(13)), Is.EqualTo(Memory.True));
        Assert.That(Call("FileAttribute", Path("file"), Int(15)), Is.EqualTo(Memory.False));
        Assert.That(Call("FileAttribute", Path("file"), Int(16)), Is.EqualTo(Memory.False));
        Assert.That(_tester.Fails(Module, "primitiveFileAttribute", Memory.Nil, Path("file"), Int(17)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(OsError("FileAttribute", Path("none"), Int(2)), Is.EqualTo(-3));
    }

    [Test]
    public void Attributes_are_asked_for_all_at_once()
    {
        Oop both = Call("FileAttributes", Path("file"), Int(3));
        Oop status = Memory.Fetch(0, both);
        Oop access = Memory.Fetch(1, both);
        Assert.That(ObjectMemory.SlotCount(status), Is.EqualTo(13));
        Assert.That(Memory.Fetch(0, status), Is.EqualTo(Memory.Nil));
        Assert.That(Memory.Fetch(7, status).Integer, Is.EqualTo(5));
        Assert.That(Memory.Fetch(9, status).Integer, Is.EqualTo(SmalltalkSeconds));
        Assert.That(Memory.Fetch(0, access), Is.EqualTo(Memory.True));
        Assert.That(Memory.Fetch(2, access), Is.EqualTo(Memory.False));
        Assert.That(OsError("FileAttributes", Path("file"), Int(4)), Is.EqualTo(-6));
        Assert.That(OsError("FileAttributes", Path("none"), Int(1)), Is.EqualTo(-3));
    }

    [Test]
    public void A_link_tells_where_it_leads_when_asked_itself()
    {
        _ = File.CreateSymbolicLink(_folder.File("link"), "file");
        Oop itself = Call("FileAttributes", Path("link"), Int(5));
        Assert.That(Encoding.UTF8.GetString(ObjectMemory.ByteSpan(Memory.Fetch(0, itself))), Is.EqualTo("file"));
        Assert.That(Memory.Fetch(1, itself).Integer & 0xF000, Is.EqualTo(0xA000));
        Oop target = Call("FileAttributes", Path("link"), Int(1));
        Assert.That(Memory.Fetch(1, target).Integer & 0xF000, Is.EqualTo(0x8000));
        Assert.That(Call("FileAttribute", Path("link"), Int(16)), Is.EqualTo(Memory.True));
    }

    [Test]
    public void Masks_are_those_of_unix()
    {
        Oop masks = Call("FileMasks");
        long[] values = [.. Enumerable.Range(0, 8).Select(i => Memory.Fetch(i, masks).Integer)];
        Assert.That(values.Select(v => Convert.ToString(v, 8)), Is.EqualTo(new[]
        {
            "170000", "140000", "120000", "100000", "60000", "40000", "20000", "10000",
        }));
    }

    [Test]
    public void A_directory_is_walked_rewound_and_closed()
    {
        File.WriteAllText(_folder.File("other"), "");
        Oop first = Call("Opendir", _tester.Text(_folder.Path));
        Oop handle = Memory.Fetch(2, first);
        Oop second = Call("Readdir", handle);
        string[] names = [Name(first), Name(second)];
        Assert.That(names, Is.EquivalentTo(new[] { "file", "other" }));
        Assert.That(ObjectMemory.SlotCount(Memory.Fetch(1, second)), Is.EqualTo(13));
        Assert.That(Call("Readdir", handle), Is.EqualTo(Memory.Nil));
        Assert.That(Name(Call("Rewinddir", handle)), Is.EqualTo(names[0]));
        Assert.That(Call("Closedir", handle), Is.EqualTo(handle));
        Assert.That(OsError("Closedir", handle), Is.EqualTo(-17));
        Assert.That(OsError("Readdir", handle), Is.EqualTo(-17));
    }

    [Test]
    public void An_empty_directory_is_nil_and_none_an_error()
    {
        _ = Directory.CreateDirectory(_folder.File("empty"));
        Assert.That(Call("Opendir", Path("empty")), Is.EqualTo(Memory.Nil));
        Assert.That(OsError("Opendir", Path("none")), Is.EqualTo(-9));
        Assert.That(OsError("Opendir", Path("file")), Is.EqualTo(-9));
    }

    [Test]
    public void A_mode_is_changed()
    {
        Assert.That(Call("ChangeMode", Path("file"), Int(Convert.ToInt64("640", 8))), Is.EqualTo(Memory.Nil));
        Assert.That(
            File.GetUnixFileMode(_folder.File("file")),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead));
        const int noEntry = 2;
        Assert.That(OsError("ChangeMode", Path("none"), Int(0)), Is.EqualTo(noEntry));
        Assert.That(OsError("ChangeOwner", Path("none"), Int(-1), Int(-1)), Is.EqualTo(noEntry));
        Assert.That(Call("ChangeOwner", Path("file"), Int(-1), Int(-1)), Is.EqualTo(Memory.Nil));
        _ = _tester.Fails(Module, "primitiveChangeOwner", Memory.Nil, Path("file"), Int(1L << 40), Int(-1));
    }

    private string Name(Oop entry) => Encoding.UTF8.GetString(ObjectMemory.ByteSpan(Memory.Fetch(0, entry)));
}
