using System.Reflection;

namespace JitTalk.Primitives;

/// <summary>The assembly whose attributed methods are the primitives of a machine.</summary>
internal static class StandardPrimitives
{
    public static Assembly Assembly => typeof(StandardPrimitives).Assembly;
}
