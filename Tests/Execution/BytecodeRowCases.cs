using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using Piece = System.Func<JitTalk.Tests.Support.MethodBuilder, JitTalk.Tests.Support.MethodBuilder>;

namespace JitTalk.Tests.Execution;

/// <summary>
/// For each bytecode, methods that can only answer right if it does what the Blue Book (ch. 28) and VMMaker's bytecode
/// tables say. This part has the bytecodes that sets share; the rest knows those of one set.
/// </summary>
internal sealed partial class BytecodeRowCases
{
    private const int SlotBase = 100;
    private const int TempBase = 200;
    private const int LiteralBase = 300;
    private const int SendBase = 500;
    private const int New = 7;

    private static readonly string[] CommonSelectors =
        ["at:", "at:put:", "size", "next", "nextPut:", "atEnd", "==", "class", "", "value", "value:", "do:", "new", "new:", "x", "y"];

    private static readonly (Op Op, long Left, long Right, long Answer)[] Calculations =
    [
        (Op.Add, 7, -3, 4), (Op.Subtract, 7, -3, 10), (Op.Multiply, 7, -3, -21), (Op.Divide, -21, 3, -7),
        (Op.Modulo, 7, -3, -2), (Op.IntegerDivide, 7, -3, -3), (Op.BitShift, 5, 2, 20), (Op.BitShift, -20, -2, -5),
        (Op.BitAnd, 12, -6, 8), (Op.BitOr, 12, 3, 15),
    ];

    private readonly Machine _machine;
    private readonly CodeKind _kind;
    private readonly Held[] _variables;

    public BytecodeRowCases(Machine machine, CodeKind kind)
    {
        _machine = machine;
        _kind = kind;
        _variables = [.. Enumerable.Range(0, 64).Select(_ => machine.Variable(machine.Memory.Nil))];
        for (int i = 0; i < 64; i++)
        {
            for (int arguments = 0; arguments < 16; arguments++)
            {
                if (i < 32 || arguments < 4)
                {
                    DefineAnswer("Subject", Selector(i, arguments), SendBase + i);
                }
            }
        }
        foreach (string selector in CommonSelectors.Where(s => s.Length > 0 && s is not "==" and not "class"))
        {
            DefineAnswer("Subject", selector, SendBase + Array.IndexOf(CommonSelectors, selector));
        }
        DefineAnswer("Subject", "blockCopy:", SendBase + 8);
        machine.DefineBlocks();
    }

    private ObjectMemory Memory => _machine.Memory;

    /// <summary>Puts the receiver's variables and the literal variables back.</summary>
    public void Reset()
    {
        for (int i = 0; i < Machine.SubjectSlots; i++)
        {
            Memory.Store(i, _machine.Receiver, Int(SlotBase + i));
        }
        for (int i = 0; i < _variables.Length; i++)
        {
            Memory.Store(Layouts.Association.Value, _variables[i], Int(LiteralBase + i));
        }
    }

