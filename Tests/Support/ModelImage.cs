using System.Text;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>A small image for <see cref="ImageFileWriter"/>: the objects that a VM asks for, and one of each kind.</summary>
internal sealed class ModelImage
{
    public const double BoxedFloat = -1.25e200;
    public const double SmallFloat = 0.375;
    public const string Text = "hello";
    public const int BigArraySize = 300;
    public const int Emoji = 0x1F600;
    public const int ContextStackPointer = 1;

    private readonly ImageDialect _dialect;
    private readonly List<ModelObject> _classes = [];
    private readonly List<ModelObject> _others = [];
    private readonly ModelObject _metaclass;

    public ModelImage(ImageDialect dialect)
    {
        _dialect = dialect;
        Nil = new ModelObject(null, ObjectFormat.Empty);
        False = new ModelObject(null, ObjectFormat.Empty);
        True = new ModelObject(null, ObjectFormat.Empty);
        _metaclass = NewClassObject("Metaclass", ObjectFormat.Fixed, 6);
        ModelObject metaMeta = new(_metaclass, ObjectFormat.Fixed)
        {
            Slots = [null, null, Shape(ObjectFormat.Fixed, 7), null, null, _metaclass],
            Hash = NextHash(),
        };
        _metaclass.Class = metaMeta;
        _classes.Add(metaMeta);
        Nil.Class = NewClass("UndefinedObject", ObjectFormat.Empty);
        False.Class = NewClass("False", ObjectFormat.Empty);
        True.Class = NewClass("True", ObjectFormat.Empty);
        Array = NewClass("Array", ObjectFormat.Indexable);
        ByteString = NewClass("ByteString", ObjectFormat.Bytes);
        SmallInteger = NewClass("SmallInteger", ObjectFormat.Empty);
        Character = NewClass("Character", dialect.IsSpur ? ObjectFormat.Empty : ObjectFormat.Fixed, dialect.IsSpur ? 0 : 1);
        SmallFloat64 = NewClass("SmallFloat64", ObjectFormat.Empty);
        Context = NewClass("Context", ObjectFormat.FixedAndIndexable, 6);
        CompiledMethod = NewClass("CompiledMethod", ObjectFormat.CompiledMethod);
        Special = MakeSpecialObjects();
    }

    public ModelObject Nil { get; }
    public ModelObject False { get; }
    public ModelObject True { get; }
    public ModelObject Array { get; }
    public ModelObject ByteString { get; }
    public ModelObject SmallInteger { get; }
    public ModelObject Character { get; }
    public ModelObject SmallFloat64 { get; }
    public ModelObject Context { get; }
    public ModelObject CompiledMethod { get; }
    public ModelObject Special { get; }

    /// <summary>An Array of one object of each kind, in the order of <see cref="Sample"/>. Special object 8.</summary>
    public ModelObject Samples { get; private set; } = null!;

    /// <summary>V3: the table of compact classes.</summary>
    public ModelObject CompactClasses { get; private set; } = null!;

    public IReadOnlyList<ModelObject> Classes => _classes;

    /// <summary>All objects; nil, false and true first.</summary>
    public IEnumerable<ModelObject> Objects => [Nil, False, True, .. _classes, .. _others];

    public static byte[] Bytecodes => [0x70, 0x71, 0x7C, 1, 2, 3, 4];

