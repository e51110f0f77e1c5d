using System.Reflection;
using System.Reflection.Emit;
using JitTalk.Core.Image;

namespace JitTalk.Core.Contracts;

/// <summary>One primitive: how it is called, and under which names. Its adapter is made at the first call.</summary>
internal sealed unsafe class PrimitiveEntry(MethodInfo method)
{
    // The address alone does not keep the code.
    private DynamicMethod? _adapter;

    public MethodInfo Method { get; } = method;

    /// <summary>What is called, see <see cref="PrimitiveFunction"/>.</summary>
    public PrimitiveFunction Function
    {
        get
        {
            if (field.IsNone)
            {
                _adapter = PrimitiveAdapter.Create(Method);
                field = new PrimitiveFunction(FunctionPointer.Of(_adapter));
            }
            return field;
        }
    }

    /// <summary>The number, or plugin and name, and the method's name: for people.</summary>
    public override string ToString() =>
        string.Join(" or ", Method.GetCustomAttributes<PrimitiveAttribute>().Select(p =>
            p.Module is null ? $"{p.Number}" : p.Module.Length == 0 ? p.Name : $"{p.Module}.{p.Name}")) + $" ({Method.Name})";
}

/// <summary>The primitives that an image can call, by number and by plugin and name.</summary>
internal sealed class PrimitiveTable
{
    private readonly Dictionary<int, PrimitiveEntry> _byNumber = [];
    private readonly Dictionary<(string Module, string Name), PrimitiveEntry> _byName = [];
    private readonly SortedSet<string> _modules = new(StringComparer.Ordinal);

    /// <summary>Collects the attributed methods of <paramref name="assemblies"/> that <paramref name="dialect"/> knows.</summary>
    /// <exception cref="InvalidOperationException">Two methods claim one number or name.</exception>
    public PrimitiveTable(ImageDialect dialect, params IEnumerable<Assembly> assemblies)
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (MethodInfo method in assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(flags)))
        {
            PrimitiveEntry? entry = null;
            foreach (PrimitiveAttribute primitive in method.GetCustomAttributes<PrimitiveAttribute>())
            {
                entry ??= new PrimitiveEntry(method);
                if (IsKnownTo(dialect, primitive.Era) && !TryAdd(primitive, entry))
                {
                    throw new InvalidOperationException($"{method.DeclaringType}.{method.Name}: the primitive exists already");
                }
            }
        }
    }

    /// <summary>The names of the plugins, in order.</summary>
    public IEnumerable<string> Modules => _modules;

    public IEnumerable<int> Numbers => _byNumber.Keys;

    public IEnumerable<(string Module, string Name)> Names => _byName.Keys;

    public PrimitiveEntry? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>The VM's own named primitives have the empty module name.</summary>
    public PrimitiveEntry? Find(string module, string name) => _byName.GetValueOrDefault((module, name));

    public static bool IsKnownTo(ImageDialect dialect, PrimitiveEra era) => era switch
    {
        PrimitiveEra.BlockContexts => !dialect.HasClosures,
        PrimitiveEra.Closures => dialect.HasClosures,
        PrimitiveEra.V3 => !dialect.IsSpur,
        PrimitiveEra.Spur => dialect.IsSpur,
        _ => true,
    };

    private bool TryAdd(PrimitiveAttribute primitive, PrimitiveEntry entry)
    {
        if (primitive.Module is null)
        {
            return _byNumber.TryAdd(primitive.Number, entry);
        }
        _ = _modules.Add(primitive.Module);
        return _byName.TryAdd((primitive.Module, primitive.Name!), entry);
    }
}
