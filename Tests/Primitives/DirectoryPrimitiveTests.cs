using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class DirectoryPrimitiveTests
{
    private const string Module = "FilePlugin";

    // date -u -d 2001-09-09T01:46:40 +%s is 1000000000; 1901 is 2177452800 seconds before 1970.
    private const long SmalltalkSeconds = 3_177_452_800;

    private TemporaryFolder _folder = null!;
    private FakeHost _host = null!;
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void Begin()
    {
        _folder = new TemporaryFolder();
        _host = new FakeHost();
        _tester = new PrimitiveTester(host: _host);
    }

    [TearDown]
    public void End()
    {
        _tester.Dispose();
        _folder.Dispose();
    }

    private ObjectMemory Memory => _tester.Memory;

    private Oop Call(string name, params Oop[] arguments) => _tester.Call(Module, "primitive" + name, [Memory.Nil, .. arguments]);

    private PrimitiveError Fails(string name, params Oop[] arguments) => _tester.Fails(Module, "primitive" + name, [Memory.Nil, .. arguments]);

    private Oop Lookup(long index) => Call("DirectoryLookup", _tester.Text(_folder.Path), Oop.FromInteger(index));

    private Oop[] Fields(Oop entry)
    {
        Assert.That(Memory.IsInstanceOf(entry, Memory.Known.Array), Is.True);
        return [.. Enumerable.Range(0, (int)ObjectMemory.SlotCount(entry)).Select(i => Memory.Fetch(i, entry))];
    }

    [Test]
    public void An_entry_tells_name_times_kind_and_size()
    {
        File.WriteAllText(_folder.File("file"), "12345");
        File.SetLastWriteTimeUtc(_folder.File("file"), new DateTime(2001, 9, 9, 1, 46, 40, DateTimeKind.Utc));
        Oop[] fields = Fields(Call("DirectoryEntry", _tester.Text(_folder.Path), _tester.Text("file")));
        Assert.That(fields, Has.Length.EqualTo(5));
        Assert.That(ObjectMemory.TextOf(fields[0]), Is.EqualTo("file"));
        Assert.That(fields[2].Integer, Is.EqualTo(SmalltalkSeconds + 7200), "local time, two hours ahead");
        Assert.That(fields[3], Is.EqualTo(Memory.False));
        Assert.That(fields[4].Integer, Is.EqualTo(5));
        _tester.Vm.Settings.HeaderFlags = 0x200;
        fields = Fields(Call("DirectoryEntry", _tester.Text(_folder.Path), _tester.Text("file")));
        Assert.That(fields[2].Integer, Is.EqualTo(SmalltalkSeconds), "the header asks for UTC");
    }

    [Test]
    public void A_lookup_counts_through_the_entries_and_ends_with_nil()
    {
        File.WriteAllText(_folder.File("a"), "");
        _ = Directory.CreateDirectory(_folder.File("b"));
        _ = File.CreateSymbolicLink(_folder.File("c"), "nowhere");
        Dictionary<string, Oop> kinds = [];
        for (int i = 1; i <= 3; i++)
        {
            Oop[] fields = Fields(Lookup(i));
            kinds[ObjectMemory.TextOf(fields[0])] = fields[3];
        }
        Assert.That(kinds.Keys, Is.EquivalentTo(new[] { "a", "b", "c" }));
        Assert.That(kinds["b"], Is.EqualTo(Memory.True));
        Assert.That(kinds["c"], Is.EqualTo(Memory.False));
        Assert.That(Lookup(4), Is.EqualTo(Memory.Nil));
        Assert.That(Lookup(long.MaxValue >> 8), Is.EqualTo(Memory.Nil));
    }

    [Test]
    public void Deleting_while_counting_skips_nothing()
    {
        for (int i = 0; i < 5; i++)
        {
            File.WriteAllText(_folder.File($"f{i}"), "");
        }
        for (int i = 1; Lookup(i) is var entry && entry != Memory.Nil; i++)
        {
            File.Delete(_folder.File(ObjectMemory.TextOf(Memory.Fetch(0, entry))));
        }
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
        Assert.That(Lookup(1), Is.EqualTo(Memory.Nil), "a new count sees the folder as it is now");
    }

    [Test]
    public void What_is_no_directory_fails()
    {
        File.WriteAllText(_folder.File("file"), "");
        _ = Fails("DirectoryLookup", _tester.Text(_folder.File("none")), Oop.FromInteger(1));
        _ = Fails("DirectoryLookup", _tester.Text(_folder.File("file")), Oop.FromInteger(1));
        Assert.That(Fails("DirectoryLookup", _tester.Text(_folder.Path), Oop.FromInteger(0)), Is.EqualTo(PrimitiveError.BadArgument));
        _ = Fails("DirectoryEntry", _tester.Text(_folder.File("none")), _tester.Text("x"));
        Assert.That(Call("DirectoryEntry", _tester.Text(_folder.Path), _tester.Text("x")), Is.EqualTo(Memory.Nil));
    }

    [Test]
    public void Directories_are_made_and_deleted()
    {
        Oop name = _tester.Text(_folder.File("new"));
        _ = Call("DirectoryCreate", name);
        Assert.That(Directory.Exists(_folder.File("new")), Is.True);
        _ = Fails("DirectoryCreate", name);
        _ = Fails("DirectoryCreate", _tester.Text(_folder.File("no/parent")));
        File.WriteAllText(_folder.File("new/x"), "");
        _ = Fails("DirectoryDelete", name);
        File.Delete(_folder.File("new/x"));
        _ = Call("DirectoryDelete", name);
        Assert.That(Directory.Exists(_folder.File("new")), Is.False);
    }

    [Test]
    public void The_delimiter_is_a_character() =>
        Assert.That(Call("DirectoryDelimitor"), Is.EqualTo(Oop.FromCharacter('/')));

    [Test]
    public void Mac_types_are_four_bytes()
    {
        Oop name = _tester.Text("any");
        _ = Call("DirectorySetMacTypeAndCreator", name, _tester.Text("TEXT"), _tester.Text("R*ch"));
        _ = Fails("DirectorySetMacTypeAndCreator", name, _tester.Text("TEX"), _tester.Text("R*ch"));
    }

    [Test]
    public void Old_images_find_all_this_under_numbers()
    {
        using PrimitiveTester old = new(MiniImage.V3, host: _host);
        Oop nil = old.Memory.Nil;
        Oop path = old.Text(_folder.File("old"));
        Assert.That(old.Memory.TryCharacter(old.Call(161, nil), out int code), Is.True);
        Assert.That(code, Is.EqualTo('/'));
        Oop file = old.Call(153, nil, path, old.Memory.True);
        Assert.That(old.Call(158, nil, file, old.Text("abc"), PrimitiveTester.Int(1), PrimitiveTester.Int(3)).Integer, Is.EqualTo(3));
        _ = old.Call(155, nil, file, PrimitiveTester.Int(1));
        Assert.That(old.Call(152, nil, file).Integer, Is.EqualTo(1));
        Oop buffer = old.Text("....");
        Assert.That(old.Call(154, nil, file, buffer, PrimitiveTester.Int(1), PrimitiveTester.Int(4)).Integer, Is.EqualTo(2));
        Assert.That(ObjectMemory.TextOf(buffer), Is.EqualTo("bc.."));
        Assert.That(old.Call(150, nil, file), Is.EqualTo(old.Memory.True));
        Assert.That(old.Call(157, nil, file).Integer, Is.EqualTo(3));
        _ = old.Call(151, nil, file);
        Oop entry = old.Call(162, nil, old.Text(_folder.Path), PrimitiveTester.Int(1));
        Assert.That(ObjectMemory.TextOf(old.Memory.Fetch(0, entry)), Is.EqualTo("old"));
        Assert.That(old.Memory.TryUnsigned32(old.Memory.Fetch(2, entry), out _), Is.True, "a large integer in 31 bits");
        _ = old.Call(159, nil, path, old.Text(_folder.File("renamed")));
        _ = old.Call(156, nil, old.Text(_folder.File("renamed")));
        _ = old.Call(160, nil, path);
        _ = old.Call(163, nil, path);
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Is.Empty);
    }

    [Test]
    public void Newer_images_do_not_find_it_there()
    {
        Assert.That(_tester.Vm.Primitives.Find(153), Is.Null);
        Assert.That(_tester.Vm.Primitives.Find(156), Is.Null);
    }
}
