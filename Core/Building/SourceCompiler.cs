using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>Compiles the methods of all classes into the image that is built.</summary>
internal sealed class SourceCompiler(
    BuiltClasses classes, IReadOnlyDictionary<string, GlobalBinding> globals, CompilerTarget target, Func<MethodCode, Oop> make)
{
    private readonly string[] _variablesOfClasses = [.. classes["Class"].Variables.Select(variable => variable.Name)];

    /// <summary>The methods of a class, or of its metaclass, by selector.</summary>
    /// <exception cref="BuildException">One does not compile.</exception>
    public OrderedDictionary<string, Oop> Compile(BuiltClass built, bool isMetaclass)
    {
        SourceScope scope = new(built, isMetaclass, _variablesOfClasses, globals);
        OrderedDictionary<string, Oop> methods = [];
        foreach (MethodSource method in built.Source.Methods.Where(method => method.IsOfMetaclass == isMetaclass))
        {
            MethodCode code = Compile(method.Chunk, scope);
            if (!methods.TryAdd(code.Selector, make(code)))
            {
                throw new BuildException(method.Chunk.Place, $"{scope.ClassBinding.Name} has a method {code.Selector} already");
            }
        }
        return methods;
    }

    private MethodCode Compile(Chunk chunk, SourceScope scope)
    {
        try
        {
            return MethodCompiler.CompileMethod(chunk.Text, scope, target);
        }
        catch (SyntaxErrorException e)
        {
            throw new BuildException(chunk.PlaceAt(e.Offset), e.Message);
        }
    }
}
