using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Prints the senders of a context, one line each: <c>Foo(Bar)&gt;&gt;selector</c>, blocks as <c>[] in …</c>. The lowest
/// context of an evaluation, which only calls the compiler, is left out.
/// </summary>
internal sealed class StackPrinter(VirtualMachine vm)
{
    private const int MostLines = 100;

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly ImageBrowser _browser = new(vm.Memory);
    private readonly Disassembler _disassembler = new(vm.Memory);

    /// <summary>The running process, from its current frame on. Marries the frames.</summary>
    public IEnumerable<string> Lines() =>
        vm.Interpreter.CurrentFrame.IsNone ? [] : Lines(vm.Interpreter.MarriedContext(vm.Interpreter.CurrentFrame));

    public IEnumerable<string> Lines(Oop context)
    {
        for (int count = 0; _memory.IsContext(context) && context != vm.Interpreter.WatchedContext; count++)
        {
            if (count == MostLines)
            {
                yield return "…";
                yield break;
            }
            yield return Line(context);
            context = vm.Interpreter.ContextSlot(context, Layouts.Context.Sender);
        }
    }

    private string Line(Oop context)
    {
        bool isBlock = _memory.IsInstanceOf(context, _memory.Known.BlockContext);
        Oop home = isBlock ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
        bool isClosure = !isBlock && _memory.Dialect.HasClosures && _memory.Fetch(Layouts.Context.Closure, context) != _memory.Nil;
        Oop receiver = ObjectMemory.Followed(_memory.Fetch(Layouts.Context.Receiver, home));
        Oop method = _memory.Fetch(Layouts.Context.Method, home);
        return (isBlock || isClosure ? "[] in " : string.Empty) + MethodName(_memory.ClassOf(receiver), method);
    }

    /// <summary>The name of a method that runs on an instance of a class.</summary>
    public string MethodName(Oop receiverClass, Oop method)
    {
        for (Oop behavior = receiverClass; behavior != _memory.Nil && behavior.IsPointer; behavior = _memory.Fetch(Layouts.Class.Superclass, behavior))
        {
            foreach ((Oop selector, Oop candidate) in _browser.MethodsOf(behavior))
            {
                if (candidate == method)
                {
                    string name = _browser.NameOf(receiverClass);
                    string owner = behavior == receiverClass ? string.Empty : $"({_browser.NameOf(behavior)})";
                    return $"{name}{owner}>>{ObjectMemory.TextOf(selector)}";
                }
            }
        }
        // A do-it is in no method dictionary, but may say itself what it is.
        return _disassembler.NameOf(method);
    }
}
