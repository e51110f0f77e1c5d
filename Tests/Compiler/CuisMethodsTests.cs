using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>
/// The compiler beside Cuis's own: from the same source the same header, literals and bytecodes; and for SistaV1 the same
/// operations.
/// </summary>
public class CuisMethodsTests
{
    // Cuis adds the value of the digits after the point to that before it, and gets a neighbour of the nearest Float.
    private const string Theme = "Theme>>titleGradientExtraLightness";
    private const string Wavelets = "WaveletCodec>>encodeFrames:from:at:into:at:";
    private const string Jupiter = "Body class>>jupiter";

    [TestCase("Cuis5.0-3121-64.image", 13655, 40, Theme)]
    [TestCase("Cuis5.0-3121-32.image", 13655, 40, Theme)]
    [TestCase("Cuis64-tests.image", 16841, 41, Theme, Wavelets)]
    [TestCase("Cuis32-tests.image", 16841, 41, Theme, Wavelets)]
    [TestCase("Cuis64-awfy.image", 14316, 42, Theme, Jupiter)]
    [TestCase("Cuis32-awfy.image", 14316, 42, Theme, Jupiter)]
    public void Methods_of_Cuis_compile_to_what_they_are(string name, int methods, int withoutSource, params string[] otherFloats)
    {
        using ScratchFolder folder = new();
        using CuisImage image = new(folder.BringImage(SharedImages.Path(name)));
        int count = 0;
        int evaluated = 0;
        List<string> sourceless = [];
        Dictionary<string, string> differences = [];
        foreach (Oop behavior in image.Classes)
        {
            CuisScope scope = new(image, behavior);
            foreach ((string selector, Oop method) in image.MethodsOf(behavior))
            {
                string methodName = $"{image.NameOf(behavior)}>>{selector}";
                count++;
                if (image.SourceOf(method) is not { } source)
                {
                    sourceless.Add(methodName);
                }
                else if (Difference(source, scope, image.Read(method, selector), ref evaluated) is { } difference)
                {
                    differences.Add(methodName, difference);
                }
            }
        }
        TestContext.Out.WriteLine(
            $"{name}: {count} methods, {sourceless.Count} without source, {evaluated} with values of expressions, which are not compared");
        foreach ((string methodName, string difference) in differences)
        {
            TestContext.Out.WriteLine($"{methodName}: {difference}");
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(differences.Keys, Is.EquivalentTo(otherFloats));
            // Accessors of preferences, which Cuis makes without logging them, and what was made by scripts.
            Assert.That(sourceless, Has.Count.EqualTo(withoutSource));
            Assert.That(count, Is.EqualTo(methods));
            Assert.That(evaluated, Is.EqualTo(163));
        }
    }

    /// <summary>The VM trusts no code before it has proved that its stack, temps and literals are sound.</summary>
    [TestCase("Spur64")]
    [TestCase("Spur64Sista")]
    public void The_VM_may_run_what_is_compiled(string kindName)
    {
        CodeKind kind = CodeKind.Named(kindName);
        using ScratchFolder folder = new();
        using CuisImage image = new(folder.BringImage(SharedImages.Path("Cuis5.0-3121-64.image")));
        using Machine machine = new(Engine.Named("Interpreter"), kind);
        Held variable = machine.Variable(machine.Image.Class("Subject"));
        CodeInstaller installer = new(machine, kind, literal => literal is BindingLiteral ? variable : machine.Memory.Nil);
        CompilerTarget target = kind.IsSista ? CompilerTarget.SistaV1 : CompilerTarget.V3PlusClosures;
        int count = 0;
        foreach (Oop behavior in image.Classes)
        {
            CuisScope scope = new(image, behavior);
            foreach (string source in image.MethodsOf(behavior).Select(entry => image.SourceOf(entry.Method)).OfType<string>())
            {
                _ = installer.Make(MethodCompiler.CompileMethod(source, scope, target));
                count++;
            }
        }
        Assert.That(count, Is.EqualTo(13655 - 40));
    }

    private static string? Difference(string source, CuisScope scope, MethodCode expected, ref int evaluated)
    {
        try
        {
            MethodCode made = MethodCompiler.CompileMethod(source, scope);
            evaluated += made.Literals.Any(literal => literal is EvaluatedLiteral) ? 1 : 0;
            return MethodDifference.Between(made, expected)
                ?? SetComparison.Difference(made, MethodCompiler.CompileMethod(source, scope, CompilerTarget.SistaV1));
        }
        catch (SyntaxErrorException e)
        {
            return $"error: {e.Message} ({e.Offset})";
        }
    }
}
