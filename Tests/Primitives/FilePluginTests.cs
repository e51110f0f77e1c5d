using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace JitTalk.Tests.Primitives;

public class FilePluginTests
{
    private const string Module = "FilePlugin";

    private TemporaryFolder _folder = null!;
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void Begin()
    {
        _folder = new TemporaryFolder();
        _tester = new PrimitiveTester();
    }

    [TearDown]
    public void End()
    {
        _tester.Dispose();
        _folder.Dispose();
    }

    private ObjectMemory Memory => _tester.Memory;
    private Oop Nil => Memory.Nil;

    private Oop Call(string name, params Oop[] arguments) => _tester.Call(Module, "primitive" + name, [Nil, .. arguments]);

    private PrimitiveError Fails(string name, params Oop[] arguments) => _tester.Fails(Module, "primitive" + name, [Nil, .. arguments]);

    private Oop Open(string name, bool writable) => Call("FileOpen", _tester.Text(_folder.File(name)), Memory.Boolean(writable));

    private static Oop Int(long value) => Oop.FromInteger(value);

    private Oop Bytes(params byte[] bytes) => Memory.NewBytes(Memory.Known.ByteArray, bytes);

    [Test]
    public void What_was_written_is_in_the_file_when_it_is_closed()
    {
        Oop file = Open("new", writable: true);
        Assert.That(Call("FileWrite", file, Bytes(10, 20, 30, 40), Int(2), Int(3)), Is.EqualTo(Int(3)));
        Assert.That(Call("FileSize", file), Is.EqualTo(Int(3)));
        Assert.That(Call("FileGetPosition", file), Is.EqualTo(Int(3)));
        Assert.That(Call("FileClose", file), Is.EqualTo(Nil));
        Assert.That(File.ReadAllBytes(_folder.File("new")), Is.EqualTo(new byte[] { 20, 30, 40 }));
    }

    [Test]
    public void Opening_to_write_keeps_what_is_there()
    {
        File.WriteAllText(_folder.File("old"), "abcdef");
        Oop file = Open("old", writable: true);
        _ = Call("FileSetPosition", file, Int(2));
        _ = Call("FileWrite", file, _tester.Text("XY"), Int(1), Int(2));
        _ = Call("FileClose", file);
        Assert.That(File.ReadAllText(_folder.File("old")), Is.EqualTo("abXYef"));
    }

    [Test]
    public void Reading_stops_at_the_end()
    {
        File.WriteAllBytes(_folder.File("old"), [1, 2, 3, 4, 5]);
        Oop file = Open("old", writable: false);
        Oop buffer = Bytes(0, 0, 0, 0);
        Assert.That(Call("FileRead", file, buffer, Int(2), Int(3)), Is.EqualTo(Int(3)));
        Assert.That(ObjectMemory.ByteSpan(buffer).ToArray(), Is.EqualTo(new byte[] { 0, 1, 2, 3 }));
        Assert.That(Call("FileAtEnd", file), Is.EqualTo(Memory.False));
        Assert.That(Call("FileRead", file, buffer, Int(1), Int(4)), Is.EqualTo(Int(2)));
        Assert.That(Call("FileAtEnd", file), Is.EqualTo(Memory.True));
        Assert.That(Call("FileRead", file, buffer, Int(1), Int(4)), Is.EqualTo(Int(0)));
    }

    [Test]
    public void Word_objects_are_read_and_written_in_words()
    {
        Oop words = Memory.Instantiate(_tester.Image.Class("Bitmap"), 3);
        Oop file = Open("words", writable: true);
        _ = Call("FileWrite", file, Bytes(0x78, 0x56, 0x34, 0x12, 1, 0, 0, 0), Int(1), Int(8));
        _ = Call("FileSetPosition", file, Int(0));
        Assert.That(Call("FileRead", file, words, Int(2), Int(2)), Is.EqualTo(Int(2)), "elements, not bytes");
        byte[] expected = [0, 0, 0, 0, 0x78, 0x56, 0x34, 0x12, 1, 0, 0, 0];
        byte[] actual;
        unsafe
        {
            actual = new Span<byte>(ObjectMemory.Bytes(words), 12).ToArray();
        }
        Assert.That(actual, Is.EqualTo(expected));
        Assert.That(Call("FileWrite", file, words, Int(1), Int(3)), Is.EqualTo(Int(3)));
        Assert.That(Call("FileSize", file), Is.EqualTo(Int(20)));
    }

