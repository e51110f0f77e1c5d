using JitTalk.Core.Memory;

namespace JitTalk.Jit.Code;

/// <summary>A place where code is entered, and what compiling it has taught: it outlives the code that is made anew.</summary>
internal sealed class Place(Oop method, UnitEntry entry)
{
    private Oop _method = method;

    public ref Oop Method => ref _method;

    public UnitEntry Entry { get; } = entry;

    /// <summary>What runs there now; null for the interpreter.</summary>
    public CodeUnit? Unit { get; set; }

    /// <summary>How often it was compiled.</summary>
    public int Compiles { get; set; }

    /// <summary>How often its code was dropped because guesses went wrong.</summary>
    public int Renewals { get; set; }

    /// <summary>Offsets of bytecodes where guesses went wrong too often: no more are made there.</summary>
    public HashSet<int> Distrusted { get; } = [];

    // The classes of receivers by the offset after the send.
    private readonly Dictionary<int, List<int>> _classes = [];

    /// <summary>The classes that a send has met, by the offset after it.</summary>
    public IReadOnlyList<int> ClassesAt(int offset) => _classes.GetValueOrDefault(offset) ?? [];

    /// <summary>Remembers a class that a send met; answers how many there were.</summary>
    public int Note(int offset, int classIndex)
    {
        if (!_classes.TryGetValue(offset, out List<int>? classes))
        {
            _classes[offset] = classes = [];
        }
        if (!classes.Contains(classIndex))
        {
            classes.Add(classIndex);
        }
        return classes.Count;
    }

    /// <summary>It cannot be compiled, and why.</summary>
    public string? Refusal { get; set; }

    /// <summary>Why the code that it had last was dropped.</summary>
    public string? WhyDropped { get; set; }

    /// <summary>Its code is being made.</summary>
    public bool IsPending { get; set; }
}
