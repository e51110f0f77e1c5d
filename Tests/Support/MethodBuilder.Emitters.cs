using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Tests.Support;

// One emitter for each thing that a bytecode can do.
internal sealed unsafe partial class MethodBuilder
{
    /// <summary>The two bits of V3's extended pushes and stores.</summary>
    private enum Kind
    {
        ReceiverVariable,
        Temp,
        Literal,
        LiteralVariable,
    }

    /// <summary>The three bits of V3's double extended bytecode.</summary>
    private enum DoubleKind
    {
        None = -1,
        Send,
        SuperSend,
        PushReceiverVariable,
        PushLiteral,
        PushLiteralVariable,
        StoreReceiverVariable,
        StorePopReceiverVariable,
        StoreLiteralVariable,
    }

    private const int BlockCopyIndex = 24;

    public MethodBuilder PushReceiverVariable(int index) => Variable(
        Op.PushReceiverVariable, Op.LongPushReceiverVariable, Op.ExtendedPush,
        Kind.ReceiverVariable, DoubleKind.PushReceiverVariable, index);

    public MethodBuilder PushTemp(int index) =>
        Variable(Op.PushTemp, Op.LongPushTemp, Op.ExtendedPush, Kind.Temp, DoubleKind.None, index);

    public MethodBuilder PushLiteral(Oop literal) => PushLiteralAt(LiteralIndex(literal));

    public MethodBuilder PushLiteralAt(int index) =>
        Variable(Op.PushLiteral, Op.LongPushLiteral, Op.ExtendedPush, Kind.Literal, DoubleKind.PushLiteral, index);

    public MethodBuilder PushLiteralVariable(Oop association) => Variable(
        Op.PushLiteralVariable, Op.LongPushLiteralVariable, Op.ExtendedPush,
        Kind.LiteralVariable, DoubleKind.PushLiteralVariable, LiteralIndex(association));

    public MethodBuilder PushReceiver() => Emit(Op.PushReceiver);
    public MethodBuilder PushTrue() => Emit(Op.PushTrue);
    public MethodBuilder PushFalse() => Emit(Op.PushFalse);
    public MethodBuilder PushNil() => Emit(Op.PushNil);
    public MethodBuilder PushThisContext() => Emit(Op.PushThisContext);
    public MethodBuilder Dup() => Emit(Op.Dup);
    public MethodBuilder Pop() => Emit(Op.Pop);
    public MethodBuilder Nop() => Emit(Op.Nop);

    /// <summary>Pushes a SmallInteger, from a literal where the set has no bytecode for it.</summary>
    public MethodBuilder PushInteger(int value)
    {
        if (_code.TryShort(Op.PushInteger, value + 1))
        {
            return this;
        }
        if (!IsSista || value is < -(1 << 23) or >= 1 << 23)
        {
            return PushLiteral(Oop.FromInteger(value));
        }
        return Do(() => _code.Long(Op.LongPushInteger, 0, value >> 8, (byte)value));
    }

    public MethodBuilder PushCharacter(int code) => IsSista && code is >= 0 and < 1 << 23
        ? Do(() => _code.Long(Op.LongPushCharacter, 0, code >> 8, (byte)code))
        : PushLiteral(_image.Memory.Character(code));

    public MethodBuilder StorePopReceiverVariable(int index) => Variable(
        Op.StorePopReceiverVariable, Op.LongStorePopReceiverVariable, Op.ExtendedStorePop,
        Kind.ReceiverVariable, DoubleKind.StorePopReceiverVariable, index);

    public MethodBuilder StorePopTemp(int index) =>
        Variable(Op.StorePopTemp, Op.LongStorePopTemp, Op.ExtendedStorePop, Kind.Temp, DoubleKind.None, index);

    public MethodBuilder StorePopLiteralVariable(Oop association)
    {
        int index = LiteralIndex(association);
        return IsSista || index < 64
            ? Variable(null, Op.LongStorePopLiteralVariable, Op.ExtendedStorePop,
        Kind.LiteralVariable, DoubleKind.None, index)
            : StoreLiteralVariable(association).Pop();
    }

    public MethodBuilder StoreReceiverVariable(int index) =>
        Variable(null, Op.LongStoreReceiverVariable, Op.ExtendedStore,
            Kind.ReceiverVariable, DoubleKind.StoreReceiverVariable, index);

    public MethodBuilder StoreTemp(int index) =>
        Variable(null, Op.LongStoreTemp, Op.ExtendedStore, Kind.Temp, DoubleKind.None, index);