    [TestCase(0, 1)]
    [TestCase(1, 5)]
    [TestCase(5, 1)]
    [TestCase(4294967295, 4294967295)]
    public void Elements_beyond_the_buffer_fail(long start, long count)
    {
        Oop file = Open("new", writable: true);
        Oop buffer = Bytes(1, 2, 3, 4);
        Assert.That(Fails("FileWrite", file, buffer, Int(start), Int(count)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(Fails("FileRead", file, buffer, Int(start), Int(count)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(Call("FileSize", file), Is.EqualTo(Int(0)));
    }

    [Test]
    public void Only_bytes_and_words_are_buffers()
    {
        Oop file = Open("new", writable: true);
        Assert.That(Fails("FileWrite", file, Memory.NewArray(4), Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("FileRead", file, Int(7), Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("FileWrite", file, Bytes(1), Int(-1), Int(1)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void A_read_only_buffer_stays_as_it_is()
    {
        File.WriteAllBytes(_folder.File("old"), [9]);
        Oop buffer = Bytes(1);
        ref ulong header = ref ObjectMemory.Header(buffer);
        header = ObjectHeader.WithReadOnly(header, true);
        Oop file = Open("old", writable: false);
        Assert.That(Fails("FileRead", file, buffer, Int(1), Int(1)), Is.EqualTo(PrimitiveError.NoModification));
        Assert.That(ObjectMemory.ByteSpan(buffer)[0], Is.EqualTo(1));
        Assert.That(Call("FileGetPosition", file), Is.EqualTo(Int(0)));
    }

    [Test]
    public void A_file_opened_to_read_cannot_be_written()
    {
        File.WriteAllText(_folder.File("old"), "abc");
        Oop file = Open("old", writable: false);
        _ = Fails("FileWrite", file, _tester.Text("x"), Int(1), Int(1));
        _ = Fails("FileTruncate", file, Int(1));
        Assert.That(File.ReadAllText(_folder.File("old")), Is.EqualTo("abc"));
    }

    [Test]
    public void A_missing_file_is_not_read()
    {
        _ = Fails("FileOpen", _tester.Text(_folder.File("none")), Memory.False);
        Assert.That(File.Exists(_folder.File("none")), Is.False);
        Assert.That(Fails("FileOpen", _tester.Text("a"), Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("FileOpen", Int(1), Memory.False), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Open_new_tells_a_file_that_exists_from_other_failures()
    {
        Oop name = _tester.Text(_folder.File("new"));
        _ = Call("FileClose", Call("FileOpenNew", name));
        Assert.That(File.Exists(_folder.File("new")), Is.True);
        Assert.That(Fails("FileOpenNew", name), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(Fails("FileOpenNew", _tester.Text(_folder.File("no/new"))), Is.EqualTo(PrimitiveError.OperationFailed));
    }

    [Test]
    public void Truncating_cuts()
    {
        File.WriteAllText(_folder.File("old"), "abcdef");
        Oop file = Open("old", writable: true);
        _ = Call("FileTruncate", file, Int(2));
        Assert.That(Call("FileSize", file), Is.EqualTo(Int(2)));
        _ = Call("FileClose", file);
        Assert.That(File.ReadAllText(_folder.File("old")), Is.EqualTo("ab"));
    }

    [TestCase("FileFlush")]
    [TestCase("FileSync")]
    public void After_a_flush_others_see_what_was_written(string flush)
    {
        Oop file = Open("new", writable: true);
        _ = Call("FileWrite", file, _tester.Text("seen"), Int(1), Int(4));
        _ = Call(flush, file);
        using FileStream other = new(_folder.File("new"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.That(other.Length, Is.EqualTo(4));
    }

    [Test]
    public void A_closed_file_and_one_of_another_session_are_no_files()
    {
        Oop file = Open("new", writable: true);
        Oop stale = Bytes(ObjectMemory.ByteSpan(file).ToArray());
        ObjectMemory.ByteSpan(stale)[0] ^= 1;
        Assert.That(Fails("FileSize", stale), Is.EqualTo(PrimitiveError.BadArgument));
        _ = Call("FileClose", file);
        foreach (string name in new[] { "FileSize", "FileAtEnd", "FileGetPosition", "FileFlush", "FileClose" })
        {
            Assert.That(Fails(name, file), Is.EqualTo(PrimitiveError.BadArgument), name);
        }
        Assert.That(Fails("FileSize", Bytes(1, 2, 3)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(Fails("FileSize", Int(3)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Two_machines_do_not_share_files()
    {
        using PrimitiveTester other = new();
        Oop file = Open("new", writable: true);
        Oop copy = other.Memory.NewBytes(other.Memory.Known.ByteArray, ObjectMemory.ByteSpan(file));
        _ = other.Fails(Module, "primitiveFileSize", other.Memory.Nil, copy);
    }

    [Test]
    public void Disposing_of_the_machine_writes_what_is_still_open()
    {
        using (PrimitiveTester other = new())
        {
            Oop file = other.Call(Module, "primitiveFileOpen", other.Memory.Nil, other.Text(_folder.File("open")), other.Memory.True);
            _ = other.Call(Module, "primitiveFileWrite", other.Memory.Nil, file, other.Text("kept"), Int(1), Int(4));
        }
        Assert.That(File.ReadAllText(_folder.File("open")), Is.EqualTo("kept"));
    }

    [Test]
    public void A_file_is_renamed_and_deleted()
    {
        File.WriteAllText(_folder.File("a"), "1");
        Oop a = _tester.Text(_folder.File("a"));
        Oop b = _tester.Text(_folder.File("b"));
        _ = Call("FileRename", a, b);
        Assert.That(File.ReadAllText(_folder.File("b")), Is.EqualTo("1"));
        _ = Fails("FileRename", a, b);
        _ = Call("FileDelete", b);
        Assert.That(File.Exists(_folder.File("b")), Is.False);
        _ = Fails("FileDelete", b);
    }

    [Test]
    public void Names_are_utf8_or_else_latin1()
    {
        File.WriteAllText(_folder.File("é"), "x");
        Oop latin = Bytes([.. System.Text.Encoding.ASCII.GetBytes(_folder.Path + "/"), 0xE9]);
        _ = Call("FileClose", Call("FileOpen", latin, Memory.False));
        _ = Call("FileClose", Call("FileOpen", _tester.Text(_folder.File("é")), Memory.False));
        Oop zero = Bytes([.. System.Text.Encoding.ASCII.GetBytes(_folder.File("é")), 0]);
        Assert.That(Fails("FileOpen", zero, Memory.False), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Without_file_access_nothing_opens_any_more()
    {
        File.WriteAllText(_folder.File("old"), "abc");
        Assert.That(Call("HasFileAccess"), Is.EqualTo(Memory.True));
        _ = Call("DisableFileAccess");
        Assert.That(Call("HasFileAccess"), Is.EqualTo(Memory.False));
        Oop name = _tester.Text(_folder.File("old"));
        Assert.That(Fails("FileOpen", name, Memory.False), Is.EqualTo(PrimitiveError.UnsupportedOperation));
        _ = Fails("FileDelete", name);
        _ = Fails("FileRename", name, _tester.Text(_folder.File("new")));
        _ = Fails("FileStdioHandles");
        Assert.That(Call("DirectoryLookup", _tester.Text(_folder.Path), Int(1)), Is.EqualTo(Nil));
        Assert.That(File.Exists(_folder.File("old")), Is.True);
    }

    [Test]
    public void A_descriptor_has_a_type()
    {
        using FileStream file = new(_folder.File("new"), FileMode.Create);
        long descriptor = file.SafeFileHandle.DangerousGetHandle();
        Assert.That(Call("FileDescriptorType", Int(descriptor)), Is.EqualTo(Int(3)));
        Assert.That(Call("FileDescriptorType", Int(99_999)), Is.EqualTo(Int(-1)));
        Assert.That(Call("FileDescriptorType", Int(-5)), Is.EqualTo(Int(-1)));
        _ = Fails("ConnectToFileDescriptor", Int(99_999), Memory.False);
    }

    [Test]
    public void A_descriptor_becomes_a_file()
    {
        using SafeFileHandle given = File.OpenHandle(_folder.File("new"), FileMode.Create, FileAccess.Write);
        Oop file = Call("ConnectToFileDescriptor", Int(given.DangerousGetHandle()), Memory.True);
        given.SetHandleAsInvalid();
        _ = Call("FileWrite", file, _tester.Text("through"), Int(1), Int(7));
        _ = Call("FileClose", file);
        Assert.That(File.ReadAllText(_folder.File("new")), Is.EqualTo("through"));
    }
}
