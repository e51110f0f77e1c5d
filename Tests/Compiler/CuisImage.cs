using JitTalk.Core.Compiler;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Compiler;

/// <summary>A saved Cuis, read without running it: its classes, its variables, its methods and their sources.</summary>
internal sealed class CuisImage : IDisposable
{
    private readonly LoadedImage _image;
    private readonly ImageBrowser _browser;
    private readonly CuisSources _sources;
    private readonly CuisLiterals _literals;
    private readonly Dictionary<string, Oop> _globals = [];
    private readonly Dictionary<string, Oop> _undeclared = [];
    private readonly Dictionary<Oop, ImageBinding> _bindings = [];

    public CuisImage(string path)
    {
        _image = ImageReader.Load(path);
        _browser = new ImageBrowser(Memory);
        _sources = new CuisSources(path);
        _literals = new CuisLiterals(Memory, _browser, BindingOf);
        Classes = [.. AllClasses()];
        Oop systemDictionary = _browser.FindClass("SystemDictionary");
        AddBindings(_globals, AllObjects().First(oop => Memory.ClassOf(oop) == systemDictionary));
        AddBindings(_undeclared, Value(_globals["Undeclared"]));
    }

    public ObjectMemory Memory => _image.Memory;

    /// <summary>All classes and metaclasses.</summary>
    public IReadOnlyList<Oop> Classes { get; }

    public string NameOf(Oop behavior) => _browser.NameOf(behavior);

    public IEnumerable<(string Selector, Oop Method)> MethodsOf(Oop behavior) =>
        _browser.MethodsOf(behavior).Select(entry => (ObjectMemory.TextOf(entry.Selector), entry.Method));

    /// <summary>The source; null where the method has none.</summary>
    public string? SourceOf(Oop method) => _sources.Read(ObjectMemory.ByteSpan(method));

    /// <summary>The method as the compiler would answer it, without the pointer to its source.</summary>
    public MethodCode Read(Oop method, string selector)
    {
        ImageDialect dialect = Memory.Dialect;
        int count = CompiledCode.LiteralCount(method, dialect);
        return new MethodCode
        {
            Selector = selector,
            ArgumentCount = CompiledCode.ArgumentCount(method),
            TempCount = CompiledCode.TempCount(method),
            Primitive = CompiledCode.PrimitiveNumber(method, dialect),
            NeedsLargeFrame = CompiledCode.HasLargeFrame(method),
            Literals = [.. Enumerable.Range(0, count).Select(index => _literals.Read(CompiledCode.Literal(index, method)))],
            Bytecodes = ObjectMemory.ByteSpan(method)[CompiledCode.FirstBytecode(method, dialect)..^CuisSources.TrailerLength].ToArray(),
        };
    }

    /// <summary>The binding of a name in a class, its superclasses and their pools; then of a global.</summary>
    public ImageBinding? FindBinding(Oop behavior, string name)
    {
        Oop theClass = _browser.IsMetaclass(behavior) ? Memory.Fetch(5, behavior) : behavior;
        Oop association = FindInClasses(theClass, name);
        return !association.IsNone || _globals.TryGetValue(name, out association) || _undeclared.TryGetValue(name, out association)
            ? BindingOf(association)
            : null;
    }

    /// <summary>The names of a class's instance variables, inherited ones first, with who declares them.</summary>
    public IEnumerable<(string Name, Oop Declarer)> InstanceVariablesOf(Oop behavior)
    {
        if (behavior == Memory.Nil)
        {
            return [];
        }
        Oop names = Memory.Fetch(3, behavior);
        IEnumerable<string> own = names == Memory.Nil ? [] : Elements(names).Select(ObjectMemory.TextOf);
        return [.. InstanceVariablesOf(Memory.Fetch(Layouts.Class.Superclass, behavior)), .. own.Select(name => (name, behavior))];
    }

