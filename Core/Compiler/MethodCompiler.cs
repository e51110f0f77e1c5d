namespace JitTalk.Core.Compiler;

/// <summary>
/// Compiles methods: scanner, parser, binder, closure analysis, code. It needs no image; what it must know of the class
/// it asks its scope.
/// </summary>
internal static class MethodCompiler
{
    /// <summary>Compiles a method with its pattern.</summary>
    /// <exception cref="SyntaxErrorException">The source does not compile.</exception>
    public static MethodCode CompileMethod(
        string source, ICompilationScope scope, CompilerTarget target = CompilerTarget.V3PlusClosures) =>
        Compile(Parser.ParseMethod(source), new Compilation(target, scope));

    /// <summary>Compiles temps and statements to a method DoIt that answers the last statement's value.</summary>
    /// <exception cref="SyntaxErrorException">The source does not compile.</exception>
    public static MethodCode CompileExpression(
        string source, ICompilationScope scope, CompilerTarget target = CompilerTarget.V3PlusClosures) =>
        Compile(Parser.ParseExpression(source), new Compilation(target, scope));

    private static MethodCode Compile(MethodNode method, Compilation compilation)
    {
        Primitive primitive = Primitive.Of(method);
        new Binder(compilation.Scope).Bind(method);
        MethodCode code = primitive.Number == 0 && QuickMethod.PrimitiveOf(method.Body) is { } quick
            ? Quick(method, quick, compilation)
            : Full(method, primitive, compilation);
        Pragma[] pragmas = [.. method.Pragmas.Select(node => node.Pragma)];
        LiteralValue name = pragmas.Length == 0
            ? new SymbolLiteral(method.Selector)
            : new PropertiesLiteral(method.Selector, pragmas);
        return code with { Literals = [.. code.Literals, name, new BindingLiteral(compilation.Scope.ClassBinding)] };
    }

    private static MethodCode Full(MethodNode method, Primitive primitive, Compilation compilation)
    {
        new ClosureAnalysis().Analyse(method);
        return new CodeGenerator(compilation, method.Body).Method(method, primitive);
    }

    /// <summary>The call of the primitive, which cannot fail, is all the code.</summary>
    private static MethodCode Quick(MethodNode method, int primitive, Compilation compilation)
    {
        BytecodeEncoder call = BytecodeEncoder.For(compilation.Target, new StackHeight(compilation.Place), compilation.Place);
        call.CallPrimitive(primitive);
        return new MethodCode
        {
            Target = compilation.Target,
            Selector = method.Selector,
            ArgumentCount = 0,
            TempCount = 0,
            Primitive = primitive,
            NeedsLargeFrame = false,
            Literals = [],
            Bytecodes = call.ToArray(),
        };
    }
}