    public MethodBuilder StoreLiteralVariable(Oop association) => Variable(
        null, Op.LongStoreLiteralVariable, Op.ExtendedStore,
        Kind.LiteralVariable, DoubleKind.StoreLiteralVariable, LiteralIndex(association));

    public MethodBuilder ReturnReceiver() => Emit(Op.ReturnReceiver);
    public MethodBuilder ReturnTrue() => Emit(Op.ReturnTrue);
    public MethodBuilder ReturnFalse() => Emit(Op.ReturnFalse);
    public MethodBuilder ReturnNil() => Emit(Op.ReturnNil);
    public MethodBuilder ReturnTop() => Emit(Op.ReturnTop);
    public MethodBuilder BlockReturnTop() => Emit(Op.BlockReturnTop);
    public MethodBuilder BlockReturnNil() => Emit(Op.BlockReturnNil);

    public MethodBuilder Jump(string label) => Do(() => _code.Jump(Op.Jump, label));
    public MethodBuilder JumpTrue(string label) => Do(() => _code.Jump(Op.JumpTrue, label));
    public MethodBuilder JumpFalse(string label) => Do(() => _code.Jump(Op.JumpFalse, label));

    /// <summary>The one-byte form of <paramref name="op"/>, which the set must have.</summary>
    public MethodBuilder Emit(Op op, int operand = 0) => _code.TryShort(op, operand)
        ? this
        : throw new InvalidOperationException($"{Set.Name} has no {op} {operand} of one byte");

    /// <summary>The bytecode of a special selector, such as <c>+</c> or <c>at:</c>,
    /// <c>==</c> and <c>class</c> among them.</summary>
    public MethodBuilder SendSpecial(string selector)
    {
        ObjectMemory memory = _image.Memory;
        Oop selectors = memory.Special(SpecialObject.SpecialSelectors);
        int count = (int)ObjectMemory.SlotCount(selectors) / 2;
        int index = Enumerable.Range(0, count).FirstOrDefault(i => memory.Fetch(2 * i, selectors) == _image.Symbol(selector), -1);
        return index switch
        {
            _ when selector == "~~" => Emit(Op.NotIdentical),
            < 0 => throw new ArgumentException($"{selector} is not special", nameof(selector)),
            < 16 => Emit(Op.Add + (byte)index),
            IdenticalIndex => Emit(Op.Identical),
            ClassIndex => Emit(Op.Class),
            _ => Emit(Op.SendSpecial, index),
        };
    }

    public MethodBuilder Send(string selector, int arguments) => SendAt(LiteralIndex(_image.Symbol(selector)), arguments);

    /// <summary>Sends the selector in a literal, counted from 0.</summary>
    public MethodBuilder SendAt(int literal, int arguments)
    {
        if (arguments <= 2 && _code.TryShort(Op.Send0 + (byte)arguments, literal))
        {
            return this;
        }
        return Do(() =>
        {
            if (IsSista)
            {
                _code.Long(Op.LongSend, literal >> 5, arguments >> 3, (byte)(((literal & 31) << 3) | (arguments & 7)));
            }
            else if (arguments < 8 && literal < 32)
            {
                _code.Long(Op.ExtendedSend, 0, 0, (byte)((arguments << 5) | literal));
            }
            else if (arguments < 4 && literal < 64)
            {
                _code.Long(Op.SecondExtendedSend, 0, 0, (byte)((arguments << 6) | literal));
            }
            else
            {
                DoubleExtended(DoubleKind.Send, arguments, literal);
            }
        });
    }

    /// <summary>A super send; the method needs <see cref="InClass"/>.</summary>
    public MethodBuilder SuperSend(string selector, int arguments) =>
        SuperSendAt(LiteralIndex(_image.Symbol(selector)), arguments);

    public MethodBuilder SuperSendAt(int literal, int arguments) => Do(() =>
    {
        if (IsSista)
        {
            SistaSuperSend(literal, arguments, 0);
        }
        else if (arguments < 8 && literal < 32)
        {
            _code.Long(Op.ExtendedSuperSend, 0, 0, (byte)((arguments << 5) | literal));
        }
        else
        {
            DoubleExtended(DoubleKind.SuperSend, arguments, literal);
        }
    });

    /// <summary>A super send that looks up above the class on top of the stack; SistaV1 only.</summary>
    public MethodBuilder DirectedSuperSend(string selector, int arguments) =>
        Do(() => SistaSuperSend(LiteralIndex(_image.Symbol(selector)), arguments, 64));

