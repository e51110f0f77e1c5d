using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>The compiler beside Cuis's own: the same source, the same header, literals and bytecodes.</summary>
public class CuisMethodsTests
{
    private const string Image = "Cuis5.0-3121-64.image";

    [Test]
    public void Methods_of_Cuis_compile_to_what_they_are()
    {
        using ScratchFolder folder = new();
        using CuisImage image = new(folder.BringImage(SharedImages.Path(Image)));
        int count = 0;
        List<string> differences = [];
        foreach (Oop behavior in image.Classes)
        {
            CuisScope scope = new(image, behavior);
            foreach ((string selector, Oop method) in image.MethodsOf(behavior))
            {
                count++;
                if (Difference(image, scope, selector, method) is { } difference)
                {
                    differences.Add($"{image.NameOf(behavior)}>>{selector}: {difference}");
                }
            }
        }
        TestContext.Out.WriteLine($"{count} methods, {differences.Count} different");
        TestContext.Out.WriteLine(string.Join('\n', differences));
        Assert.That(differences, Is.Empty);
    }

    private static string? Difference(CuisImage image, CuisScope scope, string selector, Oop method)
    {
        if (image.SourceOf(method) is not { } source)
        {
            return "no source";
        }
        MethodCode expected = image.Read(method, selector);
        try
        {
            return MethodDifference.Between(MethodCompiler.CompileMethod(source, scope), expected);
        }
        catch (SyntaxErrorException e)
        {
            return $"error: {e.Message} ({e.Offset})";
        }
    }
}
