using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>
/// An image made in memory: nil, true, false, the special objects and the classes that the VM knows, named and shaped
/// as in a real image, without methods. Tests add what they need.
/// </summary>
internal sealed unsafe class MiniImage : IRoots, IDisposable
{
    /// <summary>32-bit V3 with BlockContexts, as <c>mini.image</c>.</summary>
    public static ImageDialect V3 { get; } = new(6502, 4, false, false, false);

    /// <summary>32-bit V3 with closures.</summary>
    public static ImageDialect V3Closures { get; } = new(6505, 4, false, true, true);

    public static ImageDialect Spur32 { get; } = new(6521, 4, true, true, true);
    public static ImageDialect Spur64 => ImageDialect.Spur64;

    public static IEnumerable<ImageDialect> Dialects => [Spur64, Spur32, V3Closures, V3];

    private const int SpecialObjectCount = 60;
    private const int CharacterCount = 256;

    private readonly Dictionary<string, Oop> _classes = [];
    private readonly Dictionary<string, Oop> _symbols = [];

    public MiniImage(ImageDialect dialect, MemoryOptions? options = null)
    {
        Dialect = dialect;
        Memory = new ObjectMemory(dialect, options ?? new MemoryOptions { MaximumBytes = 1L << 30 });
        Memory.Roots.Add(this);
        MakeSpecialObjects();
        MakeClasses();
        Memory.SpecialObjects = Memory.SpecialObjects;
        MakeSelectors();
        MakeCharacters();
        MakeScheduler();
    }

    public ImageDialect Dialect { get; }
    public ObjectMemory Memory { get; }

    public Oop Class(string name) => _classes[name];

    public bool HasClass(string name) => _classes.ContainsKey(name);

    /// <summary>No longer holds on to a class.</summary>
    public void ForgetClass(string name) => _classes.Remove(name);

    /// <summary>A Symbol with this text, always the same one.</summary>
    public Oop Symbol(string text)
    {
        if (!_symbols.TryGetValue(text, out Oop symbol))
        {
            _symbols[text] = symbol = Old(Memory.NewBytes(Memory.EnsureClassIndex(Class("Symbol")), System.Text.Encoding.Latin1.GetBytes(text)));
        }
        return symbol;
    }

    /// <summary>Makes a class with an empty method dictionary and a metaclass.</summary>
    public Oop NewClass(string name, string? superclass, ObjectFormat format, int fixedSlots = 0)
    {
        Oop super = superclass is null ? Memory.Nil : Class(superclass);
        // The first classes get their metaclass's class when Metaclass exists.
        int metaclassIndex = _classes.TryGetValue("Metaclass", out Oop known) ? Memory.EnsureClassIndex(known) : 0;
        Oop metasuper = superclass is null ? Memory.Nil : Memory.ClassOf(super);
        Oop metaclass = NewBehavior(metasuper, ObjectFormat.Fixed, 7, 6, metaclassIndex);
        Memory.Store(5, metaclass, Memory.Nil);
        Oop behavior = NewBehavior(super, format, fixedSlots, 7, Memory.EnsureClassIndex(metaclass));
        Memory.Store(Layouts.Class.MetaclassThisClass, metaclass, behavior);
        _classes[name] = behavior;
        Memory.Store(Layouts.Class.Name, behavior, Memory.NewString(name));
        return behavior;
    }

    /// <summary>Puts <paramref name="method"/> under <paramref name="selector"/>, growing the dictionary as needed.</summary>
    public void Install(Oop behavior, string selector, Oop method)
    {
        Oop key = Symbol(selector);
        Oop dictionary = Memory.Fetch(Layouts.Class.MethodDictionary, behavior);
        long capacity = ObjectMemory.SlotCount(dictionary) - Layouts.MethodDictionary.FirstSelector;
        long tally = Memory.Fetch(Layouts.MethodDictionary.Tally, dictionary).Integer;
        if ((tally + 1) * 4 > capacity * 3)
        {
            Oop old = dictionary;
            dictionary = NewMethodDictionary((int)capacity * 2);
            Memory.Store(Layouts.Class.MethodDictionary, behavior, dictionary);
            Oop oldMethods = Memory.Fetch(Layouts.MethodDictionary.Methods, old);
            for (int i = 0; i < capacity; i++)
            {
                Oop oldKey = Memory.Fetch(Layouts.MethodDictionary.FirstSelector + i, old);
                if (oldKey != Memory.Nil)
                {
                    Put(dictionary, oldKey, Memory.Fetch(i, oldMethods));
                }
            }
        }
        Put(dictionary, key, method);
    }