    private ModelObject MakeSpecialObjects()
    {
        object?[] slots = new object?[60];
        void Put(SpecialObject which, object? value) => slots[(int)which] = value;

        Put(SpecialObject.False, False);
        Put(SpecialObject.True, True);
        Put(SpecialObject.ClassBitmap, NewClass("Bitmap", ObjectFormat.Words32));
        Put(SpecialObject.ClassSmallInteger, SmallInteger);
        Put(SpecialObject.ClassString, ByteString);
        Put(SpecialObject.ClassArray, Array);
        ModelObject floats = NewClass("Float", ObjectFormat.Words32);
        Put(SpecialObject.ClassFloat, floats);
        Put(SpecialObject.ClassContext, Context);
        Put(SpecialObject.ClassBlockContext, NewClass("BlockContext", ObjectFormat.FixedAndIndexable, 6));
        Put(SpecialObject.ClassLargePositiveInteger, NewClass("LargePositiveInteger", ObjectFormat.Bytes));
        Put(SpecialObject.ClassMessage, NewClass("Message", ObjectFormat.Fixed, 2));
        Put(SpecialObject.ClassCompiledMethod, CompiledMethod);
        Put(SpecialObject.ClassCharacter, Character);
        ModelObject processes = NewClass("Process", ObjectFormat.Fixed, 4);
        Put(SpecialObject.ClassProcess, processes);
        Put(SpecialObject.ClassBlockClosure, NewClass("BlockClosure", ObjectFormat.FixedAndIndexable, 3));
        CompactClasses = Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = [ByteString, Array, null, CompiledMethod] });
        Put(SpecialObject.CompactClasses, CompactClasses);
        Samples = MakeSamples((ModelObject)slots[(int)SpecialObject.ClassBitmap]!, floats);
        Put(SpecialObject.SmalltalkDictionary, Samples);
        Put(SpecialObject.SpecialSelectors, Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = new object?[64] }));
        Put(SpecialObject.CharacterTable, _dialect.IsSpur ? null : Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = new object?[256] }));
        ModelObject list = NewFixed(NewClass("LinkedList", ObjectFormat.Fixed, 2), null, null);
        ModelObject lists = Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = [list, list] });
        ModelObject process = NewFixed(processes, null, Samples.Slots[(int)Sample.Context], 40L, null);
        ModelObject scheduler = NewFixed(NewClass("ProcessorScheduler", ObjectFormat.Fixed, 2), lists, process);
        Put(SpecialObject.SchedulerAssociation, NewFixed(NewClass("Association", ObjectFormat.Fixed, 2), null, scheduler));
        return Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = slots });
    }

    private ModelObject MakeSamples(ModelObject bitmap, ModelObject floats)
    {
        object?[] samples = new object?[Enum.GetValues<Sample>().Length];
        void Put(Sample which, object? value) => samples[(int)which] = value;

        Put(Sample.MinInteger, _dialect.MinInteger);
        Put(Sample.MaxInteger, _dialect.MaxInteger);
        ModelObject text = Add(new ModelObject(ByteString, ObjectFormat.Bytes) { Bytes = [.. Text.Select(c => (byte)c)], Hash = 0x123 });
        Put(Sample.Text, text);
        Put(Sample.NoBytes, Add(new ModelObject(ByteString, ObjectFormat.Bytes)));
        Put(Sample.Words, Add(new ModelObject(bitmap, ObjectFormat.Words32) { Words32 = [0x01020304, 0xDEADBEEF, 7] }));
        Put(Sample.Float, Add(new ModelObject(floats, ObjectFormat.Words32) { Float = BoxedFloat }));
        int header = _dialect.IsSpur ? 2 : 2 << 9;
        Put(Sample.Method, Add(new ModelObject(CompiledMethod, ObjectFormat.CompiledMethod)
        {
            MethodHeader = header | (3 << 18),
            Slots = [text, 5L],
            Bytes = Bytecodes,
        }));
        Put(Sample.BigArray, Add(new ModelObject(Array, ObjectFormat.Indexable)
        {
            Slots = [.. Enumerable.Range(0, BigArraySize).Select(i => (object)(long)-i)],
        }));
        Put(Sample.Weak, Add(new ModelObject(NewClass("WeakArray", ObjectFormat.Weak), ObjectFormat.Weak) { Slots = [text, True] }));
        Put(Sample.Context, Add(new ModelObject(Context, ObjectFormat.FixedAndIndexable)
        {
            // Above the stack pointer lies what no one may look at.
            Slots = [null, null, (long)ContextStackPointer, samples[(int)Sample.Method], null, null, 77L, new Garbage(), new Garbage()],
        }));
        if (_dialect.IsSpur)
        {
            Put(Sample.Character, new Rune(Emoji));
            ModelObject words16 = NewClass("DoubleByteArray", ObjectFormat.Words16);
            Put(Sample.Words16, Add(new ModelObject(words16, ObjectFormat.Words16) { Words16 = [1, 2, 0xFFFF] }));
            Put(Sample.SmallFloat, _dialect.HasImmediateFloats ? SmallFloat : null);
        }
        else
        {
            Put(Sample.Character, NewFixed(Character, 65L));
        }
        return Add(new ModelObject(Array, ObjectFormat.Indexable) { Slots = samples });
    }

    private ModelObject NewFixed(ModelObject behavior, params object?[] slots) =>
        Add(new ModelObject(behavior, ObjectFormat.Fixed) { Slots = slots });

    private ModelObject NewClass(string name, ObjectFormat format, int fixedSlots = 0)
    {
        ModelObject behavior = NewClassObject(name, format, fixedSlots);
        ModelObject metaclass = new(_metaclass, ObjectFormat.Fixed)
        {
            Slots = [null, null, Shape(ObjectFormat.Fixed, 7), null, null, behavior],
            Hash = NextHash(),
        };
        behavior.Class = metaclass;
        _classes.Add(metaclass);
        return behavior;
    }

    private ModelObject NewClassObject(string name, ObjectFormat format, int fixedSlots)
    {
        ModelObject text = Add(new ModelObject(null, ObjectFormat.Bytes) { Bytes = [.. name.Select(c => (byte)c)] });
        ModelObject behavior = new(null, ObjectFormat.Fixed)
        {
            Slots = [null, null, Shape(format, fixedSlots), null, null, null, text],
            Hash = NextHash(),
        };
        _classes.Add(behavior);
        return behavior;
    }

    /// <summary>Two classes share each of V3's hashes, to try the table.</summary>
    private int NextHash() => 0x20 + (_classes.Count / 2);

    private ModelObject Add(ModelObject added)
    {
        _others.Add(added);
        return added;
    }

    private long Shape(ObjectFormat format, int fixedSlots)
    {
        if (_dialect.IsSpur)
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
        return ((fixedSlots + 1) << 1) | (spec << 7);
    }
}

/// <summary>What a slot above a context's stack pointer may hold.</summary>
internal sealed record Garbage;

/// <summary>Indices into <see cref="ModelImage.Samples"/>.</summary>
internal enum Sample
{
    MinInteger,
    MaxInteger,
    Text,
    NoBytes,
    Words,
    Words16,
    Float,
    SmallFloat,
    Method,
    BigArray,
    Weak,
    Context,
    Character,
}