    /// <summary>The binding of a class in its methods: of a metaclass, and of what has no name, one without a key.</summary>
    public ImageBinding ClassBindingOf(Oop behavior) =>
        _globals.TryGetValue(NameOf(behavior), out Oop association) && Value(association) == behavior
            ? BindingOf(association)
            : new ImageBinding(string.Empty, Oop.None, behavior);

    /// <summary>Whether contexts are, or inherit from, instances of a class.</summary>
    public bool IsContextClass(Oop behavior) => NameOf(behavior) is "InstructionStream" or "ContextPart" or "MethodContext" or "BlockContext";

    public void Dispose() => _image.Dispose();

    private ImageBinding BindingOf(Oop association)
    {
        if (!_bindings.TryGetValue(association, out ImageBinding? binding))
        {
            string key = ObjectMemory.TextOf(Memory.Fetch(0, association));
            binding = new ImageBinding(key, association, Value(association));
            _bindings.Add(association, binding);
        }
        return binding;
    }

    private Oop Value(Oop association) => Memory.Fetch(Layouts.Association.Value, association);

    private Oop FindInClasses(Oop theClass, string name)
    {
        for (; theClass != Memory.Nil; theClass = Memory.Fetch(Layouts.Class.Superclass, theClass))
        {
            Oop pools = Memory.Fetch(8, theClass);
            Oop found = FindInPool(Memory.Fetch(7, theClass), name);
            foreach (Oop pool in pools == Memory.Nil ? [] : IsArray(pools) ? Elements(pools) : ElementsOfCollection(pools))
            {
                found = !found.IsNone ? found
                    : _browser.IsMetaclass(Memory.ClassOf(pool)) ? FindInClasses(pool, name)
                    : FindInPool(pool, name);
            }
            if (!found.IsNone)
            {
                return found;
            }
        }
        return Oop.None;
    }

    private Oop FindInPool(Oop dictionary, string name) =>
        IsPair(dictionary) && IsArray(Memory.Fetch(1, dictionary))
            ? Elements(Memory.Fetch(1, dictionary)).FirstOrDefault(
                association => IsPair(association) && ObjectMemory.TextEquals(Memory.Fetch(0, association), name))
            : Oop.None;

    private bool IsArray(Oop oop) => oop.IsPointer && Memory.ClassOf(oop) == Memory.ClassOf(Memory.Special(SpecialObject.SpecialSelectors));

    private bool IsPair(Oop oop) => oop.IsPointer && ObjectMemory.FormatOf(oop).IsPointers() && ObjectMemory.SlotCount(oop) >= 2;

    private void AddBindings(Dictionary<string, Oop> to, Oop dictionary)
    {
        foreach (Oop association in Elements(Memory.Fetch(1, dictionary)).Where(element => element != Memory.Nil))
        {
            to.Add(ObjectMemory.TextOf(Memory.Fetch(0, association)), association);
        }
    }

    private IEnumerable<Oop> Elements(Oop array) =>
        Enumerable.Range(0, (int)ObjectMemory.SlotCount(array)).Select(index => Memory.Fetch(index, array));

    /// <summary>Of an OrderedCollection: array, first index, last index.</summary>
    private IEnumerable<Oop> ElementsOfCollection(Oop collection)
    {
        int first = (int)Memory.Fetch(1, collection).Integer;
        int last = (int)Memory.Fetch(2, collection).Integer;
        return Elements(Memory.Fetch(0, collection)).Take(last).Skip(first - 1);
    }

    private IEnumerable<Oop> AllClasses()
    {
        foreach (Oop oop in AllObjects().Where(oop => _browser.IsMetaclass(Memory.ClassOf(oop))))
        {
            yield return oop;
            yield return Memory.ClassOf(oop);
        }
    }

    private IEnumerable<Oop> AllObjects()
    {
        for (Oop oop = Memory.FirstObject; !oop.IsNone; oop = Memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop))
            {
                yield return oop;
            }
        }
    }
}
