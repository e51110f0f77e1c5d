using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Execution;

/// <summary>Every byte of every row of each set is executed, alone, with what its operands can be.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(All))]
public class BytecodeRowTests(string engine, string kind) : EngineTest(engine, kind)
{
    [Test]
    public void Every_row_does_what_it_says()
    {
        BytecodeRowCases cases = new(Machine, CodeKind);
        foreach (BytecodeRow row in CodeKind.Set.Rows)
        {
            for (int code = row.First; code <= row.Last; code++)
            {
                int executed = 0;
                foreach (BytecodeCase @case in cases.For(row, (byte)code))
                {
                    cases.Reset();
                    Oop answer = Machine.Evaluate(@case.Body);
                    Assert.That(@case.IsRight(answer), Is.True, $"{CodeKind.Set.Name} {code} {row.Op}, {@case.What}: {answer}");
                    executed++;
                }
                Assert.That(executed, Is.Positive, $"nothing executes {CodeKind.Set.Name} {code} {row.Op}");
            }
        }
    }

    [Test]
    public void A_byte_that_is_in_no_row_sends_unusedBytecode_to_the_context()
    {
        _ = Machine.Define("Context", "unusedBytecode", m => m.PushReceiverVariable(Layouts.Context.Receiver).ReturnTop());
        foreach (int code in Enumerable.Range(0, 256).Where(code => CodeKind.Set.RowOf(code) is null))
        {
            AreSame(Machine.Evaluate(m => m.Bytes((byte)code).ReturnTop()), Machine.Receiver, $"{code}");
        }
    }
}