    public void VisitRoots(RootVisitor visitor)
    {
        Visit(_classes, visitor);
        Visit(_symbols, visitor);
    }

    public void ObjectsMoved(bool oldOnesToo) { }

    public void Dispose() => Memory.Dispose();

    private static void Visit(Dictionary<string, Oop> named, RootVisitor visitor)
    {
        foreach (string name in named.Keys.ToArray())
        {
            Oop oop = named[name];
            visitor(ref oop);
            named[name] = oop;
        }
    }

    private void Put(Oop dictionary, Oop key, Oop method)
    {
        long capacity = ObjectMemory.SlotCount(dictionary) - Layouts.MethodDictionary.FirstSelector;
        long index = Memory.IdentityHash(key) & (capacity - 1);
        while (true)
        {
            Oop found = Memory.Fetch(Layouts.MethodDictionary.FirstSelector + (int)index, dictionary);
            if (found == Memory.Nil || found == key)
            {
                Memory.Store(Layouts.MethodDictionary.FirstSelector + (int)index, dictionary, key);
                Memory.Store((int)index, Memory.Fetch(Layouts.MethodDictionary.Methods, dictionary), method);
                if (found == Memory.Nil)
                {
                    long tally = Memory.Fetch(Layouts.MethodDictionary.Tally, dictionary).Integer;
                    Memory.Store(Layouts.MethodDictionary.Tally, dictionary, Oop.FromInteger(tally + 1));
                }
                return;
            }
            index = (index + 1) & (capacity - 1);
        }
    }

    private Oop NewMethodDictionary(int capacity)
    {
        Oop dictionary = Memory.Instantiate(Class("MethodDictionary"), capacity);
        Memory.Store(Layouts.MethodDictionary.Tally, dictionary, Oop.FromInteger(0));
        Memory.Store(Layouts.MethodDictionary.Methods, dictionary, Memory.NewArray(capacity));
        return dictionary;
    }

    private Oop NewBehavior(Oop super, ObjectFormat format, int fixedSlots, int slots, int metaclassIndex = 0)
    {
        Oop behavior = Memory.AllocateOld(metaclassIndex, ObjectFormat.Fixed, slots);
        ObjectMemory.Fill(ObjectMemory.Slots(behavior), slots, Memory.Nil);
        Memory.Store(Layouts.Class.Superclass, behavior, super);
        Memory.Store(Layouts.Class.Format, behavior, Oop.FromInteger(EncodeShape(format, fixedSlots)));
        if (_classes.ContainsKey("MethodDictionary"))
        {
            Memory.Store(Layouts.Class.MethodDictionary, behavior, NewMethodDictionary(8));
        }
        return behavior;
    }

    private long EncodeShape(ObjectFormat format, int fixedSlots)
    {
        if (Dialect.IsSpur)
        {
            return fixedSlots + ((long)format << 16);
        }
        int spec = format switch
        {
            <= ObjectFormat.Weak => (int)format,
            ObjectFormat.Words32 => 6,
            ObjectFormat.Bytes => 8,
            _ => 12,
        };
        int size = fixedSlots + 1;
        return ((size & 0x3F) << 1) | ((size & 0xC0) << 10) | (spec << 7);
    }

    private void MakeSpecialObjects()
    {
        // The class indices are put right when the classes exist.
        Oop nil = Memory.AllocateOld(ObjectHeader.LastPunClassIndex + 1, ObjectFormat.Empty, 0);
        Oop no = Memory.AllocateOld(ObjectHeader.LastPunClassIndex + 1, ObjectFormat.Empty, 0);
        Oop yes = Memory.AllocateOld(ObjectHeader.LastPunClassIndex + 1, ObjectFormat.Empty, 0);
        Oop special = Memory.AllocateOld(ObjectHeader.LastPunClassIndex + 1, ObjectFormat.Indexable, SpecialObjectCount);
        ObjectMemory.Fill(ObjectMemory.Slots(special), SpecialObjectCount, nil);
        Memory.StoreUnchecked((int)SpecialObject.False, special, no);
        Memory.StoreUnchecked((int)SpecialObject.True, special, yes);
        Memory.SpecialObjects = special;
    }

