using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>An image is about to open a debugger, or a syntax error.</summary>
/// <param name="Process">Whose error it is.</param>
/// <param name="Message">What went wrong, in Unicode.</param>
/// <param name="Stack">The senders, innermost first.</param>
internal readonly record struct DebuggerRequest(Oop Process, string Message, IReadOnlyList<string> Stack);

/// <summary>Watches for the methods with which images of different ages open debuggers.</summary>
internal sealed class DebuggerWatch(VirtualMachine vm)
{
    // Which arguments are the message, the context and the process; 0 where the context is the process's, and the process
    // the running one.
    private static readonly (string Class, string Selector, int Message, int Context, int Process)[] Openers =
    [
        ("Debugger class", "openContext:label:contents:", 2, 1, 0),
        ("Debugger class", "openOn:context:label:fullView:", 3, 2, 1),
        ("Debugger class", "openOn:context:label:contents:fullView:", 3, 2, 1),
        ("StandardToolSet class", "debug:context:label:contents:fullView:", 3, 2, 1),
        ("Debugger class", "openInterrupt:onProcess:", 1, 0, 2),
        ("SyntaxError class", "errorInClass:withCode:", 2, 0, 0),
        ("SyntaxError class", "errorInClass:withCode:doitFlag:", 2, 0, 0),
    ];

    /// <summary>Asks <paramref name="handle"/> each time; when it answers true, no debugger opens.</summary>
    public void Start(Func<DebuggerRequest, bool> handle)
    {
        ImageBrowser browser = new(vm.Memory);
        foreach ((string name, string selector, int message, int context, int process) in Openers)
        {
            Oop behavior = browser.FindClass(name);
            Oop method = behavior.IsNone ? behavior : browser.FindMethod(behavior, selector);
            if (!method.IsNone)
            {
                vm.Interpreter.Intercept(method, arguments => handle(Request(arguments, message, context, process)));
            }
        }
    }

    private DebuggerRequest Request(ReadOnlySpan<Oop> arguments, int message, int context, int process)
    {
        StackPrinter printer = new(vm);
        Oop subject = process == 0 ? vm.Scheduler.ActiveProcess : arguments[process];
        IEnumerable<string> stack = context != 0 ? printer.Lines(arguments[context])
            : subject == vm.Scheduler.ActiveProcess ? printer.Lines()
            : printer.Lines(vm.Memory.Fetch(Layouts.Process.SuspendedContext, subject));
        return new DebuggerRequest(subject, ImageText.Read(vm.Memory, arguments[message]), [.. stack]);
    }
}
