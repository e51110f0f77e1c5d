namespace JitTalk.Core.Compiler;

/// <summary>Methods that only answer the receiver, a constant or an instance variable: a primitive does all of it.</summary>
internal static class QuickMethod
{
    private const int ReturnReceiver = 256;
    private const int ReturnTrue = 257;
    private const int ReturnFalse = 258;
    private const int ReturnNil = 259;

    // −1 to 2.
    private const int ReturnZero = 261;
    private const int ReturnVariable = 264;
    private const int MostVariables = 256;

    /// <summary>The primitive that does all that a method does; null where there is none.</summary>
    public static int? PrimitiveOf(BlockNode body) => body switch
    {
        { Arguments.Count: > 0 } => null,
        { Statements: [ReturnNode { Value: LiteralNode { Value: var value } }] } => PrimitiveOf(value),
        { Statements: [ReturnNode { Value: VariableNode { Variable: { } variable } }] } => PrimitiveOf(variable),
        _ => null,
    };

    private static int? PrimitiveOf(LiteralValue value) => value switch
    {
        BooleanLiteral literal => literal.Value ? ReturnTrue : ReturnFalse,
        NilLiteral => ReturnNil,
        IntegerLiteral { Value: var number } when number >= -1 && number <= 2 => ReturnZero + (int)number,
        _ => null,
    };

    private static int? PrimitiveOf(Variable variable) => variable switch
    {
        ReceiverVariable { Slot: { IsOfContext: false, Index: < MostVariables } slot } => ReturnVariable + slot.Index,
        _ when variable == PseudoVariable.Self => ReturnReceiver,
        _ when variable == PseudoVariable.True => ReturnTrue,
        _ when variable == PseudoVariable.False => ReturnFalse,
        _ when variable == PseudoVariable.Nil => ReturnNil,
        _ => null,
    };
}
