using JitTalk.Core.Compiler;
using JitTalk.Core.Execution;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>
/// Makes a Spur image of classes in source: the classes with their methods, what a machine knows by place, and one process that
/// is about to run <c>Smalltalk boot</c>, which does the rest when the image starts.
/// </summary>
/// <remarks>
/// Hashed collections hold their elements in order, unhashed, and none beyond: boot rehashes them. The same source gives the
/// same objects at the same places with the same hashes.
/// </remarks>
internal sealed class ImageBuilder : IMethodReferences, IDisposable
{
    private const string Smalltalk = "Smalltalk";
    private const string Processor = "Processor";
    private const string Transcript = "Transcript";
    private const string BootMethod = "boot";
    private const string SymbolTable = "AllSymbols";

    private readonly ObjectMemory _memory;
    private readonly BuiltClasses _classes;
    private readonly SymbolObjects _symbols;
    private readonly OrderedDictionary<string, GlobalBinding> _globals = [];
    private readonly Dictionary<GlobalBinding, Oop> _associations = [];

    /// <param name="sources">The classes, each after its superclass.</param>
    /// <param name="dialect">A Spur format.</param>
    /// <param name="target">The bytecode set of the methods.</param>
    /// <exception cref="BuildException">The source does not compile, or lacks a class that a machine needs.</exception>
    public ImageBuilder(IReadOnlyList<ClassSource> sources, ImageDialect dialect, CompilerTarget target)
    {
        _memory = new ObjectMemory(dialect);
        _classes = new BuiltClasses(sources);
        MakeConstants();
        ClassMaker maker = new(_memory, _classes);
        maker.AllocateAll();
        SpecialObjectsMaker special = new(_memory, Class, Symbol);
        special.PutClasses();
        SetClassesOfConstants();
        _symbols = new SymbolObjects(_memory, _memory.EnsureClassIndex(Class("Symbol")));
        MakeAssociations();
        FillClasses(maker);
        Oop boot = Compile(target);
        Oop smalltalk = MakeGlobals();
        special.PutObjects(smalltalk, MakeScheduler(NewContext(boot, smalltalk)));
        SetVariable(_classes["Symbol"].ClassVariables, SymbolTable, _memory.NewArray([.. _symbols.All]));
        _memory.FullCollector.Collect();
    }

    /// <summary>Writes the image, ready to boot.</summary>
    /// <exception cref="ImageFormatException">It cannot be written.</exception>
    public void Save(ImageSettings settings, string path) => ImageWriter.Save(_memory, settings, path);

    public Oop Symbol(string text) => _symbols[text];

    public Oop Class(string name) => _classes.OopOf(name);

    public Oop Association(GlobalBinding binding) => _associations[binding];

    public void Dispose() => _memory.Dispose();

    /// <summary>nil, false and true, whose classes are not there yet, and a place for what the machine knows.</summary>
    private void MakeConstants()
    {
        Oop nil = NewConstant();
        Oop no = NewConstant();
        Oop yes = NewConstant();
        Oop special = _memory.AllocateOld(KnownClassIndices.FirstFree, ObjectFormat.Indexable, SpecialObjectsMaker.Count);
        for (int i = 0; i < SpecialObjectsMaker.Count; i++)
        {
            _memory.StoreUnchecked(i, special, nil);
        }
        _memory.StoreUnchecked((int)SpecialObject.False, special, no);
        _memory.StoreUnchecked((int)SpecialObject.True, special, yes);
        _memory.SpecialObjects = special;
    }

    private Oop NewConstant() => _memory.AllocateOld(KnownClassIndices.FirstFree, ObjectFormat.Empty, 0);

    private void SetClassesOfConstants()
    {
        SetClass(_memory.Nil, "UndefinedObject");
        SetClass(_memory.False, "False");
        SetClass(_memory.True, "True");
        SetClass(_memory.SpecialObjects, "Array");
    }

