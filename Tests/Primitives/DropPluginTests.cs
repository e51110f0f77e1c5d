using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Files;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

internal sealed class DropPluginTests
{
    private const string Module = "DropPlugin";

    [Test]
    public void Dropped_files_have_names_and_can_be_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("ü.txt"), "12345");
        using PrimitiveTester tester = new(host: new FakeHost { DroppedFiles = ["/no/such", folder.File("ü.txt")] });
        Oop two = Oop.FromInteger(2);
        Assert.That(ObjectMemory.ByteLength(tester.Call(Module, "primitiveDropRequestFileName", tester.Memory.Nil, two)), Is.EqualTo(folder.Path.Length + 7));
        Oop address = tester.Call(Module, "primitiveDropRequestURI", tester.Memory.Nil, two);
        Assert.That(ObjectMemory.TextOf(address), Does.StartWith("file:///").And.EndWith("/%C3%BC.txt"));
        tester.Vm.State<FileTable>().DisableAccess();
        Oop handle = tester.Call(Module, "primitiveDropRequestFileHandle", tester.Memory.Nil, two);
        Assert.That(tester.Call("FilePlugin", "primitiveFileSize", tester.Memory.Nil, handle).Integer, Is.EqualTo(5));
        _ = tester.Fails(Module, "primitiveDropRequestFileHandle", tester.Memory.Nil, Oop.FromInteger(1));
        foreach (long index in (long[])[0, 3, -1, long.MaxValue >> 3])
        {
            Assert.That(tester.Fails(Module, "primitiveDropRequestFileName", tester.Memory.Nil, Oop.FromInteger(index)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(Module, "primitiveDropRequestFileHandle", tester.Memory.Nil, Oop.FromInteger(index)), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(tester.Fails(Module, "primitiveDropRequestURI", tester.Memory.Nil, Oop.FromInteger(index)), Is.EqualTo(PrimitiveError.BadArgument));
        }
    }
}