    private void MakeClasses()
    {
        NewClass("Object", null, ObjectFormat.Empty);
        NewClass("Array", "Object", ObjectFormat.Indexable);
        Memory.SetSpecial(SpecialObject.ClassArray, Class("Array"));
        NewClass("ByteString", "Object", ObjectFormat.Bytes);
        Memory.SetSpecial(SpecialObject.ClassString, Class("ByteString"));
        Memory.SpecialObjects = Memory.SpecialObjects;
        NewClass("MethodDictionary", "Object", ObjectFormat.FixedAndIndexable, 2);
        foreach (Oop behavior in _classes.Values.SelectMany(c => new[] { c, Memory.ClassOf(c) }))
        {
            Memory.Store(Layouts.Class.MethodDictionary, behavior, NewMethodDictionary(8));
        }
        // Their names were made before there was a class of strings.
        foreach ((string name, Oop behavior) in _classes)
        {
            Memory.Store(Layouts.Class.Name, behavior, Memory.NewString(name));
        }
        bool spur = Dialect.IsSpur;
        Known("SmallInteger", SpecialObject.ClassSmallInteger, ObjectFormat.Empty);
        Known("Bitmap", SpecialObject.ClassBitmap, ObjectFormat.Words32);
        Known("Float", SpecialObject.ClassFloat, spur && Dialect.WordSize == 8 ? ObjectFormat.Words64 : ObjectFormat.Words32);
        Known("Context", SpecialObject.ClassContext, ObjectFormat.FixedAndIndexable, Layouts.Context.FirstTemp);
        Known("BlockContext", SpecialObject.ClassBlockContext, ObjectFormat.FixedAndIndexable, Layouts.BlockContext.FirstStack);
        Known("Point", SpecialObject.ClassPoint, ObjectFormat.Fixed, 2);
        Known("LargePositiveInteger", SpecialObject.ClassLargePositiveInteger, ObjectFormat.Bytes);
        Known("LargeNegativeInteger", SpecialObject.ClassLargeNegativeInteger, ObjectFormat.Bytes);
        Known("Message", SpecialObject.ClassMessage, ObjectFormat.Fixed, 3);
        Known("CompiledMethod", SpecialObject.ClassCompiledMethod, ObjectFormat.CompiledMethod);
        Known("Semaphore", SpecialObject.ClassSemaphore, ObjectFormat.Fixed, 3);
        Known("Character", SpecialObject.ClassCharacter, spur ? ObjectFormat.Empty : ObjectFormat.Fixed, spur ? 0 : 1);
        Known("ByteArray", SpecialObject.ClassByteArray, ObjectFormat.Bytes);
        Known("Process", SpecialObject.ClassProcess, ObjectFormat.Fixed, 5);
        Known("BlockClosure", SpecialObject.ClassBlockClosure, ObjectFormat.FixedAndIndexable, Layouts.Closure.FirstCopied);
        Known("FullBlockClosure", SpecialObject.ClassFullBlockClosure, ObjectFormat.FixedAndIndexable, Layouts.Closure.FullFirstCopied);
        Known("Mutex", SpecialObject.ClassMutex, ObjectFormat.Fixed, 3);
        NewClass("Symbol", "ByteString", ObjectFormat.Bytes);
        NewClass("WordArray", "Object", ObjectFormat.Words32);
        NewClass("WeakArray", "Object", ObjectFormat.Weak);
        NewClass("Association", "Object", ObjectFormat.Fixed, 2);
        NewClass("LinkedList", "Object", ObjectFormat.Fixed, 2);
        NewClass("ProcessorScheduler", "Object", ObjectFormat.Fixed, 2);
        if (spur)
        {
            NewClass("DoubleByteArray", "Object", ObjectFormat.Words16);
            NewClass("DoubleWordArray", "Object", ObjectFormat.Words64);
            NewClass("SmallFloat64", "Object", ObjectFormat.Empty);
            NewClass("CompiledBlock", "Object", ObjectFormat.CompiledMethod);
            Enter(Oop.CharacterTag, "Character");
            Enter(Oop.FloatTag, "SmallFloat64");
        }
        Enter(Oop.IntegerTag, "SmallInteger");
        foreach ((Oop oop, string name) in new[] { (Memory.Nil, "UndefinedObject"), (Memory.False, "False"), (Memory.True, "True") })
        {
            NewClass(name, "Object", ObjectFormat.Empty);
            SetClass(oop, name);
        }
        SetClass(Memory.SpecialObjects, "Array");
        NewClass("Metaclass", "Object", ObjectFormat.Fixed, 6);
        foreach (Oop behavior in _classes.Values)
        {
            SetClass(Memory.ClassOf(behavior), "Metaclass");
        }
    }

    private void Known(string name, SpecialObject special, ObjectFormat format, int fixedSlots = 0) =>
        Memory.SetSpecial(special, NewClass(name, "Object", format, fixedSlots));