    private void SetClass(Oop oop, string className)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithClassIndex(header, _memory.EnsureClassIndex(Class(className)));
    }

    /// <summary>For every global, class variable and metaclass, what methods refer to it by.</summary>
    private void MakeAssociations()
    {
        foreach (BuiltClass built in _classes.All)
        {
            _globals.Add(built.Name, built.Binding);
            _ = Associate(built.Binding, Symbol(built.Name), built.Oop);
            _ = Associate(built.MetaclassBinding, _memory.Nil, built.MetaclassOop);
            foreach ((string name, GlobalBinding binding) in built.ClassVariables)
            {
                _ = Associate(binding, Symbol(name), _memory.Nil);
            }
        }
        foreach (string name in (string[])[Smalltalk, Processor, Transcript])
        {
            GlobalBinding binding = new(name);
            if (!_globals.TryAdd(name, binding))
            {
                throw new BuildException(_classes[name].Source.Place, $"{name} is no name for a class");
            }
            _ = Associate(binding, Symbol(name), _memory.Nil);
        }
    }

    private Oop Associate(GlobalBinding binding, Oop key, Oop value)
    {
        Oop association = New("Association");
        _memory.Store(Layouts.Association.Key, association, key);
        _memory.Store(Layouts.Association.Value, association, value);
        _associations.Add(binding, association);
        return association;
    }

    private void FillClasses(ClassMaker maker)
    {
        foreach (BuiltClass built in _classes.All)
        {
            Oop pool = built.ClassVariables.Count > 0 ? NewDictionary("Dictionary", built.ClassVariables.Values) : _memory.Nil;
            maker.Fill(built, Symbol, pool);
        }
    }

    /// <summary>Compiles all methods.</summary>
    /// <returns>The one that boots the image.</returns>
    private Oop Compile(CompilerTarget target)
    {
        MethodMaker maker = new(_memory, this);
        SourceCompiler compiler = new(_classes, _globals, target, maker.Make);
        MethodDictionaryMaker dictionaries = new(_memory, Class("MethodDictionary"));
        Oop boot = Oop.None;
        foreach (BuiltClass built in _classes.All)
        {
            foreach (bool isMetaclass in (bool[])[false, true])
            {
                OrderedDictionary<string, Oop> methods = compiler.Compile(built, isMetaclass);
                Oop dictionary = dictionaries.Make([.. methods.Select(method => (Symbol(method.Key), method.Value))]);
                _memory.Store(Layouts.Class.MethodDictionary, isMetaclass ? built.MetaclassOop : built.Oop, dictionary);
                if (built.Name == "SystemDictionary" && !isMetaclass)
                {
                    boot = methods.GetValueOrDefault(BootMethod);
                }
            }
        }
        return boot.IsNone ? throw new BuildException("the source lacks SystemDictionary>>boot, which an image begins with") : boot;
    }

    private Oop MakeGlobals()
    {
        Oop smalltalk = NewDictionary("SystemDictionary", _globals.Values);
        SetVariable(_globals, Smalltalk, smalltalk);
        return smalltalk;
    }

    private void SetVariable(IReadOnlyDictionary<string, GlobalBinding> variables, string name, Oop value)
    {
        if (!variables.TryGetValue(name, out GlobalBinding? binding))
        {
            throw new BuildException($"the source lacks the class variable {name}, which the builder fills");
        }
        _memory.Store(Layouts.Association.Value, _associations[binding], value);
    }

    /// <summary>A hashed collection of Associations, not yet hashed: tally, then the array.</summary>
    private Oop NewDictionary(string className, IEnumerable<GlobalBinding> bindings)
    {
        Oop[] associations = [.. bindings.Select(Association)];
        Oop dictionary = New(className);
        _memory.Store(0, dictionary, Oop.FromInteger(associations.Length));
        _memory.Store(1, dictionary, _memory.NewArray(associations));
        return dictionary;
    }

    /// <summary>The process scheduler with one process, which goes on in a context.</summary>
    /// <returns>The Association of the scheduler.</returns>
    private Oop MakeScheduler(Oop context)
    {
        const int priorities = 80;
        const int userPriority = 40;
        Oop process = New("Process");
        _memory.Store(Layouts.Process.SuspendedContext, process, context);
        _memory.Store(Layouts.Process.Priority, process, Oop.FromInteger(userPriority));
        Oop scheduler = New("ProcessorScheduler");
        _memory.Store(Layouts.Scheduler.ProcessLists, scheduler, _memory.NewArray([.. Enumerable.Range(0, priorities).Select(_ => New("LinkedList"))]));
        _memory.Store(Layouts.Scheduler.ActiveProcess, scheduler, process);
        SetVariable(_globals, Processor, scheduler);
        return _associations[_globals[Processor]];
    }

    private Oop NewContext(Oop method, Oop receiver)
    {
        int temps = CompiledCode.TempCount(method);
        Oop context = _memory.Allocate(_memory.Known.Context, ObjectFormat.FixedAndIndexable, CompiledCode.ContextSlots(method));
        long pc = CompiledCode.ToImagePc(CompiledCode.FirstBytecode(method, _memory.Dialect), method, _memory.Dialect);
        _memory.Store(Layouts.Context.Pc, context, Oop.FromInteger(pc));
        _memory.Store(Layouts.Context.StackPointer, context, Oop.FromInteger(temps));
        _memory.Store(Layouts.Context.Method, context, method);
        _memory.Store(Layouts.Context.Receiver, context, receiver);
        return context;
    }

    private Oop New(string className)
    {
        Oop oop = _memory.Instantiate(Class(className));
        return oop.IsNone ? throw new BuildException($"{className} has no instances of its own") : oop;
    }
}
