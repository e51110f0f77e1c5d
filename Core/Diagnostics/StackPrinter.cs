using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Diagnostics;

/// <summary>
/// Prints activations, one line each: <c>Foo(Bar)&gt;&gt;selector</c>, blocks as <c>[] in …</c>. The lowest
/// context of an evaluation, which only calls the compiler, is left out.
/// </summary>
internal sealed class StackPrinter(VirtualMachine vm)
{
    private const int MostLines = 100;

    private readonly ObjectMemory _memory = vm.Memory;
    private readonly ImageBrowser _browser = new(vm.Memory);
    private readonly Disassembler _disassembler = new(vm.Memory);

    /// <summary>The running process, from its current frame on; nothing is changed or allocated.</summary>
    public IEnumerable<string> Lines(int most = MostLines) => Print(vm.Interpreter.Activations(most + 1), most);

    /// <summary>A process that does not run, from its suspended context on.</summary>
    public IEnumerable<string> LinesOfSuspended(Oop context, int most = MostLines) =>
        Print(vm.Interpreter.Activations(context, most + 1), most);

    /// <summary>The senders of any context. Marries frames.</summary>
    public IEnumerable<string> Lines(Oop context)
    {
        for (int count = 0; _memory.IsContext(context) && context != vm.Interpreter.WatchedContext; count++)
        {
            if (count == MostLines)
            {
                yield return "…";
                yield break;
            }
            bool isBlock = _memory.IsInstanceOf(context, _memory.Known.BlockContext);
            Oop home = isBlock ? _memory.Fetch(Layouts.BlockContext.Home, context) : context;
            bool isClosure = !isBlock && _memory.Dialect.HasClosures && _memory.Fetch(Layouts.Context.Closure, context) != _memory.Nil;
            yield return Line(_memory.Fetch(Layouts.Context.Receiver, home), _memory.Fetch(Layouts.Context.Method, home), isBlock || isClosure);
            context = vm.Interpreter.ContextSlot(context, Layouts.Context.Sender);
        }
    }

    /// <summary>The name of a method that runs on an instance of a class.</summary>
    public string MethodName(Oop receiverClass, Oop method)
    {
        HashSet<Oop> seen = [];
        for (Oop behavior = receiverClass; IsClassLike(behavior) && seen.Add(behavior); behavior = _memory.Fetch(Layouts.Class.Superclass, behavior))
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

    private IEnumerable<string> Print(List<Activation> activations, int most)
    {
        IEnumerable<string> lines = activations.Take(most).Select(a => Line(a.Receiver, a.Method, a.IsBlock));
        return activations.Count > most ? lines.Append("…") : lines;
    }

    private string Line(Oop receiver, Oop method, bool isBlock) =>
        (isBlock ? "[] in " : string.Empty) + MethodName(
            receiver.IsImmediate || _memory.IsInside(receiver) ? _memory.ClassOf(ObjectMemory.Followed(receiver)) : Oop.None,
            isBlock ? _disassembler.HomeOf(method) : method);

    private bool IsClassLike(Oop oop) =>
        _memory.IsInside(oop) && oop != _memory.Nil && ObjectMemory.FormatOf(oop).IsPointers()
        && ObjectMemory.SlotCount(oop) > Layouts.Class.Format;
}