    private void Enter(int tag, string name)
    {
        Memory.Classes[tag] = Class(name);
        if (Dialect.IsSpur)
        {
            // In Spur the class of an immediate hashes to its tag.
            ref ulong header = ref ObjectMemory.Header(Class(name));
            header = ObjectHeader.WithHash(header, tag);
        }
    }

    private void SetClass(Oop oop, string name)
    {
        ref ulong header = ref ObjectMemory.Header(oop);
        header = ObjectHeader.WithClassIndex(header, Memory.EnsureClassIndex(Class(name)));
    }

    private void MakeSelectors()
    {
        string[] special =
        [
            "+", "-", "<", ">", "<=", ">=", "=", "~=", "*", "/", "\\\\", "@", "bitShift:", "//", "bitAnd:", "bitOr:",
            "at:", "at:put:", "size", "next", "nextPut:", "atEnd", "==", "class", "blockCopy:", "value", "value:", "do:",
            "new", "new:", "x", "y",
        ];
        Oop array = Memory.NewArray(2 * special.Length);
        for (int i = 0; i < special.Length; i++)
        {
            Memory.Store(2 * i, array, Symbol(special[i]));
            Memory.Store((2 * i) + 1, array, Oop.FromInteger(special[i].EndsWith(':') ? special[i].Count(c => c == ':') : char.IsLetter(special[i][0]) ? 0 : 1));
        }
        Memory.SetSpecial(SpecialObject.SpecialSelectors, Old(array));
        foreach ((SpecialObject which, string text) in new[]
        {
            (SpecialObject.SelectorDoesNotUnderstand, "doesNotUnderstand:"),
            (SpecialObject.SelectorCannotReturn, "cannotReturn:"),
            (SpecialObject.SelectorMustBeBoolean, "mustBeBoolean"),
            (SpecialObject.SelectorCannotInterpret, "cannotInterpret:"),
            (SpecialObject.SelectorAboutToReturn, "aboutToReturn:through:"),
            (SpecialObject.SelectorRunWithIn, "run:with:in:"),
            (SpecialObject.SelectorAttemptToAssign, "attemptToAssign:withIndex:"),
            (SpecialObject.SelectorUnknownBytecode, "unusedBytecode"),
        })
        {
            Memory.SetSpecial(which, Symbol(text));
        }
    }

    private void MakeCharacters()
    {
        if (Dialect.HasImmediateCharacters)
        {
            return;
        }
        Oop table = Memory.NewArray(CharacterCount);
        for (int i = 0; i < CharacterCount; i++)
        {
            Oop character = Memory.Instantiate(Class("Character"));
            Memory.Store(Layouts.Character.Value, character, Oop.FromInteger(i));
            Memory.Store(i, table, character);
        }
        Memory.SetSpecial(SpecialObject.CharacterTable, Old(table));
    }

    private void MakeScheduler()
    {
        const int priorities = 80;
        Oop scheduler = Memory.Instantiate(Class("ProcessorScheduler"));
        Oop lists = Memory.NewArray(priorities);
        for (int i = 0; i < priorities; i++)
        {
            Memory.Store(i, lists, Memory.Instantiate(Class("LinkedList")));
        }
        Memory.Store(Layouts.Scheduler.ProcessLists, scheduler, lists);
        Oop process = Memory.Instantiate(Class("Process"));
        Memory.Store(Layouts.Process.Priority, process, Oop.FromInteger(40));
        Memory.Store(Layouts.Scheduler.ActiveProcess, scheduler, process);
        Oop association = Memory.Instantiate(Class("Association"));
        Memory.Store(Layouts.Association.Key, association, Symbol("Processor"));
        Memory.Store(Layouts.Association.Value, association, scheduler);
        Memory.SetSpecial(SpecialObject.SchedulerAssociation, Old(association));
        Memory.SetSpecial(SpecialObject.ExternalObjects, Old(Memory.NewArray(16)));
    }

    /// <summary>A copy of a small byte or pointer object in old space, where it does not move.</summary>
    private Oop Old(Oop oop)
    {
        long slots = ObjectMemory.SlotCount(oop);
        Oop copy = Memory.AllocateOld(ObjectMemory.ClassIndexOf(oop), ObjectMemory.FormatOf(oop), slots);
        for (int i = 0; i < slots; i++)
        {
            Memory.StoreUnchecked(i, copy, Memory.Fetch(i, oop));
        }
        if (ObjectMemory.FormatOf(oop).IsPointers())
        {
            Memory.Remembered.Add(copy);
        }
        return copy;
    }
}
