using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using JitTalk.Core.Memory;
using JitTalk.Display;
using JitTalk.Jit;
using JitTalk.Primitives;
using JitTalk.Tests.Support;

namespace JitTalk.Tests;

/// <summary>The rules that keep the source readable, read off the source.</summary>
public sealed partial class ArchitectureTests
{
    private const int MostLines = 600;

    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Core"] = [],
        ["Jit"] = ["Core"],
        ["Primitives"] = ["Core"],
        ["Display"] = ["Core", "Jit", "Primitives"],
        ["Tests"] = ["Core", "Jit", "Primitives", "Display", "Perf"],
        ["Perf"] = ["Core", "Jit", "Primitives", "Display"],
    };

    private static readonly Assembly[] Products = [typeof(ObjectMemory).Assembly, typeof(JitCompiler).Assembly, StandardPrimitives.Assembly, typeof(CommandLine).Assembly];

    [Test]
    public void References_point_one_way()
    {
        FileInfo[] projects = Repository.Root.GetFiles("*.csproj", SearchOption.AllDirectories);
        Assert.That(projects, Has.Length.GreaterThanOrEqualTo(5));
        foreach (FileInfo project in projects)
        {
            string name = Path.GetFileNameWithoutExtension(project.Name);
            IEnumerable<string> references = XDocument.Load(project.FullName).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.That(AllowedReferences, Does.ContainKey(name), $"{name} has no place in the layers");
            Assert.That(references, Is.SubsetOf(AllowedReferences[name]), $"references of {name}");
        }
    }

    [Test]
    public void No_file_is_longer_than_one_reading() => Assert.Multiple(() =>
    {
        foreach (FileInfo file in Sources())
        {
            Assert.That(File.ReadLines(file.FullName).Count(), Is.AtMost(MostLines), $"lines of {NameOf(file)}");
        }
    });

    [Test]
    public void Namespaces_follow_folders() => Assert.Multiple(() =>
    {
        foreach (FileInfo file in Sources())
        {
            string folder = Path.GetDirectoryName(NameOf(file))!;
            if (Namespace().Match(File.ReadAllText(file.FullName)) is { Success: true } found)
            {
                Assert.That(found.Groups[1].Value, Is.EqualTo($"JitTalk.{folder.Replace('/', '.')}"), NameOf(file));
            }
        }
    });

    [Test]
    public void Nothing_is_put_off_or_folded_away() => Assert.Multiple(() =>
    {
        foreach (FileInfo file in Sources().Where(f => f.Name != $"{nameof(ArchitectureTests)}.cs"))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file.FullName))
            {
                number++;
                Assert.That(PutOff().IsMatch(line), Is.False, $"{NameOf(file)}:{number}: {line.Trim()}");
            }
        }
    });

    [Test]
    public void State_belongs_to_a_machine_not_to_a_class() => Assert.Multiple(() =>
    {
        foreach (Type type in Products.SelectMany(a => a.GetTypes()).Where(t => !IsGenerated(t)))
        {
            const BindingFlags statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in type.GetFields(statics).Where(f => !f.IsLiteral && !IsGenerated(f)))
            {
                Assert.That(field.IsInitOnly, Is.True, $"{type}.{field.Name} can be replaced");
                Assert.That(IsConstant(field), Is.True, $"{type}.{field.Name} can be changed: {field.FieldType}");
            }
        }
    });

    [Test]
    public void A_mutable_static_would_be_found()
    {
        Assert.That(IsConstant(FieldOf(nameof(Samples.Cache))), Is.False);
        Assert.That(IsConstant(FieldOf(nameof(Samples.Shared))), Is.False);
        Assert.That(IsConstant(FieldOf(nameof(Samples.Name))), Is.True);

        static FieldInfo FieldOf(string name) => typeof(Samples).GetField(name)!;
    }

    // A table that is private and filled once is a constant: an array, a lookup, a record without setters.
    private static bool IsConstant(FieldInfo field)
    {
        Type type = field.FieldType;
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || type == typeof(string))
        {
            return true;
        }
        if (type.IsArray || IsTable(type))
        {
            return field.IsPrivate;
        }
        return HasOnlyConstants(type);
    }

    private static bool IsTable(Type type) =>
        type.IsGenericType && (type.Namespace == typeof(ImmutableArray).Namespace
            || type.FullName!.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal)
            || type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            || type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>));

    private static bool HasOnlyConstants(Type type)
    {
        // Of the library's types those that hold or make no state; a collection or a writer is not among them.
        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            return type.IsValueType || typeof(Delegate).IsAssignableFrom(type) || type.IsAssignableTo(typeof(Assembly)) || type.IsAssignableTo(typeof(MemberInfo))
                || type.IsAssignableTo(typeof(System.Text.Encoding)) || type.IsAssignableTo(typeof(Regex))
                || type.FullName == "System.CommandLine.ParserConfiguration";
        }
        const BindingFlags instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return type.GetFields(instance).All(f => f.IsInitOnly);
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || member.Name.Contains('<', StringComparison.Ordinal)
        || (member.DeclaringType is { } outer && IsGenerated(outer));

    private static IEnumerable<FileInfo> Sources() =>
        Repository.Root.GetFiles("*.cs", SearchOption.AllDirectories).Where(f => !BuildOutput().IsMatch(f.FullName));

    private static string NameOf(FileInfo file) => Path.GetRelativePath(Repository.Root.FullName, file.FullName);

    [GeneratedRegex(@"^namespace ([\w.]+)(;|\s*$)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*#(end)?region|//.*\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex PutOff();

    [GeneratedRegex(@"/(bin|obj)/")]
    private static partial Regex BuildOutput();

    private static class Samples
    {
        public static readonly Dictionary<string, string> Cache = [];
        public static readonly int[] Shared = [1];
        public static readonly string Name = nameof(Samples);
    }
}
