using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>What images had not before Spur.</summary>
[TestFixtureSource(typeof(CompiledTest), nameof(SpurEngines))]
public class SpurCodeTests(string engine, string kind) : CompiledTest(engine, kind)
{
    [Test]
    public void Characters_beyond_Latin_1()
    {
        AnswersAre(
            ("^$Ā", "$Ā"),
            ("^$Ⲁ", "$Ⲁ"),
            ("^$\u7FFF", "Character value: 32767"),
            ("^$\u8000", "Character value: 32768"),
            ("^$😀", "Character value: 128512"));
    }

    [Test]
    public void A_primitive_tells_why_it_failed()
    {
        Oop reasons = Memory.NewArray(20);
        for (int i = 0; i < 20; i++)
        {
            Memory.Store(i, reasons, Int(100 + i));
        }
        Memory.SetSpecial(SpecialObject.PrimitiveErrorTable, reasons);
        _ = Define("Array", "at: index | t | <primitive: 60 error: reason> t := 5. ^[{t. reason}] value");
        AnswersAre(
            ("^#(1 2) at: 2", "2"),
            ("^#(1 2) at: 5", "an Array(5 103)"),
            ("^#(1 2) at: #x", "an Array(5 102)"));
    }
}