    public MethodBuilder PushNewArray(int size, bool popsElements = false) =>
        Do(() => _code.Long(Op.PushNewArray, 0, 0, (byte)(size | (popsElements ? 128 : 0))));

    public MethodBuilder PushRemoteTemp(int index, int vector) =>
        Do(() => _code.Long(Op.PushRemoteTemp, 0, 0, (byte)index, (byte)vector));

    public MethodBuilder StoreRemoteTemp(int index, int vector) =>
        Do(() => _code.Long(Op.StoreRemoteTemp, 0, 0, (byte)index, (byte)vector));

    public MethodBuilder StorePopRemoteTemp(int index, int vector) =>
        Do(() => _code.Long(Op.StorePopRemoteTemp, 0, 0, (byte)index, (byte)vector));

    /// <summary>
    /// Pushes a closure as the set's compiler would: in SistaV1 a full one, whose body gets a builder of its own and
    /// declares its own temps; else one whose body follows in this code and pushes nil for each of its temps.
    /// </summary>
    public MethodBuilder PushClosure(int copied, int arguments, Action<MethodBuilder> body) =>
        IsSista ? PushFullClosure(copied, arguments, body) : PushClosureCopy(copied, arguments, body);

    /// <summary>Pushes a closure whose body follows in this code.</summary>
    public MethodBuilder PushClosureCopy(int copied, int arguments, Action<MethodBuilder> body)
    {
        string end = _code.NewLabel();
        _code.Closure(copied, arguments, end);
        body(this);
        return Label(end);
    }

    /// <summary>Pushes a FullBlockClosure of a new CompiledBlock; SistaV1 only.</summary>
    public MethodBuilder PushFullClosure(
        int copied, int arguments, Action<MethodBuilder> body, InstructionFlags flags = InstructionFlags.None)
    {
        MethodBuilder inner = new MethodBuilder(_image, Set).Arguments(arguments).Copied(copied);
        body(inner);
        Oop block = inner.BuildBlock(_image.Memory.Nil);
        _blocks.Add(block);
        return PushFullClosureAt(LiteralIndex(block), copied, flags);
    }

    public MethodBuilder PushFullClosureAt(int literal, int copied, InstructionFlags flags = InstructionFlags.None)
    {
        int bits = (flags.HasFlag(InstructionFlags.ReceiverOnStack) ? 128 : 0)
            | (flags.HasFlag(InstructionFlags.NoOuterContext) ? 64 : 0);
        return Do(() => _code.Long(Op.PushFullClosure, literal >> 8, 0, (byte)literal, (byte)(copied | bits)));
    }

    /// <summary>Pushes a BlockContext of V3: its body begins by storing the arguments into temps of the method.</summary>
    public MethodBuilder PushBlockContext(int arguments, Action<MethodBuilder> body)
    {
        string end = _code.NewLabel();
        // blockCopy: takes the block's pc to be two bytes behind its own: the jump has to be a long one.
        PushThisContext().PushInteger(arguments).Emit(Op.SendSpecial, BlockCopyIndex).Do(() => _code.LongJump(Op.Jump, end));
        body(this);
        return Label(end);
    }

    private MethodBuilder Variable(Op? shortForm, Op sista, Op v3, Kind kind, DoubleKind doubleKind, int index) => Do(() =>
    {
        if (shortForm is { } op && _code.TryShort(op, index))
        {
            return;
        }
        if (IsSista)
        {
            // Temps have no extension.
            int a = kind == Kind.Temp && index > 255
                ? throw new InvalidOperationException($"no {sista} {index}") : index >> 8;
            _code.Long(sista, a, 0, (byte)index);
        }
        else if (index < 64)
        {
            _code.Long(v3, 0, 0, (byte)(((int)kind << 6) | index));
        }
        else
        {
            DoubleExtended(doubleKind, 0, index);
        }
    });

    private void DoubleExtended(DoubleKind kind, int arguments, int index)
    {
        if (kind == DoubleKind.None || arguments > 31 || index > 255)
        {
            throw new InvalidOperationException($"{Set.Name} has no bytecode for index {index}, {arguments} arguments");
        }
        _code.Long(Op.DoubleExtended, 0, 0, (byte)(((int)kind << 5) | arguments), (byte)index);
    }

    private void SistaSuperSend(int literal, int arguments, int directed) => _code.Long(
        Op.LongSuperSend, literal >> 5, (arguments >> 3) + directed, (byte)(((literal & 31) << 3) | (arguments & 7)));
}
