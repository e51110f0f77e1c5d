using System.Text;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class StandardStreamTests
{
    private const string Module = "FilePlugin";

    private sealed class Console(string input, bool isTerminal) : IDisposable
    {
        private MemoryStream Output { get; } = new();
        private MemoryStream Error { get; } = new();

        public PrimitiveTester Tester => field ??= new PrimitiveTester(options: new VmOptions
        {
            StandardStreams = new StandardStreams
            {
                Input = new Pipe(Encoding.ASCII.GetBytes(input)),
                Output = new BufferedStream(Output),
                Error = new BufferedStream(Error),
                IsTerminal = isTerminal,
            },
        });

        public string Written => Encoding.ASCII.GetString(Output.ToArray());
        public string Complaints => Encoding.ASCII.GetString(Error.ToArray());

        public Oop Handle(int which) => Tester.Memory.Fetch(which, Tester.Call(Module, "primitiveFileStdioHandles", Tester.Memory.Nil));

        public Oop Call(string name, params Oop[] arguments) =>
            Tester.Call(Module, "primitive" + name, [Tester.Memory.Nil, .. arguments]);

        public void Fails(string name, params Oop[] arguments) =>
            _ = Tester.Fails(Module, "primitive" + name, [Tester.Memory.Nil, .. arguments]);

        public string Read(Oop handle, int count)
        {
            Oop buffer = Tester.Text(new string('.', count));
            long read = Call("FileRead", handle, buffer, Oop.FromInteger(1), Oop.FromInteger(count)).Integer;
            return ObjectMemory.TextOf(buffer)[..(int)read];
        }

        public void Dispose() => Tester.Dispose();
    }

    /// <summary>A stream without positions that hands out two bytes at a time.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(2, buffer.Length)]);
    }

    [Test]
    public void What_is_written_comes_out_at_once()
    {
        using Console console = new("", isTerminal: false);
        Oop output = console.Handle(1);
        _ = console.Call("FileWrite", output, console.Tester.Text("hello"), Oop.FromInteger(1), Oop.FromInteger(5));
        Assert.That(console.Written, Is.EqualTo("hello"));
        _ = console.Call("FileWrite", console.Handle(2), console.Tester.Text("oops"), Oop.FromInteger(1), Oop.FromInteger(4));
        Assert.That(console.Complaints, Is.EqualTo("oops"));
        Assert.That(console.Written, Is.EqualTo("hello"));
    }

    [Test]
    public void A_pipe_is_read_until_the_buffer_is_full()
    {
        using Console console = new("abcdefg", isTerminal: false);
        Oop input = console.Handle(0);
        Assert.That(console.Read(input, 5), Is.EqualTo("abcde"));
        Assert.That(console.Call("FileAtEnd", input), Is.EqualTo(console.Tester.Memory.False));
        Assert.That(console.Read(input, 5), Is.EqualTo("fg"));
        Assert.That(console.Call("FileAtEnd", input), Is.EqualTo(console.Tester.Memory.True));
    }

    [Test]
    public void A_terminal_is_read_a_byte_at_a_time_and_takes_one_back()
    {
        using Console console = new("abc", isTerminal: true);
        Oop input = console.Handle(0);
        console.Fails("FileSetPosition", input, Oop.FromInteger(0));
        Assert.That(console.Read(input, 5), Is.EqualTo("a"));
        Assert.That(console.Call("FileGetPosition", input).Integer, Is.EqualTo(1));
        _ = console.Call("FileSetPosition", input, Oop.FromInteger(0));
        Assert.That(console.Call("FileGetPosition", input).Integer, Is.EqualTo(0));
        Assert.That(console.Read(input, 5), Is.EqualTo("a"));
        Assert.That(console.Read(input, 5), Is.EqualTo("b"));
        console.Fails("FileSetPosition", input, Oop.FromInteger(7));
    }

    [Test]
    public void Standard_streams_have_no_size_and_one_direction()
    {
        using Console console = new("abc", isTerminal: false);
        for (int which = 0; which < 3; which++)
        {
            console.Fails("FileSize", console.Handle(which));
        }
        console.Fails("FileWrite", console.Handle(0), console.Tester.Text("x"), Oop.FromInteger(1), Oop.FromInteger(1));
        console.Fails("FileRead", console.Handle(1), console.Tester.Text("x"), Oop.FromInteger(1), Oop.FromInteger(1));
    }

    [Test]
    public void Handles_asked_for_twice_are_the_same_stream()
    {
        using Console console = new("abcd", isTerminal: true);
        Assert.That(console.Read(console.Handle(0), 1), Is.EqualTo("a"));
        Assert.That(console.Read(console.Handle(0), 1), Is.EqualTo("b"));
        _ = console.Call("FileClose", console.Handle(0));
        Assert.That(console.Read(console.Handle(0), 1), Is.EqualTo("c"));
    }
}
