namespace JitTalk.Core.Compiler;

/// <summary>
/// Compiles methods to V3PlusClosures: scanner, parser, binder, closure analysis, literals, code. It needs no image; what it
/// must know of the class it asks its scope.
/// </summary>
internal static class MethodCompiler
{
    // Slots for temps and stack in a context of the small size.
    private const int SmallFrame = 16;
    private const int LargeFrame = 56;
    private const int MostTemps = 63;
    private const int MostLiterals = 256;

    // primitivePerformWithArgs spreads an array on the stack of its context.
    private const int PerformWithArguments = 84;

    // Primitives that answer the receiver, a constant or an instance variable, without a context.
    private const int QuickReturnReceiver = 256;
    private const int QuickReturnConstant = 257;
    private const int QuickReturnVariable = 264;

    /// <summary>Compiles a method with its pattern.</summary>
    /// <exception cref="SyntaxErrorException">The source does not compile.</exception>
    public static MethodCode CompileMethod(
        string source, ICompilationScope scope, CompilerTarget target = CompilerTarget.V3PlusClosures) =>
        Compile(Parser.ParseMethod(source), scope, target);

    /// <summary>Compiles temps and statements to a method DoIt that answers the last statement's value.</summary>
    /// <exception cref="SyntaxErrorException">The source does not compile.</exception>
    public static MethodCode CompileExpression(
        string source, ICompilationScope scope, CompilerTarget target = CompilerTarget.V3PlusClosures) =>
        Compile(Parser.ParseExpression(source), scope, target);

    private static MethodCode Compile(MethodNode method, ICompilationScope scope, CompilerTarget target)
    {
        if (target != CompilerTarget.V3PlusClosures)
        {
            throw new NotSupportedException($"The compiler does not write {target} yet");
        }
        Primitive primitive = Primitive.Of(method);
        new Binder(scope).Bind(method);
        if (primitive.Number == 0 && method.Body.Arguments.Count == 0 && QuickPrimitive(method.Body) is { } quick)
        {
            V3Encoder call = new(new StackHeight());
            call.CallPrimitive(quick);
            return new MethodCode
            {
                Selector = method.Selector,
                ArgumentCount = 0,
                TempCount = 0,
                Primitive = quick,
                NeedsLargeFrame = false,
                Literals = LastLiterals(method, scope),
                Bytecodes = call.ToArray(),
            };
        }
        return Generate(method, primitive, scope);
    }

    private static MethodCode Generate(MethodNode method, Primitive primitive, ICompilationScope scope)
    {
        new ClosureAnalysis().Analyse(method);
        LiteralFrame literals = new();
        if (primitive.Literal is { } named)
        {
            _ = literals.Add(named);
        }
        LiteralPass pass = new(literals, scope);
        pass.BlockValue(method.Body);
        CodeGenerator generator = new(literals, scope);
        (byte[] bytecodes, int temps) = generator.Generate(method, primitive.Number);
        LiteralValue[] all = [.. literals.Values, .. InlinedSelectors(pass, literals.Values.Count), .. LastLiterals(method, scope)];
        if (temps > MostTemps || generator.MostStack > LargeFrame || all.Length > MostLiterals)
        {
            throw new SyntaxErrorException("This method has too many temps, literals or nested expressions", 0);
        }
        return new MethodCode
        {
            Selector = method.Selector,
            ArgumentCount = method.Body.Arguments.Count,
            TempCount = temps,
            Primitive = primitive.Number,
            NeedsLargeFrame = generator.MostStack > SmallFrame || primitive.Number == PerformWithArguments,
            Literals = all,
            Bytecodes = bytecodes,
        };
    }

    /// <summary>A literal each, or where that would be too many, all in one array.</summary>
    private static IEnumerable<LiteralValue> InlinedSelectors(LiteralPass pass, int used)
    {
        LiteralValue[] symbols = [.. pass.InlinedSelectors().Select(selector => new SymbolLiteral(selector))];
        return symbols.Length > 0 && used + symbols.Length + 2 >= MostLiterals ? [new ArrayLiteral(symbols)] : symbols;
    }

    private static LiteralValue[] LastLiterals(MethodNode method, ICompilationScope scope) =>
    [
        method.Pragmas.Count == 0 ? new SymbolLiteral(method.Selector) : new PropertiesLiteral(method.Selector, method.Pragmas),
        new BindingLiteral(scope.ClassBinding),
    ];

    /// <summary>The primitive that does all that a method does; null where there is none.</summary>
    private static int? QuickPrimitive(BlockNode body)
    {
        if (body.Statements is not [ReturnNode { Value: var value }])
        {
            return null;
        }
        return value switch
        {
            LiteralNode literal => QuickReturnConstant + V3Encoder.SpecialConstant(literal.Value),
            VariableNode { Variable: ReceiverVariable { Slot: { IsOfContext: false } slot } } => QuickReturnVariable + slot.Index,
            VariableNode variable when variable.Is(PseudoVariable.Self) => QuickReturnReceiver,
            VariableNode variable when variable.Is(PseudoVariable.True) => QuickReturnConstant,
            VariableNode variable when variable.Is(PseudoVariable.False) => QuickReturnConstant + 1,
            VariableNode variable when variable.Is(PseudoVariable.Nil) => QuickReturnConstant + 2,
            _ => null,
        };
    }
}
