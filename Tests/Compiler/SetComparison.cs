using JitTalk.Core.Bytecodes;
using JitTalk.Core.Compiler;

namespace JitTalk.Tests.Compiler;

/// <summary>
/// Compares what the compiler makes of a method in both sets, operation by operation: where the sets differ in their
/// means, in the words of V3.
/// </summary>
internal static class SetComparison
{
    private const int BlockCopy = 24;

    /// <summary>The first difference; null where there is none.</summary>
    public static string? Difference(MethodCode v3, MethodCode sista)
    {
        if ((v3.ArgumentCount, v3.TempCount, v3.Primitive) != (sista.ArgumentCount, sista.TempCount, sista.Primitive))
        {
            return $"SistaV1: {sista.ArgumentCount} arguments, {sista.TempCount} temps, primitive {sista.Primitive}";
        }
        List<string> expected = Listing(v3, 0, v3.Bytecodes.Length);
        List<string> made = Listing(sista, 0, sista.Bytecodes.Length);
        int same = expected.Zip(made).TakeWhile(pair => pair.First == pair.Second).Count();
        return same == expected.Count && same == made.Count
            ? null
            : $"SistaV1: operation {same} is {made.ElementAtOrDefault(same)}, of V3 {expected.ElementAtOrDefault(same)}";
    }

    private static List<string> Listing(GeneratedCode code, int from, int to, int temps = 0)
    {
        BytecodeSet set = code.Target == CompilerTarget.SistaV1 ? BytecodeSet.SistaV1 : BytecodeSet.V3PlusClosures;
        // A block of V3 pushes its temps.
        List<string> lines = [.. Enumerable.Repeat($"{Op.PushNil} 0 0 None", temps)];
        Dictionary<int, int> lineAt = [];
        List<(int Line, int Target)> jumps = [];
        for (int at = from; at < to;)
        {
            lineAt[at] = lines.Count;
            Instruction instruction = BytecodeDecoder.At(code.Bytecodes, at, set);
            at = instruction.End;
            switch (instruction.Op)
            {
                case Op.Jump or Op.JumpTrue or Op.JumpFalse:
                    jumps.Add((lines.Count, instruction.Target));
                    lines.Add($"{instruction.Op}");
                    break;
                case Op.PushClosureCopy:
                    lines.Add($"closure {instruction.Operand} {instruction.Argument}");
                    lines.AddRange(Listing(code, at, instruction.Target).Select(line => $"  {line}"));
                    at = instruction.Target;
                    break;
                case Op.PushFullClosure:
                    BlockCode block = ((BlockLiteral)code.Literals[instruction.Operand]).Code;
                    lines.Add($"closure {instruction.Argument} {block.ArgumentCount}");
                    int own = block.TempCount - block.ArgumentCount - instruction.Argument;
                    lines.AddRange(Listing(block, 0, block.Bytecodes.Length, own).Select(line => $"  {line}"));
                    break;
                case Op.LongSuperSend when instruction.Flags == InstructionFlags.Directed:
                    // After the push of the class.
                    lines[^1] = $"super {Literal(instruction, code)} {instruction.Argument}";
                    break;
                case Op.LongStorePopLiteralVariable:
                    lines.AddRange([$"{Op.LongStoreLiteralVariable} {Literal(instruction, code)}", $"{Op.Pop} 0 0 None"]);
                    break;
                case Op.BlockReturnNil:
                    lines.AddRange([$"{Op.PushNil} 0 0 None", $"{Op.BlockReturnTop} 0 0 None"]);
                    break;
                default:
                    lines.Add(Line(instruction, code));
                    break;
            }
        }
        lineAt[to] = lines.Count;
        foreach ((int line, int target) in jumps)
        {
            lines[line] += $" to {lineAt[target]}";
        }
        return lines;
    }

    private static string Line(in Instruction instruction, GeneratedCode code) => instruction.Op switch
    {
        Op.PushLiteral => $"push {Literal(instruction, code)}",
        Op.PushInteger => $"push {instruction.Operand}",
        Op.LongPushCharacter => $"push {MethodDifference.Text(new CharacterLiteral(instruction.Operand))}",
        Op.PushLiteralVariable or Op.LongStoreLiteralVariable => $"{instruction.Op} {Literal(instruction, code)}",
        Op.LongSend => $"send {Literal(instruction, code)} {instruction.Argument}",
        Op.LongSuperSend => $"super {Literal(instruction, code)} {instruction.Argument}",
        Op.NotIdentical => "send #~~ 1",
        Op.SendSpecial when instruction.Operand == BlockCopy => "send #blockCopy: 1",
        _ => $"{instruction.Op} {instruction.Operand} {instruction.Argument} {instruction.Flags}",
    };

    private static string Literal(in Instruction instruction, GeneratedCode code) =>
        MethodDifference.Text(code.Literals[instruction.Operand]);
}
