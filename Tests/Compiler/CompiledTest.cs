using System.Collections;
using JitTalk.Core.Compiler;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>
/// Tests that compile source in the bytecode set of an image's kind, run it in an engine, and look at what it answers.
/// </summary>
public abstract class CompiledTest(string engine, string kind) : EngineTest(engine, kind)
{
    private MachineScopes? _scopes;

    /// <summary>Interpreted and compiled code in all kinds of images with closures; where it is costly, in one of each set.</summary>
    public static IEnumerable Engines => For(_ => true);
    public static IEnumerable SpurEngines => For(kind => kind.Dialect.IsSpur);
    public static IEnumerable SistaEngines => For(kind => kind.IsSista);

    private protected MachineScopes Scopes => _scopes!;

    private protected CompilerTarget Target => CodeKind.IsSista ? CompilerTarget.SistaV1 : CompilerTarget.V3PlusClosures;

    [SetUp]
    public void MakeKernel()
    {
        _scopes = new MachineScopes(Machine);
        Machine.DefineBlocks();
        _ = Machine.Image.NewClass("BraceStream", "Object", ObjectFormat.Fixed, 2);
        Define("Object class", "new <primitive: 70>");
        Define("Object class", "new: size <primitive: 71>");
        Define("Object", "at: index <primitive: 60>");
        Define("Object", "at: index put: value <primitive: 61>");
        Define("Object", "size <primitive: 62>");
        Define("Object", "caseError ^#caseError");
        Define("Object", "yourself ^self");
        Define("Array class", "braceStream: size ^BraceStream new on: (self new: size)");
        Define("BraceStream", "on: array slot0 := array. slot1 := 0");
        Define("BraceStream", "nextPut: value slot1 := slot1 + 1. ^slot0 at: slot1 put: value");
        Define("BraceStream", "braceArray ^slot0");
        Scopes.Define("Global", Nil);
    }

    /// <summary>Compiles a method and puts it into a class, or into <c>X class</c>.</summary>
    private protected Oop Define(string className, string source)
    {
        Oop behavior = className.EndsWith(" class", StringComparison.Ordinal)
            ? Memory.ClassOf(Machine.Image.Class(className[..^" class".Length]))
            : Machine.Image.Class(className);
        MethodCode code = MethodCompiler.CompileMethod(source, Scopes.For(className, behavior), Target);
        return Install(className, code);
    }

    /// <summary>Runs temps and statements as a method of a Subject; answers what it returns, as text.</summary>
    private protected string Run(string statements)
    {
        _ = Define("Subject", "evaluate\n" + statements);
        return Text(Machine.Send(Machine.Receiver, "evaluate"));
    }

    /// <summary>Runs an expression, whose last statement need not return its value.</summary>
    private protected string RunExpression(string source)
    {
        ICompilationScope scope = Scopes.For("Subject", Machine.Image.Class("Subject"));
        _ = Install("Subject", MethodCompiler.CompileExpression(source, scope, Target));
        return Text(Machine.Send(Machine.Receiver, "DoIt"));
    }

    /// <summary>Runs each source in turn, and compares what it answers.</summary>
    private protected void AnswersAre(params ReadOnlySpan<(string Source, string Answer)> cases)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach ((string source, string answer) in cases)
            {
                Assert.That(Run(source), Is.EqualTo(answer), source);
            }
        }
    }

    private protected string Text(Oop oop)
    {
        if (oop == Machine.Receiver)
        {
            return "self";
        }
        string text = new OopPrinter(Memory).Print(oop);
        return text.EndsWith(')') && oop.IsPointer && ObjectMemory.FormatOf(oop) == ObjectFormat.Indexable
            ? $"{text.Split('(')[0]}({string.Join(' ', Elements(oop).Select(Text))})"
            : text.StartsWith("a ByteArray", StringComparison.Ordinal)
            ? $"#[{string.Join(' ', ObjectMemory.ByteSpan(oop).ToArray())}]"
            : text;
    }

    private Oop Install(string className, MethodCode code)
    {
        Oop method = new CodeInstaller(Machine, CodeKind).Make(code);
        Machine.Install(className, code.Selector, method);
        return method;
    }

    private static IEnumerable For(Func<CodeKind, bool> isMeant)
    {
        foreach (TestFixtureData fixture in Closures)
        {
            (string engine, string kind) = ((string)fixture.Arguments[0]!, (string)fixture.Arguments[1]!);
            bool runs = engine is "Interpreter" or "JitAtFirstCall"
                || (engine is "CollectAtEverySafepoint" or "JitFailingAndCollecting" && kind is "Spur64" or "Spur64Sista");
            if (runs && isMeant(CodeKind.Named(kind)))
            {
                yield return fixture;
            }
        }
    }

    private IEnumerable<Oop> Elements(Oop array) =>
        Enumerable.Range(0, (int)ObjectMemory.SlotCount(array)).Select(index => Memory.Fetch(index, array));
}
