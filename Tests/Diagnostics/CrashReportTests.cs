using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Diagnostics;

public sealed class CrashReportTests
{
    private readonly ScratchFolder _folder = new();

    private string CrashFile => _folder.Path(CrashReport.FileName);

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TearDown]
    public void DeleteFile() => File.Delete(CrashFile);

    [Test]
    public void Each_end_has_one_line() => Assert.Multiple(() =>
    {
        Assert.That(MessageOf(new FatalVmException("no process\ncan run")), Is.EqualTo("no process can run"));
        Assert.That(MessageOf(new OutOfMemoryException()), Is.EqualTo("out of memory"));
        Assert.That(MessageOf(new HeapCorruptException("heap corrupt: x")), Is.EqualTo("internal error: heap corrupt: x"));
        Assert.That(MessageOf(new InvalidOperationException("a\nb")), Is.EqualTo("internal error, InvalidOperationException: a b"));
    });

    [Test]
    public void Tells_the_stack_the_method_and_what_the_machine_did()
    {
        using Machine machine = new(Engine.All[0], CodeKind.All.First());
        machine.DefinePrimitive("Subject", "fail", 60);
        machine.Define("Subject", "inner", m => m.PushInteger(1).Pop().PushReceiver().Send("stop", 0).ReturnTop());
        machine.Define("Subject", "outer", m => m.PushReceiver().Send("inner", 0).ReturnTop());
        Oop stop = machine.Define("Subject", "stop", m => m.ReturnReceiver());
        machine.Vm.Interpreter.Intercept(stop, _ => throw new InvalidOperationException("this is the end"));
        Exception thrown = Assert.Throws<InvalidOperationException>(() => machine.Send(machine.Receiver, "outer"))!;
        string error = Write(machine.Vm, thrown);
        string[] lines = error.Split('\n');
        Assert.That(lines[0], Is.EqualTo("jittalk: internal error, InvalidOperationException: this is the end"));
        Assert.That(lines[1], Is.EqualTo("    Subject>>inner"));
        Assert.That(lines[2], Is.EqualTo("    Subject>>outer"));
        Assert.That(error, Does.Contain("running bytecodes").And.Contain(ProductVersion.Text).And.Contain("test.image"));
        Assert.That(lines.Single(l => l.Contains("<== here", StringComparison.Ordinal)), Does.Contain("send: #stop"));
        Assert.That(lines[^2], Is.EqualTo($"jittalk: the details are in {CrashFile}"));
        string details = File.ReadAllText(CrashFile);
        Assert.That(details, Does.Contain("this is the end").And.Contain("CrashReportTests").And.Contain("Subject>>outer"));
        Assert.That(details, Does.Contain("a Process").And.Contain("old space").And.Contain("<== here"));
    }

    [Test]
    public void Names_the_primitive_that_ran()
    {
        MemoryOptions memory = new() { MaximumBytes = 1L << 30, VerifyHeap = HeapVerification.Always };
        using Machine machine = new(new Engine("Verifying", new VmOptions { Memory = memory }), CodeKind.All.First());
        machine.Memory.Classes[5000] = new Oop(machine.Memory.OldStart + 8);
        Oop array = machine.Hold(machine.New("Array", 1));
        machine.DefinePrimitive("Array", "become:", 72);
        machine.Define("Subject", "go", m => m
            .PushLiteral(array).PushLiteral(array).Send("become:", 1).ReturnTop());
        HeapCorruptException thrown = Assert.Throws<HeapCorruptException>(() => machine.Send(machine.Receiver, "go"))!;
        machine.Memory.Classes[5000] = default;
        Assert.That(Write(machine.Vm, thrown), Does.Contain("verifying the memory in primitive 72"));
    }

    [Test]
    public void Survives_a_memory_in_disorder()
    {
        using Machine machine = new(Engine.All[0], CodeKind.All.First());
        machine.Define("Subject", "stop", m => m.ReturnReceiver());
        machine.Vm.Interpreter.Intercept(
            machine.Vm.Interpreter.FindMethod(machine.Image.Symbol("stop"), machine.Image.Class("Subject")),
            _ => throw new InvalidOperationException("x"));
        Exception thrown = Assert.Throws<InvalidOperationException>(() => machine.Send(machine.Receiver, "stop"))!;
        machine.Memory.Store(Layouts.Association.Value, machine.Memory.Special(SpecialObject.SchedulerAssociation), machine.Memory.Nil);
        ObjectMemory.Header(machine.Receiver) = ObjectHeader.WithClassIndex(ObjectMemory.Header(machine.Receiver), 100_000);
        string error = Write(machine.Vm, thrown);
        Assert.That(error, Does.StartWith("jittalk: internal error").And.Contain("the details are in"));
        Assert.That(File.ReadAllText(CrashFile), Does.Contain("cannot be read"));
    }

    [Test]
    public void Takes_the_next_folder_where_one_cannot_be_written()
    {
        StringWriter error = new();
        new CrashReport(null, "/a/b.image", new FatalVmException("x")).Write(error, ["/proc/no such folder", _folder.Path(string.Empty)]);
        Assert.That(error.ToString(), Does.Contain(CrashFile));
        Assert.That(File.ReadAllText(CrashFile), Does.Contain("/a/b.image"));
        error = new();
        new CrashReport(null, "/a/b.image", new FatalVmException("x")).Write(error, ["/proc/no such folder"]);
        Assert.That(error.ToString(), Does.Contain("could not be written"));
    }

    private static string MessageOf(Exception e) => new CrashReport(null, "x.image", e).Message;

    private string Write(VirtualMachine vm, Exception exception)
    {
        StringWriter error = new();
        new CrashReport(vm, "test.image", exception).Write(error, [_folder.Path(string.Empty)]);
        return error.ToString();
    }
}
