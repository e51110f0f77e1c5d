using System.Collections.Frozen;
using JitTalk.Core.Compiler;

namespace JitTalk.Core.Building;

/// <summary>
/// Reads classes out of chunk files: definitions, comments and methods. Nothing is evaluated: what else a file says is an error.
/// </summary>
internal sealed class SourceReader
{
    private static readonly FrozenDictionary<string, InstanceKind> Definitions = new Dictionary<string, InstanceKind>
    {
        ["subclass:"] = InstanceKind.Inherited,
        ["variableSubclass:"] = InstanceKind.Variable,
        ["variableByteSubclass:"] = InstanceKind.VariableByte,
        ["variableWordSubclass:"] = InstanceKind.VariableWord,
        ["weakSubclass:"] = InstanceKind.Weak,
        ["ephemeronSubclass:"] = InstanceKind.Ephemeron,
        ["immediateSubclass:"] = InstanceKind.Immediate,
        ["compiledMethodSubclass:"] = InstanceKind.CompiledMethod,
    }.ToFrozenDictionary();

    private const string DefinitionRest = "instanceVariableNames:classVariableNames:poolDictionaries:category:";
    private const string Metaclass = "class";

    private readonly Dictionary<string, ClassSource> _classes = [];
    private readonly List<Action> _additions = [];

    /// <summary>Reads all files named <c>*.st</c> under folders, each folder's in the order of their paths.</summary>
    /// <returns>The classes, each after its superclass.</returns>
    /// <exception cref="BuildException">A file cannot be read or is no source of classes.</exception>
    public static IReadOnlyList<ClassSource> ReadFolders(IEnumerable<string> folders)
    {
        SourceReader reader = new();
        foreach (string folder in folders)
        {
            foreach (string file in FilesUnder(folder))
            {
                reader.ReadFile(file);
            }
        }
        // Methods may stand in a file before that of their class.
        reader._additions.ForEach(add => add());
        return ClassOrder.Arrange(reader._classes);
    }

    private static string[] FilesUnder(string folder)
    {
        try
        {
            string[] files = Directory.GetFiles(folder, "*.st", SearchOption.AllDirectories);
            Array.Sort(files, StringComparer.Ordinal);
            return files.Length > 0 ? files : throw new BuildException($"{folder} has no source files (*.st)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BuildException($"cannot read {folder}: {e.Message}");
        }
    }

    private void ReadFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"cannot read {file}: {e.Message}");
        }
        ChunkReader chunks = new(file, text);
        while (chunks.Next() is { } chunk)
        {
            if (chunk.AnnouncesMethods)
            {
                ReadMethods(chunk, chunks);
            }
            else if (!chunk.IsEmpty)
            {
                ReadStatement(chunk);
            }
        }
    }

    private void ReadMethods(Chunk announcement, ChunkReader chunks)
    {
        MessageNode message = Parse(announcement);
        if (message.Selector != "methodsFor:")
        {
            throw new BuildException(announcement.Place, $"methodsFor: expected, not {message.Selector}");
        }
        (string name, bool isMetaclass) = ClassNamed(message.Receiver, announcement);
        for (Chunk chunk = chunks.NextMethod(); !chunk.IsEmpty; chunk = chunks.NextMethod())
        {
            MethodSource method = new(chunk, isMetaclass);
            _additions.Add(() => Known(name, announcement.Place).Methods.Add(method));
        }
    }

    private void ReadStatement(Chunk chunk)
    {
        MessageNode message = Parse(chunk);
        int end = message.Selector.IndexOf(':', StringComparison.Ordinal) + 1;
        if (message.Selector == "comment:")
        {
            (string name, _) = ClassNamed(message.Receiver, chunk);
            string comment = Text(message.Arguments[0], chunk);
            _additions.Add(() => Known(name, chunk.Place).Comment = comment);
        }
        else if (message.Selector == "instanceVariableNames:" && ClassNamed(message.Receiver, chunk) is (var name, true))
        {
            string[] variables = Words(message.Arguments[0], chunk);
            _additions.Add(() => Known(name, chunk.Place).MetaclassVariables = variables);
        }
        else if (message.Selector[end..] == DefinitionRest && Definitions.TryGetValue(message.Selector[..end], out InstanceKind kind))
        {
            Define(message, kind, chunk);
        }
        else
        {
            throw new BuildException(chunk.Place, $"the source of an image defines classes and methods; {message.Selector} does neither");
        }
    }

    private void Define(MessageNode message, InstanceKind kind, Chunk chunk)
    {
        if (message.Arguments[0] is not LiteralNode { Value: SymbolLiteral { Text: var name } })
        {
            throw new BuildException(chunk.Place, "the name of a class is a symbol");
        }
        if (Words(message.Arguments[3], chunk).Length > 0)
        {
            throw new BuildException(chunk.Place, "pool dictionaries are not supported");
        }
        ClassSource source = new(name, chunk.Place)
        {
            Superclass = message.Receiver is VariableNode { Name: "nil" } ? null : ClassNamed(message.Receiver, chunk).Name,
            Kind = kind,
            InstanceVariables = Words(message.Arguments[1], chunk),
            ClassVariables = Words(message.Arguments[2], chunk),
            Category = Text(message.Arguments[4], chunk),
        };
        if (!_classes.TryAdd(name, source))
        {
            throw new BuildException(chunk.Place, $"{name} is already defined at {_classes[name].Place}");
        }
    }

    private ClassSource Known(string name, SourcePlace place) =>
        _classes.TryGetValue(name, out ClassSource? source) ? source : throw new BuildException(place, $"there is no class {name}");

    private static MessageNode Parse(Chunk chunk)
    {
        try
        {
            return Parser.ParseExpression(chunk.Text).Body.Statements is [ReturnNode { Value: MessageNode message }]
                ? message
                : throw new BuildException(chunk.Place, "one message expected");
        }
        catch (SyntaxErrorException e)
        {
            throw new BuildException(chunk.PlaceAt(e.Offset), e.Message);
        }
    }

    private static (string Name, bool IsMetaclass) ClassNamed(Node? node, Chunk chunk) => node switch
    {
        VariableNode variable => (variable.Name, false),
        MessageNode { Selector: Metaclass, Receiver: VariableNode variable } => (variable.Name, true),
        _ => throw new BuildException(chunk.Place, "the name of a class expected"),
    };

    private static string[] Words(Node node, Chunk chunk) =>
        Text(node, chunk).Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Text(Node node, Chunk chunk) => node switch
    {
        LiteralNode { Value: StringLiteral { Text: var text } } => text,
        LiteralNode { Value: SymbolLiteral { Text: var text } } => text,
        _ => throw new BuildException(chunk.PlaceAt(node.Start), "a string expected"),
    };
}
