using System.Text;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>
/// Makes the class objects: first all of them, with no more than instances need; later what is itself made of objects. Slots: superclass, method dictionary, format, names of variables, organisation; of a metaclass its instance;
/// of a class subclasses, name, class variables, pools, category, comment.
/// </summary>
internal sealed class ClassMaker(ObjectMemory memory, BuiltClasses classes)
{
    private const int ClassPool = Layouts.Class.Name + 1;
    private const int Category = ClassPool + 2;
    private const int Comment = Category + 1;

    private int _nextIndex = KnownClassIndices.FirstFree;

    /// <summary>Allocates every class and metaclass, enters it into the class table, and says what its instances look like.</summary>
    public void AllocateAll()
    {
        int metaclassSlots = classes["Metaclass"].Variables.Count;
        int metaclassIndex = IndexFor("Metaclass");
        foreach (BuiltClass built in classes.All)
        {
            int ownIndex = built.Name == "Metaclass" ? metaclassIndex : IndexFor(built.Name);
            int classOfClass = _nextIndex++;
            built.MetaclassOop = Allocate(metaclassIndex, metaclassSlots, classOfClass);
            built.Oop = Allocate(classOfClass, classes["Class"].Variables.Count + built.MetaclassVariables.Count, ownIndex);
        }
        foreach (BuiltClass built in classes.All)
        {
            SetShape(built.Oop, built.Superclass?.Oop ?? memory.Nil, built.FormatWord);
            long metaclassFormat = ObjectMemory.SlotCount(built.Oop) + ((long)ObjectFormat.Fixed << 16);
            SetShape(built.MetaclassOop, built.Superclass?.MetaclassOop ?? classes.OopOf("Class"), metaclassFormat);
        }
    }

    /// <summary>Fills in names and texts, and what is shared.</summary>
    /// <param name="built">The class.</param>
    /// <param name="symbol">A Symbol of a text.</param>
    /// <param name="classPool">Its class variables, a Dictionary; nil where there are none.</param>
    public void Fill(BuiltClass built, Func<string, Oop> symbol, Oop classPool)
    {
        Oop behavior = built.Oop;
        memory.Store(Layouts.Class.InstanceVariables, behavior, NewStrings(built.Source.InstanceVariables));
        memory.Store(Layouts.Class.Name, behavior, symbol(built.Name));
        memory.Store(ClassPool, behavior, classPool);
        memory.Store(Category, behavior, symbol(built.Source.Category));
        memory.Store(Comment, behavior, NewString(built.Source.Comment));
        memory.Store(Layouts.Class.InstanceVariables, built.MetaclassOop, NewStrings(built.Source.MetaclassVariables));
        memory.Store(Layouts.Class.MetaclassThisClass, built.MetaclassOop, behavior);
    }

    private void SetShape(Oop behavior, Oop superclass, long format)
    {
        memory.Store(Layouts.Class.Superclass, behavior, superclass);
        memory.Store(Layouts.Class.Format, behavior, Oop.FromInteger(format));
    }

    private Oop Allocate(int classIndex, int slots, int ownIndex)
    {
        Oop behavior = memory.Allocate(classIndex, ObjectFormat.Fixed, slots);
        ObjectMemory.Header(behavior) = ObjectHeader.WithHash(ObjectMemory.Header(behavior), ownIndex);
        memory.Classes[ownIndex] = behavior;
        return behavior;
    }

    private Oop NewStrings(IEnumerable<string> texts) => memory.NewArray([.. texts.Select(NewString)]);

    private Oop NewString(string text) => memory.NewBytes(memory.Known.String, Encoding.UTF8.GetBytes(text));

    private int IndexFor(string name) => KnownClassIndices.IndexOf(name, memory.Dialect.HasImmediateFloats) ?? _nextIndex++;
}