    /// <summary>The cases of one byte; none when nobody has written them.</summary>
    public IEnumerable<BytecodeCase> For(BytecodeRow row, byte code)
    {
        int index = row.Operand + code - row.First;
        return row.Op switch
        {
            Op.PushReceiverVariable => [Answers($"{index}", SlotBase + index, m => m.Bytes(code).ReturnTop())],
            Op.PushTemp => [Answers($"{index}", TempBase + index, m => WithTemps(m).Bytes(code).ReturnTop())],
            Op.PushLiteral => [Answers($"{index}", LiteralBase + index, m => WithIntegers(m).Bytes(code).ReturnTop())],
            Op.PushLiteralVariable => [Answers($"{index}", LiteralBase + index, m => WithVariables(m).Bytes(code).ReturnTop())],
            Op.PushReceiver => [Is("self", () => _machine.Receiver, m => m.Bytes(code).ReturnTop())],
            Op.PushTrue => [Is("true", () => Memory.True, m => m.Bytes(code).ReturnTop())],
            Op.PushFalse => [Is("false", () => Memory.False, m => m.Bytes(code).ReturnTop())],
            Op.PushNil => [Is("nil", () => Memory.Nil, m => m.Bytes(code).ReturnTop())],
            // 116 is -1 in V3, 80 is 0 in SistaV1.
            Op.PushInteger => [Answers("integer", _kind.IsSista ? code - 80 : code - 117, m => m.Bytes(code).ReturnTop())],
            Op.PushThisContext => [new("of this method", m => m.Bytes(code).ReturnTop(), IsContextOfEvaluate)],
            Op.Dup => [Answers("twice", 4, m => m.PushInteger(1).PushLiteral(Int(2)).Bytes(code).SendSpecial("+").ReturnTop())],
            Op.Pop => [Answers("the one below", 1, m => m.PushInteger(1).PushTrue().Bytes(code).ReturnTop())],
            Op.Nop => [Answers("nothing", 1, m => m.PushInteger(1).Bytes(code).ReturnTop())],
            Op.StorePopReceiverVariable => [Stores($"{index}", index, pops: true, m => m.Bytes(code))],
            Op.StorePopTemp => [StoresTemp($"{index}", index, pops: true, m => m.Bytes(code))],

            Op.ReturnReceiver => [Is("self", () => _machine.Receiver, m => m.PushTrue().Bytes(code))],
            Op.ReturnTrue => [Is("true", () => Memory.True, m => m.PushNil().Bytes(code))],
            Op.ReturnFalse => [Is("false", () => Memory.False, m => m.PushNil().Bytes(code))],
            Op.ReturnNil => [Is("nil", () => Memory.Nil, m => m.PushTrue().Bytes(code))],
            Op.ReturnTop => [Answers("the top", 1, m => m.PushTrue().PushInteger(1).Bytes(code))],
            Op.BlockReturnTop => [Is("goes on", () => Memory.False, m => Block(m, b => b.PushTrue().PushFalse().Bytes(code)))],
            Op.BlockReturnNil => [Is("goes on", () => Memory.Nil, m => Block(m, b => b.PushTrue().Bytes(code)))],

            Op.Jump => [Jumps(index, m => m, code)],
            Op.JumpTrue => [Jumps(index, m => m.PushTrue(), code), JumpsNot(index, m => m.PushFalse(), code)],
            Op.JumpFalse => [Jumps(index, m => m.PushFalse(), code), JumpsNot(index, m => m.PushTrue(), code)],

            Op.Identical => Compares(code, same: true),
            Op.NotIdentical => Compares(code, same: false),
            Op.Class =>
            [
                Is("of an object", () => _machine.Image.Class("Subject"), m => m.PushReceiver().Bytes(code).ReturnTop()),
                Is("of an integer", () => _machine.Image.Class("SmallInteger"), m => m.PushInteger(1).Bytes(code).ReturnTop()),
            ],
            Op.MakePoint => [new("3@4", m => Operands(m, 3, 4).Bytes(code).ReturnTop(), answer => IsPoint(answer, 3, 4))],
            >= Op.LessThan and <= Op.NotEqual => Relations(row.Op, code),
            >= Op.Add and <= Op.BitOr => Calculate(row.Op, code),
            Op.SendSpecial => [SendsSpecial(code)],
            Op.Send0 => [Sends($"literal {index}", index, 0, m => m.Bytes(code))],
            Op.Send1 => [Sends($"literal {index}", index, 1, m => m.Bytes(code))],
            Op.Send2 => [Sends($"literal {index}", index, 2, m => m.Bytes(code))],
            >= Op.ExtendedPush and <= Op.PushClosureCopy => ForV3(row.Op, index, code),
            Op.PushNewArray => NewArrays(code),
            >= Op.PushRemoteTemp and <= Op.StorePopRemoteTemp => RemoteTemps(row.Op, code),
            Op.CallPrimitive => [Answers("nothing", 1, m => m.PushInteger(1).Bytes(code, 0, 0).ReturnTop())],
            _ => ForSista(row.Op, code),
        };
    }

    private static Oop Int(long value) => Oop.FromInteger(value);

    private static string Selector(int index, int arguments) =>
        arguments == 0 ? $"send{index}" : $"send{index}:" + string.Concat(Enumerable.Repeat("and:", arguments - 1));

    private void DefineAnswer(string className, string selector, int answer) =>
        _machine.Define(className, selector, m => m.PushLiteral(Int(answer)).ReturnTop());

    private static BytecodeCase Answers(string what, long answer, Action<MethodBuilder> body) =>
        new(what, body, oop => oop == Int(answer));

    private static BytecodeCase Is(string what, Func<Oop> answer, Action<MethodBuilder> body) =>
        new(what, body, oop => oop == answer());

    private bool IsContextOfEvaluate(Oop answer) => _machine.Memory.IsContext(answer)
        && Memory.Fetch(Layouts.Context.Receiver, answer) == _machine.Receiver
        && Memory.Fetch(Layouts.Context.Method, answer)
            == _machine.Vm.Interpreter.FindMethod(_machine.Image.Symbol("evaluate"), _machine.Image.Class("Subject"));

