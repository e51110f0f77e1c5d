using JitTalk.Core.Bytecodes;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Bytecodes;

public sealed class CodeVerifierTests
{
    /// <summary>What compilers of twenty years have made is sound, all of it.</summary>
    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    [TestCase("Cuis64-tests.image")]
    [TestCase("Cuis64-awfy.image")]
    [TestCase("candle64.image")]
    [TestCase("headless.image")]
    [TestCase("mini.image")]
    [TestCase("mini-startup.image")]
    [TestCase("squeakjs.image")]
    [TestCase("bootstrapped.image")]
    public void All_code_of_a_real_image_is_sound(string name)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        ObjectMemory memory = image.Memory;
        CodeVerifier verifier = new(memory);
        Disassembler disassembler = new(memory);
        int count = 0;
        List<string> problems = [];
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && ObjectMemory.FormatOf(oop).IsCompiledMethod()
                && !IsQuick(oop, memory.Dialect))
            {
                count++;
                if (!verifier.Verify(oop, CompiledCode.FirstBytecode(oop, memory.Dialect), TempsOf(oop)))
                {
                    problems.Add($"{disassembler.NameOf(oop)}: {verifier.Problem}");
                }
            }
        }
        Assert.That(count, Is.Positive);
        Assert.That(problems, Is.Empty, $"of {count}");
    }

    private static int TempsOf(Oop code) => Math.Max(CompiledCode.TempCount(code), CompiledCode.ArgumentCount(code));

    // They never make a frame, and may have no bytecodes.
    private static bool IsQuick(Oop code, ImageDialect dialect) =>
        CompiledCode.PrimitiveNumber(code, dialect) is >= 256 and <= 519;
}
