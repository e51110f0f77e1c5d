using System.Reflection;
using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Primitives;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class PrimitiveListTests
{
    private const string RegenerateVariable = "JITTALK_REGENERATE_PRIMITIVE_LIST";

    public static string ListPath => Repository.Path("Primitives", "PRIMITIVES.md");

    private static IEnumerable<(PrimitiveAttribute Primitive, MethodInfo Method)> Attributed =>
        from assembly in new[] { StandardPrimitives.Assembly, typeof(VirtualMachine).Assembly }
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        from primitive in method.GetCustomAttributes<PrimitiveAttribute>()
        select (primitive, method);

    [Test]
    public void The_list_says_what_is_done()
    {
        string actual = File.ReadAllText(ListPath);
        PrimitiveList list = PrimitiveList.Parse(actual.TrimEnd('\n').Split('\n'));
        list.Update(Attributed);
        string expected = list.Render();
        if (Environment.GetEnvironmentVariable(RegenerateVariable) == "1")
        {
            File.WriteAllText(ListPath, expected);
            return;
        }
        string[] wrong = [.. actual.Split('\n').Except(expected.Split('\n')).Select(l => "- " + l)];
        string[] right = [.. expected.Split('\n').Except(actual.Split('\n')).Select(l => "+ " + l)];
        Assert.That(actual, Is.EqualTo(expected), $"""
            Primitives/PRIMITIVES.md is to change, by hand or with {RegenerateVariable}=1:
            {string.Join('\n', wrong.Concat(right))}
            """);
    }

    [Test]
    public void A_primitive_that_is_there_turns_done_and_one_that_is_gone_turns_missing()
    {
        MethodInfo method = typeof(PrimitiveListTests).GetMethod(nameof(A_primitive_that_is_there_turns_done_and_one_that_is_gone_turns_missing))!;
        PrimitiveList list = PrimitiveList.Parse(
        [
            "# List", "",
            "## Numbered", "", "| number | name | status | note |", "|---|---|---|---|",
            "| 2 | Two | missing | kept |", "| 3 | Three | done |  |", "| 19 |  | fails by design | why |", "",
            "## Numbers of old images", "", "| number | name | status | note |", "|---|---|---|---|", "| 2 | OldTwo | missing |  |", "",
            "## Named, without a plugin", "", "| name | status | note |", "|---|---|---|", "",
        ]);
        list.Update([
            (new PrimitiveAttribute(2), method),
            (new PrimitiveAttribute("AnyPlugin", "primitiveAny"), method),
        ]);
        string[] lines = list.Render().Split('\n');
        Assert.That(lines, Does.Contain("| 2 | Two | done | kept |"));
        Assert.That(lines, Does.Contain("| 2 | OldTwo | missing |  |"), "the old number is another primitive");
        Assert.That(lines, Does.Contain("| 3 | Three | missing |  |"));
        Assert.That(lines, Does.Contain("| 19 |  | fails by design | why |"));
        Assert.That(lines, Does.Contain("## AnyPlugin"));
        Assert.That(lines, Does.Contain("| primitiveAny | done |  |"));
    }
}
