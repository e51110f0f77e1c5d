using System.Runtime.CompilerServices;

namespace JitTalk.Core.Compiler;

/// <summary>
/// The compiler walks nested source by recursion; text can be nested more deeply than the thread's stack is, and must not
/// end the process.
/// </summary>
internal static class Nesting
{
    /// <summary>To be called at each level.</summary>
    /// <param name="offset">Where the level begins in the source.</param>
    /// <exception cref="SyntaxErrorException">There is not enough stack left.</exception>
    public static void Check(int offset)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new SyntaxErrorException("This is nested too deeply", offset);
        }
    }
}
