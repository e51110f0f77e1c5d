using System.Diagnostics;
using JitTalk.Core.Contracts;
using JitTalk.Jit.Code;
using JitTalk.Jit.Emit;
using JitTalk.Jit.Planning;

namespace JitTalk.Jit.Translation;

/// <summary>From a plan to machine code, with the times that it takes. Runs on any thread.</summary>
internal static class UnitCompiler
{
    /// <summary>Gives the plan's unit its code.</summary>
    /// <param name="plan">What to compile.</param>
    /// <param name="newExit">Makes an exit point of a unit, at an offset, for a reason.</param>
    /// <returns>The IL as text; empty unless the plan has names for it, or in Debug.</returns>
    /// <exception cref="PlanException">RyuJIT would not make good code of it.</exception>
    public static string Compile(UnitPlan plan, Func<CodeUnit, int, ExitReason, nint> newExit)
    {
        CodeUnit unit = plan.Unit;
        long start = Stopwatch.GetTimestamp();
        IlWriter writer = new Translator(plan, newExit, lists: plan.Names is not null).Translate();
        unit.Measures.Translating = Stopwatch.GetElapsedTime(start);
        unit.Measures.Bytecodes = plan.Instructions.Count;
        unit.Measures.IlBytes = writer.Bytes;
        start = Stopwatch.GetTimestamp();
        unit.Body = writer.Method;
        unit.Code = FunctionPointer.Of(writer.Method);
        unit.Measures.Compiling = Stopwatch.GetElapsedTime(start);
        return writer.Listing;
    }
}
