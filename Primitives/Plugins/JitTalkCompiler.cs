using System.Text;
using JitTalk.Core.Building;
using JitTalk.Core.Compiler;
using JitTalk.Core.Contracts;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// The compiler of this VM at the service of images. No other VM has it; the built-in image has one of its own, for those.
/// </summary>
internal static class JitTalkCompiler
{
    private const string Module = "JitTalkCompiler";

    /// <summary>Compiles a method, or an expression to a method without arguments.</summary>
    /// <remarks>
    /// Answers the method, whose Symbols the image is yet to make unique; for source that does not compile, an Array of the
    /// message, the position of what is wrong, the name that is not declared or nil, and whether more source might make it right.
    /// </remarks>
    /// <param name="vm">The machine.</param>
    /// <param name="receiver">The bytecodes are of the set that the methods of its class are in.</param>
    /// <param name="source">A String, in UTF-8.</param>
    /// <param name="variables">The names of the receiver's variables, an Array of Strings.</param>
    /// <param name="bindings">The Associations of all other variables, an Array.</param>
    /// <param name="classBinding">The Association of the class that the method is for.</param>
    /// <param name="isExpression">A Boolean.</param>
    [Primitive(Module, "primitiveCompile")]
    public static Oop Compile(VirtualMachine vm, Oop receiver, Oop source, Oop variables, Oop bindings, Oop classBinding, Oop isExpression)
    {
        ObjectMemory memory = vm.Memory;
        if (!ObjectMemory.IsByteObject(source) || !memory.Dialect.IsSpur
            || ImageScope.Read(memory, variables, bindings, classBinding) is not { } scope)
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        string text = Encoding.UTF8.GetString(ObjectMemory.ByteSpan(source));
        try
        {
            CompilerTarget target = TargetOf(memory, receiver);
            MethodCode code = isExpression == memory.True
                ? MethodCompiler.CompileExpression(text, scope, target)
                : MethodCompiler.CompileMethod(text, scope, target);
            return new MethodMaker(memory, new ImageReferences(memory)).Make(code);
        }
        catch (SyntaxErrorException e)
        {
            long position = Encoding.UTF8.GetByteCount(text.AsSpan(0, Math.Min(e.Offset, text.Length))) + 1;
            return memory.NewArray(
            [
                vm.String(e.Message), Oop.FromInteger(position), e.Undeclared is { } name ? vm.String(name) : memory.Nil, memory.Boolean(e.IsUnfinished),
            ]);
        }
        catch (OutOfMemoryException)
        {
            return vm.Fail(PrimitiveError.NoMemory);
        }
    }

    private static CompilerTarget TargetOf(ObjectMemory memory, Oop receiver) =>
        new ImageBrowser(memory).MethodsOf(memory.ClassOf(receiver)).Any(entry => entry.Method.IsPointer
            && ObjectMemory.FormatOf(entry.Method).IsCompiledMethod() && CompiledCode.IsSista(entry.Method, memory.Dialect))
            ? CompilerTarget.SistaV1
            : CompilerTarget.V3PlusClosures;

    /// <summary>What the arguments of the primitive say about names.</summary>
    private sealed class ImageScope : ICompilationScope
    {
        private readonly ObjectMemory _memory;
        private readonly Dictionary<string, InstanceVariable> _variables = [];
        private readonly Dictionary<string, ImageBinding> _bindings = [];

        private ImageScope(ObjectMemory memory, Oop classBinding)
        {
            _memory = memory;
            ClassBinding = new ImageBinding(string.Empty, classBinding);
        }

        public GlobalBinding ClassBinding { get; }

        /// <summary>Answers null when the arguments are not what they should be.</summary>
        public static ImageScope? Read(ObjectMemory memory, Oop variables, Oop bindings, Oop classBinding)
        {
            if (!IsAssociation(memory, classBinding))
            {
                return null;
            }
            ImageScope scope = new(memory, classBinding);
            return scope.ReadVariables(variables) && scope.ReadBindings(bindings) ? scope : null;
        }

        public InstanceVariable? FindInstanceVariable(string name) => _variables.GetValueOrDefault(name);

        public GlobalBinding? FindBinding(string name) => _bindings.GetValueOrDefault(name);

        /// <summary>The image would have to be asked, and waits.</summary>
        public LiteralValue? Evaluate(string source) => null;

        private static bool IsAssociation(ObjectMemory memory, Oop oop) =>
            oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) > Layouts.Association.Value;

        private bool ReadVariables(Oop array)
        {
            int ofContext = InheritsFromContext() ? Layouts.Context.FirstTemp : 0;
            foreach (Oop name in Elements(array))
            {
                _variables[ObjectMemory.TextOf(name)] = new InstanceVariable(_variables.Count, _variables.Count < ofContext);
            }
            return array.IsPointer;
        }

        /// <summary>The first of two with the same name counts: class variables go before globals.</summary>
        private bool ReadBindings(Oop array)
        {
            foreach (Oop association in Elements(array))
            {
                if (!IsAssociation(_memory, association))
                {
                    return false;
                }
                string name = ObjectMemory.TextOf(_memory.Fetch(Layouts.Association.Key, association));
                _ = _bindings.TryAdd(name, new ImageBinding(name, association));
            }
            return array.IsPointer;
        }

        private bool InheritsFromContext()
        {
            Oop behavior = _memory.Fetch(Layouts.Association.Value, ((ImageBinding)ClassBinding).Association);
            while (behavior.IsPointer && behavior != _memory.Nil && ObjectMemory.FormatOf(behavior).IsPointers()
                && ObjectMemory.SlotCount(behavior) > Layouts.Class.Superclass)
            {
                if (behavior == _memory.Special(SpecialObject.ClassContext))
                {
                    return true;
                }
                behavior = _memory.Fetch(Layouts.Class.Superclass, behavior);
            }
            return false;
        }

        private Oop[] Elements(Oop array) => _memory.IsInstanceOf(array, _memory.Known.Array)
            ? [.. Enumerable.Range(0, (int)ObjectMemory.SlotCount(array)).Select(slot => _memory.Fetch(slot, array))]
            : [];
    }

    private sealed class ImageBinding(string name, Oop association) : GlobalBinding(name)
    {
        public Oop Association { get; } = association;
    }

    private sealed class ImageReferences(ObjectMemory memory) : IMethodReferences
    {
        private readonly ImageBrowser _browser = new(memory);

        /// <summary>One of the same class as the selectors that the machine knows; the image's own table is beyond our reach.</summary>
        public Oop Symbol(string text) => memory.NewBytes(
            ObjectMemory.ClassIndexOf(memory.Special(SpecialObject.SelectorDoesNotUnderstand)), Encoding.UTF8.GetBytes(text));

        public Oop Class(string name) => _browser.FindClass(name);

        public Oop Association(GlobalBinding binding) => ((ImageBinding)binding).Association;
    }
}