    private bool IsPoint(Oop oop, long x, long y) => Memory.IsInstanceOf(oop, Memory.Known.Point)
        && Memory.Fetch(Layouts.Point.X, oop) == Int(x) && Memory.Fetch(Layouts.Point.Y, oop) == Int(y);

    private static MethodBuilder Operands(MethodBuilder m, long left, long right) =>
        m.PushLiteral(Int(left)).PushLiteral(Int(right));

    private static MethodBuilder WithTemps(MethodBuilder m)
    {
        _ = m.Temps(24).LargeFrame();
        for (int i = 0; i < 24; i++)
        {
            _ = m.PushLiteral(Int(TempBase + i)).StorePopTemp(i);
        }
        return m;
    }

    private static MethodBuilder WithIntegers(MethodBuilder m)
    {
        for (int i = 0; i < 64; i++)
        {
            _ = m.Literal(Int(LiteralBase + i));
        }
        return m;
    }

    private MethodBuilder WithVariables(MethodBuilder m)
    {
        foreach (Held variable in _variables)
        {
            _ = m.Literal(variable);
        }
        return m;
    }

    private MethodBuilder WithSelectors(MethodBuilder m, int arguments)
    {
        for (int i = 0; i < (arguments < 4 ? 64 : 32); i++)
        {
            _ = m.Literal(_machine.Image.Symbol(Selector(i, arguments)));
        }
        return m;
    }

    /// <summary>Stores 7 with a 1 below it; a store that pops leaves the 1 for the answer.</summary>
    private BytecodeCase Stores(string what, int slot, bool pops, Piece store) => new(
        what,
        m => store(m.PushInteger(1).PushLiteral(Int(New))).ReturnTop(),
        answer => answer == Int(pops ? 1 : New)
            && Enumerable.Range(0, Machine.SubjectSlots).All(
                i => Memory.Fetch(i, _machine.Receiver) == Int(i == slot ? New : SlotBase + i)));

    private BytecodeCase StoresVariable(string what, int index, bool pops, Piece store) => new(
        what,
        m => store(WithVariables(m).PushInteger(1).PushLiteral(Int(New))).ReturnTop(),
        answer => answer == Int(pops ? 1 : New)
            && Enumerable.Range(0, _variables.Length).All(i =>
                Memory.Fetch(Layouts.Association.Value, _variables[i]) == Int(i == index ? New : LiteralBase + i)));

    private BytecodeCase StoresTemp(string what, int index, bool pops, Piece store) => new(
        what,
        m => store(WithTemps(m).PushInteger(1).PushLiteral(Int(New))).PushTemp(index).SendSpecial("@").ReturnTop(),
        answer => IsPoint(answer, pops ? 1 : New, New));

    /// <summary>
    /// Every bytecode that is jumped over would return; one jumped over too many would make the answer 0.
    /// </summary>
    private static BytecodeCase Jumps(int distance, Piece condition, params byte[] jump) => Answers(
        $"{distance} bytes", 2, m => JumpOver(condition(m.PushInteger(0)).Bytes(jump), distance));

    private BytecodeCase JumpsNot(int distance, Piece condition, params byte[] jump) => Is(
        $"not {distance} bytes", () => Memory.Nil, m => JumpOver(condition(m.PushInteger(0)).Bytes(jump), distance));

    private static MethodBuilder JumpOver(MethodBuilder m, int distance)
    {
        for (int i = 0; i < distance; i++)
        {
            _ = m.ReturnNil();
        }
        return m.PushInteger(1).Dup().SendSpecial("+").ReturnTop();
    }

    private IEnumerable<BytecodeCase> Compares(byte code, bool same) =>
    [
        Is("one object", () => Memory.Boolean(same), m => m.PushReceiver().PushReceiver().Bytes(code).ReturnTop()),
        Is("two objects", () => Memory.Boolean(!same), m => m.PushReceiver().PushNil().Bytes(code).ReturnTop()),
    ];

