using System.Reflection;
using JitTalk.Core.Execution;

namespace JitTalk.Jit.Translation;

/// <summary>The C# methods that compiled code calls, each looked up once.</summary>
internal static class Runtime
{
    public static readonly MethodInfo GoOnAfterUnwinding = Calls(nameof(CompiledCalls.GoOnAfterUnwinding));
    public static readonly MethodInfo Exit = Calls(nameof(CompiledCalls.Exit));
    public static readonly MethodInfo ExitFromLoop = Calls(nameof(CompiledCalls.ExitFromLoop));
    public static readonly MethodInfo HasVariables = Calls(nameof(CompiledCalls.HasVariables));
    public static readonly MethodInfo HasVariablesOrFrame = Calls(nameof(CompiledCalls.HasVariablesOrFrame));
    public static readonly MethodInfo ReceiverVariable = Calls(nameof(CompiledCalls.ReceiverVariable));
    public static readonly MethodInfo Poll = Calls(nameof(CompiledCalls.Poll));
    public static readonly MethodInfo MoveTemps = Calls(nameof(CompiledCalls.MoveTemps));
    public static readonly MethodInfo CheckStack = Calls(nameof(CompiledCalls.CheckStack));
    public static readonly MethodInfo ReturnMarried = Calls(nameof(CompiledCalls.ReturnMarried));
    public static readonly MethodInfo ReturnMarriedFromLoop = Calls(nameof(CompiledCalls.ReturnMarriedFromLoop));
    public static readonly MethodInfo ReturnFromHome = Calls(nameof(CompiledCalls.ReturnFromHome));
    public static readonly MethodInfo ReturnFromHomeInLoop = Calls(nameof(CompiledCalls.ReturnFromHomeInLoop));
    public static readonly MethodInfo Step = Calls(nameof(CompiledCalls.Step));
    public static readonly MethodInfo Closure = Calls(nameof(CompiledCalls.Closure));
    public static readonly MethodInfo GoOn = Calls(nameof(CompiledCalls.GoOn));
    public static readonly MethodInfo GoOnInLoop = Calls(nameof(CompiledCalls.GoOnInLoop));
    public static readonly MethodInfo Arithmetic = Calls(nameof(CompiledCalls.Arithmetic));
    public static readonly MethodInfo Remember = Calls(nameof(CompiledCalls.Remember));
    public static readonly MethodInfo AreOne = Calls(nameof(CompiledCalls.AreOne));
    public static readonly MethodInfo ClassOf = Calls(nameof(CompiledCalls.ClassOf));
    public static readonly MethodInfo Value = Calls(nameof(CompiledCalls.Value));
    public static readonly MethodInfo FullValue = Calls(nameof(CompiledCalls.FullValue));
    public static readonly MethodInfo BlockContextValue = Calls(nameof(CompiledCalls.BlockContextValue));
    public static readonly MethodInfo Perform = Calls(nameof(CompiledCalls.Perform));

    public static readonly MethodInfo IsNumber = Calls(nameof(CompiledCalls.IsNumber));
    public static readonly MethodInfo ToDouble = Calls(nameof(CompiledCalls.ToDouble));
    public static readonly MethodInfo NewFloat = Calls(nameof(CompiledCalls.NewFloat));

    public static readonly MethodInfo Decode = typeof(FloatBits).GetMethod(nameof(FloatBits.Decode))!;
    public static readonly MethodInfo Encode = typeof(FloatBits).GetMethod(nameof(FloatBits.Encode))!;

    public static readonly MethodInfo SquareRoot = typeof(Math).GetMethod(nameof(Math.Sqrt), [typeof(double)])!;

    public static readonly MethodInfo Multiply = Integers(nameof(TaggedIntegers.Multiply));
    public static readonly MethodInfo Divide = Integers(nameof(TaggedIntegers.Divide));
    public static readonly MethodInfo Quotient = Integers(nameof(TaggedIntegers.Quotient));
    public static readonly MethodInfo Modulo = Integers(nameof(TaggedIntegers.Modulo));
    public static readonly MethodInfo Shift = Integers(nameof(TaggedIntegers.Shift));

    private static MethodInfo Calls(string name) => typeof(CompiledCalls).GetMethod(name)!;

    private static MethodInfo Integers(string name) => typeof(TaggedIntegers).GetMethod(name)!;
}
