using System.Text.RegularExpressions;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;
using JitTalk.Jit;
using JitTalk.Jit.Code;
using JitTalk.Jit.Planning;
using JitTalk.Jit.Translation;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>
/// What the translator makes of some methods, as people have read it. After a change that is meant, JITTALK_BLESS=1 has
/// the files written anew, and the difference is to be read.
/// </summary>
public sealed partial class GoldenListingTests
{
    private const string BlessVariable = "JITTALK_BLESS";

    public static IEnumerable<string> Names => GoldenMethod.All.Select(golden => golden.Name);

    [TestCaseSource(nameof(Names))]
    public void Listing_is_what_was_read(string name)
    {
        string actual = List(GoldenMethod.All.Single(golden => golden.Name == name));
        foreach (Match number in LargeNumber().Matches(actual))
        {
            long value = Convert.ToInt64(number.Groups[1].Value, 16);
            Assert.That(value & Oop.TagMask, Is.Not.Zero, $"{number.Value.Trim()} looks like an address without a name");
        }
        string file = Path.Combine(Folder(), $"{name}.txt");
        if (Environment.GetEnvironmentVariable(BlessVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }
        Assert.That(File.Exists(file), $"{file} is missing; {BlessVariable}=1 writes it");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)), $"{BlessVariable}=1 writes it anew");
    }

    [Test]
    public void No_listing_is_left_over() =>
        Assert.That(Directory.GetFiles(Folder()).Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Names));

    private static string List(GoldenMethod golden)
    {
        using Machine machine = new(Engine.Named("Interpreter"), CodeKind.Named(golden.Images));
        using CodeStore store = new(machine.Vm);
        _ = machine.Define("Subject", "x", m => m.Primitive(264).PushReceiverVariable(0).ReturnTop());
        _ = machine.Define("Super", "callee", m => m.PushThisContext().Pop().PushTrue().ReturnTop());
        _ = machine.Define("Subject", "isFrom:to:", m => GoldenMethod.Between(m));
        machine.DefinePrimitive("Array", "at:", 60);
        machine.DefinePrimitive("Array", "at:put:", 61);
        machine.DefineBlocks();
        Oop method = machine.Define("Subject", golden.Selector, m =>
        {
            golden.Body(m);
            _ = m.Named(golden.Selector);
        });
        Instruction[] instructions = [.. BytecodeDecoder.Decode(method, machine.Memory.Dialect)];
        Record(machine, method, instructions, golden.Seen);
        MethodNames names = new(machine.Memory);
        UnitPlan plan = Plan(golden.Kind, machine, store, method, instructions, names.NameOf(method));
        plan = plan with { Names = new ConstantNames(plan, names.NameOfClass) };
        return $"""
            {golden.Shows}

            {names.Disassemble(method)}
            {golden.Kind}, entered at {CompiledCode.ToImagePc(plan.Unit.Entry.Offset, method, machine.Memory.Dialect)}:

            {UnitCompiler.Compile(plan, (unit, offset, reason) => NewExit(store, unit, offset, reason))}
            """;
    }

    private static UnitPlan Plan(
        UnitKind kind, Machine machine, CodeStore store, Oop method, Instruction[] instructions, string name)
    {
        int arguments = CompiledCode.ArgumentCount(method);
        Instruction closure = instructions.FirstOrDefault(i => i.Op == Op.PushClosureCopy);
        Instruction block = instructions.FirstOrDefault(i => CodeReader.MakesBlockContext(i, machine.Memory.Dialect));
        const int longJump = 2;
        Planner planner = new(machine.Vm, store, new JitOptions());
        return kind switch
        {
            UnitKind.Method => planner.Plan(
                store.Of(method, new UnitEntry(kind, instructions[0].Offset)), name, arguments, 0, 0, isBlock: false),
            UnitKind.Block when block.Op == Op.SendSpecial => planner.Plan(
                store.Of(method, new UnitEntry(kind, block.End + longJump)), name, 0, 0, 0, isBlock: true),
            UnitKind.Block => planner.Plan(
                store.Of(method, new UnitEntry(kind, closure.End)), name, closure.Argument, closure.Operand, 0, isBlock: true),
            _ => planner.Plan(
                store.Of(method, new UnitEntry(kind, instructions.First(i => i.IsJump && i.Target < i.Offset).Target)),
                name, arguments, 0, CompiledCode.TempCount(method), isBlock: false),
        };
    }

    private static unsafe void Record(Machine machine, Oop method, Instruction[] instructions, IReadOnlyList<string[]> seen)
    {
        Instruction[] sends = [.. instructions.Where(i => i.Op is Op.LongSend or Op.SendSpecial or >= Op.Add and <= Op.BitOr)];
        foreach ((string[] classes, Instruction send) in seen.Zip(sends))
        {
            foreach (string name in classes)
            {
                int index = name switch
                {
                    "SmallInteger" => Oop.IntegerTag,
                    "SmallFloat64" => Oop.FloatTag,
                    _ => machine.Memory.EnsureClassIndex(machine.Image.Class(name)),
                };
                machine.Vm.Interpreter.Sites.Record(ObjectMemory.Bytes(method) + send.End, index);
            }
        }
    }

    private static unsafe nint NewExit(CodeStore store, CodeUnit unit, int offset, ExitReason reason) =>
        (nint)store.NewExit(unit, offset, (int)reason);

    private static string Folder() => Repository.Path("Tests", "Jit", "Golden");

    // Numbers of a few digits are offsets, flags and the like.
    [GeneratedRegex("ldc.i8 +0x([0-9a-f]{7,})")]
    private static partial Regex LargeNumber();
}
