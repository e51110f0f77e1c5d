namespace JitTalk.Core.Compiler;

/// <summary>A part of a method. The parser makes it; binder and closure analysis fill in what they find.</summary>
/// <param name="start">Offset of its first character in the source; of a message and an assignment, that of the selector or arrow.</param>
internal abstract class Node(int start)
{
    public int Start { get; } = start;
}

internal sealed class LiteralNode(LiteralValue value, int start) : Node(start)
{
    public LiteralValue Value { get; } = value;
}

/// <summary>Source between backticks; the binder asks who compiles for its value.</summary>
internal sealed class CompileTimeNode(string source, int start) : Node(start)
{
    public string Source { get; } = source;

    public LiteralValue? Value { get; set; }
}

/// <summary>A name; the binder finds what it stands for.</summary>
internal sealed class VariableNode(string name, int start) : Node(start)
{
    public string Name { get; } = name;

    public Variable? Variable { get; set; }

    public static VariableNode Nil(int start) => new("nil", start) { Variable = PseudoVariable.Nil };

    public bool Is(Variable variable) => Variable == variable;
}

internal sealed class AssignmentNode(VariableNode target, Node value, int start) : Node(start)
{
    public VariableNode Target { get; } = target;
    public Node Value { get; } = value;
}

internal sealed class ReturnNode(Node value, int start) : Node(start)
{
    public Node Value { get; } = value;
}

internal sealed class BraceNode(List<Node> elements, int start) : Node(start)
{
    public List<Node> Elements { get; } = elements;
}

/// <summary>A message; without a receiver where it is part of a cascade.</summary>
internal sealed class MessageNode(Node? receiver, string selector, List<Node> arguments, int start) : Node(start)
{
    public Node? Receiver { get; } = receiver;
    public string Selector { get; } = selector;
    public List<Node> Arguments { get; } = arguments;

    /// <summary>How it is coded without a send; null for a send.</summary>
    public InlinedMessage? Inlined { get; set; }

    public bool IsToSuper => Receiver is VariableNode variable && variable.Is(PseudoVariable.Super);
}

internal sealed class CascadeNode(Node receiver, List<MessageNode> messages, int start) : Node(start)
{
    public Node Receiver { get; } = receiver;
    public List<MessageNode> Messages { get; } = messages;
}

/// <summary>Makes a temp vector and puts it where it lives: the first statement of its scope.</summary>
internal sealed class VectorCreationNode(TempVector vector) : Node(vector.Start)
{
    public TempVector Vector { get; } = vector;
}

internal sealed class BlockNode(int start) : Node(start)
{
    /// <summary>As written: name and position.</summary>
    public List<VariableNode> ArgumentNames { get; init; } = [];
    public List<VariableNode> TempNames { get; init; } = [];
    public List<Node> Statements { get; init; } = [];

    /// <summary>Whether its last statement, as written, begins with ^.</summary>
    public bool EndsInReturn { get; set; }

    public List<LocalVariable> Arguments { get; } = [];
    public List<LocalVariable> Temps { get; } = [];

    /// <summary>The message whose code it is part of; null for a closure and the method itself.</summary>
    public MessageNode? InlinedIn { get; set; }

    /// <summary>The closure or method that an inlined block is part of, once the analysis has met it.</summary>
    public BlockNode? EnclosingScope { get; set; }

    public BlockNode ActualScope => EnclosingScope ?? this;

    /// <summary>The vector of its temps that live on the heap.</summary>
    public TempVector? Vector { get; set; }

    /// <summary>The numbers of its entry and exit, in the analysis' count of places.</summary>
    public (int Entry, int Exit) Extent { get; set; }

    /// <summary>Whether nothing comes after it.</summary>
    public bool Returns => EndsInReturn || (Statements[^1] is MessageNode { Inlined: Conditional { ReturnsFromBoth: true } });

    public bool IsJustNil => !Returns && Statements is [VariableNode only] && only.Is(PseudoVariable.Nil);

    /// <summary>A block that was not written.</summary>
    public static BlockNode Just(PseudoVariable value, int start) =>
        new(start) { Statements = [new VariableNode(value.Name, start) { Variable = value }] };
}

/// <summary>A pragma in source text.</summary>
/// <param name="Pragma">What it says.</param>
/// <param name="Start">Offset of its selector.</param>
/// <param name="ArgumentStarts">Offsets of the arguments.</param>
internal sealed record PragmaNode(Pragma Pragma, int Start, IReadOnlyList<int> ArgumentStarts);

internal sealed class MethodNode(string selector, BlockNode body, List<PragmaNode> pragmas)
{
    public string Selector { get; } = selector;

    /// <summary>Arguments, temps and statements.</summary>
    public BlockNode Body { get; } = body;
    public List<PragmaNode> Pragmas { get; } = pragmas;

    public LocalVariable? ErrorCode { get; set; }
}
