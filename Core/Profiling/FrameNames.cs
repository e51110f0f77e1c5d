using System.Runtime.InteropServices;
using JitTalk.Core.Diagnostics;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Profiling;

/// <summary>
/// The frames of a profile that methods and primitives are. Methods are named when they are first seen, for they may die,
/// and are followed when they move; they are not kept alive.
/// </summary>
internal sealed class FrameNames : IWeakRoots
{
    private readonly VirtualMachine _vm;
    private readonly Profile _profile;
    private readonly MethodNames _names;
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<(Oop Method, bool IsBlock), int> _numbers = [];
    private readonly Dictionary<int, int> _primitives = [];

    public FrameNames(VirtualMachine vm, Profile profile)
    {
        _vm = vm;
        _profile = profile;
        _names = new MethodNames(vm.Memory);
        vm.Memory.Roots.AddWeak(this);
    }

    /// <summary>The number of the frame in the profile.</summary>
    public int NumberOf(Oop method, bool isBlock)
    {
        if (_numbers.TryGetValue((method, isBlock), out int number))
        {
            return number;
        }
        if (!_vm.Memory.IsInside(method))
        {
            return _profile.NumberOf(new ProfileFrame("(no method)", FrameKind.Code));
        }
        number = _profile.NumberOf(new ProfileFrame(NameOf(method, isBlock), FrameKind.Code));
        _entries.Add(new Entry(method, isBlock, number));
        _numbers.Add((method, isBlock), number);
        return number;
    }

    /// <summary>The number of a frame that has been named before; false for what may be no method at all.</summary>
    public bool TryNumber(Oop method, bool isBlock, out int number) => _numbers.TryGetValue((method, isBlock), out number);

    /// <summary>The number of the frame in the profile.</summary>
    /// <param name="index">Of the primitive, in the interpreter's table.</param>
    public int NumberOfPrimitive(int index)
    {
        if (!_primitives.TryGetValue(index, out int number))
        {
            string name = _vm.Interpreter.Methods.EntryAt(index) is { } primitive ? $"primitive {primitive}" : "a primitive";
            _primitives[index] = number = _profile.NumberOf(new ProfileFrame(name, FrameKind.Primitive));
        }
        return number;
    }

    public void VisitRoots(RootVisitor visitor)
    {
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(_entries))
        {
            visitor(ref entry.Method);
        }
    }

    public void Prune(Func<Oop, bool> isLive)
    {
        _ = _entries.RemoveAll(entry => !isLive(entry.Method));
        foreach (ref Entry entry in CollectionsMarshal.AsSpan(_entries))
        {
            entry.Method = ObjectMemory.Followed(entry.Method);
        }
    }

    public void PruneYoung(Func<Oop, bool> isLive) => _entries.RemoveAll(entry => !isLive(entry.Method));

    public void ObjectsMoved(bool oldOnesToo)
    {
        if (!oldOnesToo && _numbers.Count == _entries.Count && !_numbers.Keys.Any(key => _vm.Memory.IsYoung(key.Method)))
        {
            return;
        }
        _numbers.Clear();
        foreach (Entry entry in _entries)
        {
            _numbers[(entry.Method, entry.IsBlock)] = entry.Number;
        }
    }

    private string NameOf(Oop method, bool isBlock)
    {
        const string blockPrefix = "[] in ";
        string name = _names.NameOf(method);
        // The code of a full block says itself that it is one.
        return isBlock && !name.StartsWith("[]", StringComparison.Ordinal) ? blockPrefix + name : name;
    }

    private struct Entry(Oop method, bool isBlock, int number)
    {
        public Oop Method = method;
        public readonly bool IsBlock = isBlock;
        public readonly int Number = number;
    }
}
