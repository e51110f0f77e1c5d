using JitTalk.Jit.Code;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>A method whose bytecodes and IL are kept as text, in <c>Golden/NAME.txt</c>.</summary>
/// <param name="Name">The file's, without suffix.</param>
/// <param name="Shows">What is to be seen there.</param>
/// <param name="Selector">The method's; its class is Subject.</param>
/// <param name="Body">Its bytecodes.</param>
internal sealed record GoldenMethod(string Name, string Shows, string Selector, Action<MethodBuilder> Body)
{
    /// <summary>How the unit that is listed is entered: a block is the first, a loop the first that jumps back.</summary>
    public UnitKind Kind { get; init; } = UnitKind.Method;

    /// <summary>The kind of image.</summary>
    public string Images { get; init; } = "Spur64";

    /// <summary>The classes that each send has met, in the order of the bytecodes.</summary>
    public IReadOnlyList<string[]> Seen { get; init; } = [];

    public static IReadOnlyList<GoldenMethod> All { get; } =
    [
        new("accessor-store", "a store into a variable, with the barrier, and no call", "x:",
            m => m.PushTemp(0).StorePopReceiverVariable(0).ReturnReceiver()),
        new("integers", "SmallInteger arithmetic, with exits on overflow and other classes", "plus:",
            m => m.PushTemp(0).PushReceiverVariable(0).SendSpecial("+").PushInteger(1).SendSpecial("-").ReturnTop()),
        new("counting-loop", "a comparison that is a jump, and a safepoint at the jump back", "countTo:",
            m => Loop(m.Temps(1))),
        new("floats", "arithmetic that has met Floats", "scale:",
            m => m.PushTemp(0).PushReceiverVariable(0).SendSpecial("*").ReturnTop())
        {
            Seen = [["SmallFloat64"]],
        },
        new("anything", "arithmetic that has met other objects: what is no number is sent the message", "sum:",
            m => m.PushTemp(0).PushReceiverVariable(0).SendSpecial("+").ReturnTop())
        {
            Seen = [["Point"]],
        },
        new("one-class", "a send to one class, with an exit for others", "call:",
            m => m.PushTemp(0).PushInteger(1).Send("callee:", 1).ReturnTop())
        {
            Seen = [["Subject"]],
        },
        new("few-classes", "a send to several classes, in a chain that ends in a send to any", "poly:",
            m => m.PushTemp(0).Send("callee", 0).ReturnTop())
        {
            Seen = [["Subject", "Array", "SmallInteger"]],
        },
        new("many-classes", "a send to any class, that looks into the method cache itself", "mega:",
            m => m.PushTemp(0).Send("callee", 0).ReturnTop())
        {
            Seen = [["Subject", "Super", "Array", "SmallInteger", "Point", "Association"]],
        },
        new("leaf", "a send to a method that is done in its place: the jumps in it become those of the caller", "pick:",
            m => m.PushTemp(0).PushInteger(1).PushInteger(9).Send("isFrom:to:", 2).JumpFalse("no")
                .PushInteger(1).ReturnTop().Label("no").PushNil().ReturnTop())
        {
            Seen = [["Subject"]],
        },
        new("super", "a send to super: no look at the receiver", "callee",
            m => m.PushReceiver().SuperSend("callee", 0).ReturnTop()),
        new("array-access", "at: and at:put: of an Array in the code", "swap:",
            m => m.PushTemp(0).PushInteger(1)
                .PushTemp(0).PushInteger(2).SendSpecial("at:")
                .SendSpecial("at:put:").ReturnTop())
        {
            Seen = [["Array"], ["Array"]],
        },
        new("inlined-accessor", "a send that comes to a variable of the receiver", "getX:",
            m => m.PushTemp(0).Send("x", 0).ReturnTop())
        {
            Seen = [["Subject"]],
        },
        new("block-value", "making a block, in the interpreter, and calling it", "block",
            m => m.PushReceiver().PushInteger(5).PushClosure(0, 1, b => b.PushTemp(0).ReturnTop()).PushInteger(3).SendSpecial("value:").ReturnTop())
        {
            Seen = [["BlockClosure"]],
        },
        new("block-return", "a block's body, with a copied value and a return from its home", "find",
            m => m.PushInteger(7).PushClosure(1, 1, b => b.PushTemp(0).PushTemp(1).SendSpecial("=").JumpFalse("end").PushTemp(0).ReturnTop()
                .Label("end").PushNil().BlockReturnTop()).ReturnTop())
        {
            Kind = UnitKind.Block,
        },
        new("block-context", "making a BlockContext and calling it, with the temps in the heap", "makeOdd:",
            m => m.PushBlockContext(0, b => BodyOfContext(b)).Send("value", 0).ReturnTop())
        {
            Images = "V3",
            Seen = [["Context"], ["BlockContext"]],
        },
        new("block-context-body", "the body of a BlockContext, which makes its frame", "makeOdd:",
            m => m.PushBlockContext(0, b => BodyOfContext(b)).Send("value", 0).ReturnTop())
        {
            Images = "V3",
            Kind = UnitKind.Block,
            Seen = [["Context"]],
        },
        new("loop-entry", "the loop of counting-loop, entered in the middle of an activation", "countTo:",
            m => Loop(m.Temps(1)))
        {
            Kind = UnitKind.Loop,
        },
    ];

    public override string ToString() => Name;

    /// <summary>x between: the first argument and: the second.</summary>
    public static MethodBuilder Between(MethodBuilder builder) => builder
        .PushReceiverVariable(0).PushTemp(0).SendSpecial(">=").JumpFalse("no")
        .PushReceiverVariable(0).PushTemp(1).SendSpecial("<=").Jump("end")
        .Label("no").PushFalse().Label("end").ReturnTop();

    private static MethodBuilder BodyOfContext(MethodBuilder builder) => builder
        .PushTemp(0).PushInteger(1).SendSpecial("bitOr:").StoreTemp(0).BlockReturnTop();

    private static void Loop(MethodBuilder builder) => builder
        .PushInteger(0).StorePopTemp(1)
        .Label("test").PushTemp(1).PushTemp(0).SendSpecial("<").JumpFalse("done")
        .PushTemp(1).PushInteger(1).SendSpecial("+").StorePopTemp(1).Jump("test")
        .Label("done").PushTemp(1).ReturnTop();
}
