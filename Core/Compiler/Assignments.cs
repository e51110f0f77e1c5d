namespace JitTalk.Core.Compiler;

/// <summary>Searches for assignments, in nested blocks as well.</summary>
internal static class Assignments
{
    public static bool Exist(Node node, Variable variable)
    {
        Nesting.Check(node.Start);
        return IsIn(node, variable);
    }

    private static bool IsIn(Node node, Variable variable) => node switch
    {
        AssignmentNode assignment => Same(assignment.Target.Variable!, variable) || Exist(assignment.Value, variable),
        ReturnNode result => Exist(result.Value, variable),
        BraceNode brace => brace.Elements.Any(element => Exist(element, variable)),
        BlockNode block => block.Statements.Any(statement => Exist(statement, variable)),
        MessageNode message => (message.Receiver is { } receiver && Exist(receiver, variable))
            || message.Arguments.Any(argument => Exist(argument, variable)),
        CascadeNode cascade => Exist(cascade.Receiver, variable) || cascade.Messages.Any(message => Exist(message, variable)),
        _ => false,
    };

    private static bool Same(Variable a, Variable b) => (a, b) switch
    {
        (ReceiverVariable x, ReceiverVariable y) => x.Slot == y.Slot,
        (GlobalVariable x, GlobalVariable y) => x.Binding == y.Binding,
        _ => a == b,
    };
}