    private IEnumerable<BytecodeCase> Relations(Op op, byte code)
    {
        foreach ((long left, long right) in new (long, long)[] { (2, 3), (3, 3), (3, 2), (-1, 1) })
        {
            bool holds = op switch
            {
                Op.LessThan => left < right,
                Op.GreaterThan => left > right,
                Op.LessOrEqual => left <= right,
                Op.GreaterOrEqual => left >= right,
                Op.Equal => left == right,
                _ => left != right,
            };
            yield return Is($"{left}, {right}", () => Memory.Boolean(holds), m => Operands(m, left, right).Bytes(code).ReturnTop());
            // With a jump after it, no Boolean is made.
            yield return Answers($"{left}, {right} and a jump", holds ? 1 : 0, m => Operands(m, left, right)
                .Bytes(code).JumpFalse("no").PushInteger(1).ReturnTop().Label("no").PushInteger(0).ReturnTop());
        }
    }

    private static IEnumerable<BytecodeCase> Calculate(Op op, byte code) => Calculations
        .Where(calculation => calculation.Op == op)
        .Select(c => Answers($"{c.Left}, {c.Right}", c.Answer, m => Operands(m, c.Left, c.Right).Bytes(code).ReturnTop()));

    private BytecodeCase SendsSpecial(byte code)
    {
        int index = code - (_kind.IsSista ? 112 : 192);
        string selector = CommonSelectors[index] is { Length: > 0 } common ? common : "blockCopy:";
        return Answers(selector, SendBase + index, m =>
        {
            _ = m.PushReceiver();
            for (int i = selector.Count(c => c == ':'); i > 0; i--)
            {
                _ = m.PushNil();
            }
            _ = m.Bytes(code).ReturnTop();
        });
    }

    /// <summary>A send whose answer stands where the receiver was: above a 1.</summary>
    private BytecodeCase Sends(string what, int literal, int arguments, Piece send) => new(
        what,
        m =>
        {
            _ = WithSelectors(m, arguments).LargeFrame().PushInteger(1).PushReceiver();
            for (int i = 0; i < arguments; i++)
            {
                _ = m.PushTrue();
            }
            _ = send(m).SendSpecial("@").ReturnTop();
        },
        answer => IsPoint(answer, 1, SendBase + literal));

    /// <summary>Runs a block of no arguments, and answers what it returns to here.</summary>
    private void Block(MethodBuilder m, Action<MethodBuilder> body) =>
        (_kind.HasClosures ? m.PushClosure(0, 0, body) : m.PushBlockContext(0, body)).Send("value", 0).ReturnTop();

    private IEnumerable<BytecodeCase> NewArrays(byte code) =>
    [
        new("of nils", m => m.Bytes(code, 100).ReturnTop(), answer => IsArray(answer, [.. Enumerable.Repeat(Memory.Nil, 100)])),
        new("of the stack", m => m.PushInteger(0).PushInteger(1).PushTrue().Bytes(code, 130).ReturnTop(),
            answer => IsArray(answer, Int(1), Memory.True)),
        Answers("above the rest", 0, m => m.PushInteger(0).PushInteger(1).PushTrue().Bytes(code, 130).Pop().ReturnTop()),
    ];

    private bool IsArray(Oop oop, params Oop[] elements) => Memory.IsInstanceOf(oop, Memory.Known.Array)
        && ObjectMemory.SlotCount(oop) == elements.Length
        && Enumerable.Range(0, elements.Length).All(i => Memory.Fetch(i, oop) == elements[i]);

    /// <summary>The temp vector, of three, is in the second temp; the variable is its third.</summary>
    private IEnumerable<BytecodeCase> RemoteTemps(Op op, byte code)
    {
        MethodBuilder Vector(MethodBuilder m) => m.Temps(2).PushNewArray(3).StorePopTemp(1).PushInteger(1).PushLiteral(Int(New));
        return op switch
        {
            Op.PushRemoteTemp => [Answers("third of second", New, m => Vector(m).StorePopRemoteTemp(2, 1).Bytes(code, 2, 1).ReturnTop())],
            Op.StoreRemoteTemp =>
            [
                Answers("keeps the value", New, m => Vector(m).Bytes(code, 2, 1).ReturnTop()),
                new("the vector", m => Vector(m).Bytes(code, 2, 1).PushTemp(1).ReturnTop(),
                    answer => IsArray(answer, Memory.Nil, Memory.Nil, Int(New))),
            ],
            _ =>
            [
                Answers("pops the value", 1, m => Vector(m).Bytes(code, 2, 1).ReturnTop()),
                new("the vector", m => Vector(m).Bytes(code, 2, 1).PushTemp(1).ReturnTop(),
                    answer => IsArray(answer, Memory.Nil, Memory.Nil, Int(New))),
            ],
        };
    }
}
