using System.Numerics;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Building;

/// <summary>
/// Makes method dictionaries: open addressing by the selectors' identity hashes, a power of two in size, a quarter free or more
/// (Blue Book p. 641; VMMaker <c>lookupMethodInDictionary:</c>).
/// </summary>
internal sealed class MethodDictionaryMaker(ObjectMemory memory, Oop dictionaryClass)
{
    private const int Smallest = 4;

    public Oop Make(IReadOnlyCollection<(Oop Selector, Oop Method)> methods)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(Smallest, (methods.Count * 4 / 3) + 1));
        Oop dictionary = memory.Instantiate(dictionaryClass, capacity);
        Oop values = memory.NewArray(capacity);
        memory.Store(Layouts.MethodDictionary.Tally, dictionary, Oop.FromInteger(methods.Count));
        memory.Store(Layouts.MethodDictionary.Methods, dictionary, values);
        foreach ((Oop selector, Oop method) in methods)
        {
            int index = memory.IdentityHash(selector) & (capacity - 1);
            while (memory.Fetch(Layouts.MethodDictionary.FirstSelector + index, dictionary) != memory.Nil)
            {
                index = (index + 1) & (capacity - 1);
            }
            memory.Store(Layouts.MethodDictionary.FirstSelector + index, dictionary, selector);
            memory.Store(index, values, method);
        }
        return dictionary;
    }
}
