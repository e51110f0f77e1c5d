using System.Globalization;
using JitTalk.Core.Compiler;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Compiler;

/// <summary>An Association of a <see cref="Machine"/>.</summary>
internal sealed class MachineBinding(string name, Held association) : GlobalBinding(name)
{
    public Held Association { get; } = association;
}

/// <summary>
/// Scopes of a <see cref="Machine"/>: slots of the receiver are called slot0, slot1…, those of a context contextSlot0…,
/// its classes and what <see cref="Define"/> names are globals.
/// </summary>
internal sealed class MachineScopes(Machine machine)
{
    private readonly Dictionary<string, MachineBinding> _globals = [];

    /// <summary>Makes a global variable, or changes it.</summary>
    public void Define(string name, Oop value) =>
        machine.Memory.Store(Layouts.Association.Value, Global(name).Association, value);

    public Oop ValueOf(string name) => machine.Memory.Fetch(Layouts.Association.Value, _globals[name].Association);

    /// <summary>The scope of a class, or of <c>X class</c>.</summary>
    public ICompilationScope For(string className, Oop behavior)
    {
        MachineBinding binding = Global(className);
        machine.Memory.Store(Layouts.Association.Value, binding.Association, behavior);
        return new Scope(this, binding);
    }

    private MachineBinding Global(string name)
    {
        if (!_globals.TryGetValue(name, out MachineBinding? binding))
        {
            Held association = machine.Variable(machine.Memory.Nil);
            machine.Memory.Store(Layouts.Association.Key, association, machine.Image.Symbol(name));
            binding = new MachineBinding(name, association);
            _globals.Add(name, binding);
        }
        return binding;
    }

    private MachineBinding? Find(string name)
    {
        if (!_globals.ContainsKey(name) && machine.Image.HasClass(name))
        {
            Define(name, machine.Image.Class(name));
        }
        return _globals.GetValueOrDefault(name);
    }

    private sealed class Scope(MachineScopes scopes, MachineBinding classBinding) : ICompilationScope
    {
        public GlobalBinding ClassBinding => classBinding;

        public InstanceVariable? FindInstanceVariable(string name) =>
            IndexIn(name, "slot") is { } index ? new InstanceVariable(index, IsOfContext: false)
            : IndexIn(name, "contextSlot") is { } contextIndex ? new InstanceVariable(contextIndex, IsOfContext: true)
            : null;

        public GlobalBinding? FindBinding(string name) => scopes.Find(name);

        public LiteralValue? Evaluate(string source) => null;

        private static int? IndexIn(string name, string prefix) =>
            name.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                ? index : null;
    }
}
