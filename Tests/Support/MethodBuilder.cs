using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

/// <summary>
/// Writes a method of a <see cref="MiniImage"/> bytecode by bytecode, in any set that its dialect runs. Emitters are
/// named as the <see cref="Op"/>s; each takes the shortest encoding that holds its operands.
/// </summary>
internal sealed unsafe partial class MethodBuilder
{
    private const int IdenticalIndex = 22;
    private const int ClassIndex = 23;
    private const int NotIdenticalIndex = 24;

    private readonly MiniImage _image;
    private readonly BytecodeAssembler _code;
    private readonly List<Oop> _literals = [];
    private readonly List<Oop> _blocks = [];
    private int _arguments;
    private int _copied;
    private int _temps;
    private int _primitive;
    private bool _hasLargeFrame;
    private Oop _class;
    private Oop _selector;

    /// <param name="image">Where the method goes.</param>
    /// <param name="set">Null for the set that the image had before SistaV1.</param>
    public MethodBuilder(MiniImage image, BytecodeSet? set = null)
    {
        _image = image;
        BytecodeSet oldSet = image.Dialect.HasClosures ? BytecodeSet.V3PlusClosures : BytecodeSet.V3;
        _code = new BytecodeAssembler(set ?? oldSet);
        if (Set != oldSet && !(Set == BytecodeSet.SistaV1 && image.Dialect.IsSpur))
        {
            throw new ArgumentException($"{image.Dialect} has no {Set.Name}", nameof(set));
        }
    }

    public BytecodeSet Set => _code.Set;
    private bool IsSista => Set == BytecodeSet.SistaV1;

    public MethodBuilder Arguments(int count) => Do(() => _arguments = count);

    /// <summary>Temps besides the arguments and, in a block, the copied values.</summary>
    public MethodBuilder Temps(int count) => Do(() => _temps = count);

    /// <summary>The values that a block has copied, between its arguments and its temps.</summary>
    public MethodBuilder Copied(int count) => Do(() => _copied = count);

    /// <summary>To be called before the first bytecode: Spur keeps the number there.</summary>
    public MethodBuilder Primitive(int number)
    {
        _primitive = number;
        if (_image.Dialect.IsSpur)
        {
            _code.Long(Op.CallPrimitive, 0, 0, (byte)number, (byte)(number >> 8));
        }
        return this;
    }

    public MethodBuilder LargeFrame() => Do(() => _hasLargeFrame = true);

    /// <summary>Names the method's class in the last literal.</summary>
    public MethodBuilder InClass(Oop behavior) => Do(() => _class = behavior);

    /// <summary>Names the selector in the literal before the class.</summary>
    public MethodBuilder Named(string selector) => Do(() => _selector = _image.Symbol(selector));

    /// <summary>Adds a literal, even if it is there already.</summary>
    public MethodBuilder Literal(Oop oop) => Do(() => _literals.Add(oop));

    public MethodBuilder Bytes(params byte[] bytes) => Do(() => _code.Bytes(bytes));

    public MethodBuilder Label(string label) => Do(() => _code.Label(label));

    /// <summary>Makes the CompiledMethod, in old space.</summary>
    public Oop Build()
    {
        List<Oop> literals = [.. _literals];
        if (!_selector.IsNone)
        {
            literals.Add(_selector);
        }
        if (!_class.IsNone)
        {
            literals.Add(MethodClassAssociation());
        }
        return Make("CompiledMethod", literals);
    }

    /// <summary>Makes a CompiledBlock of SistaV1, in old space.</summary>
    /// <param name="outer">The method or block around it; it can be put into the last literal later.</param>
    public Oop BuildBlock(Oop outer)
    {
        if (!IsSista)
        {
            throw new InvalidOperationException($"{Set.Name} has no blocks outside of methods");
        }
        return Make("CompiledBlock", [.. _literals, outer]);
    }

    private Oop Make(string className, List<Oop> literals)
    {
        ObjectMemory memory = _image.Memory;
        byte[] bytes = _code.Assemble();
        int length = (8 * (1 + literals.Count)) + bytes.Length;
        long slots = (length + 7) / 8;
        Oop code = memory.AllocateOld(
            memory.EnsureClassIndex(_image.Class(className)), ObjectFormat.CompiledMethod.ForByteLength(length), slots);
        // The bytes after the last bytecode in its word are 0, as a compiler's would be.
        ObjectMemory.Slots(code)[slots - 1] = default;
        memory.StoreUnchecked(0, code, Oop.FromInteger(Header(literals.Count)));
        for (int i = 0; i < literals.Count; i++)
        {
            memory.Store(1 + i, code, literals[i]);
        }
        bytes.CopyTo(new Span<byte>(ObjectMemory.Bytes(code) + length - bytes.Length, bytes.Length));
        foreach (Oop block in _blocks)
        {
            memory.Store(CompiledCode.LiteralCount(block, _image.Dialect), block, code);
        }
        return code;
    }

    private long Header(int literals)
    {
        int temps = _arguments + _copied + _temps;
        bool isSpur = _image.Dialect.IsSpur;
        if (temps > 63 || _arguments > 15 || literals > (isSpur ? 0x7FFF : 0xFF))
        {
            throw new InvalidOperationException($"{_arguments} arguments, {temps} temps, {literals} literals do not fit");
        }
        int header = (_arguments << 24) | (temps << 18) | (_hasLargeFrame ? 1 << 17 : 0);
        if (isSpur)
        {
            long sign = IsSista ? _image.Dialect.MinInteger : 0;
            return sign + header + (_primitive == 0 ? 0 : 1 << 16) + literals;
        }
        return header + (literals << 9) + (_primitive & 0x1FF) + ((_primitive & 0x200) << 19);
    }

    private Oop MethodClassAssociation()
    {
        ObjectMemory memory = _image.Memory;
        Oop association = memory.AllocateOld(
            memory.EnsureClassIndex(_image.Class("Association")), ObjectFormat.Fixed, 2);
        memory.StoreUnchecked(Layouts.Association.Key, association, memory.Nil);
        memory.StoreUnchecked(Layouts.Association.Value, association, memory.Nil);
        // The key of a metaclass is nil.
        if (ObjectMemory.SlotCount(_class) > Layouts.Class.Name)
        {
            memory.Store(Layouts.Association.Key, association, memory.Fetch(Layouts.Class.Name, _class));
        }
        memory.Store(Layouts.Association.Value, association, _class);
        return association;
    }

    private int LiteralIndex(Oop oop)
    {
        int index = _literals.IndexOf(oop);
        if (index < 0)
        {
            index = _literals.Count;
            _literals.Add(oop);
        }
        return index;
    }

    private MethodBuilder Do(Action action)
    {
        action();
        return this;
    }
}
