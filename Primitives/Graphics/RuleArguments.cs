using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Graphics;

/// <summary>What some rules take from the arguments of the primitive.</summary>
internal static unsafe class RuleArguments
{
    public static PrimitiveError Read(BitBltRequest request, Arguments arguments, RuleState state)
    {
        if (CombinationRules.NeedsAlpha(request.Rule))
        {
            return ReadAlpha(arguments, state);
        }
        return request.Rule != CombinationRules.ComponentAlpha ? PrimitiveError.None
            : request.Destination.Depth < 8 || (request.Destination.Depth == 8 && (request.Source.Depth != 32 || request.IsWithinForm))
                ? PrimitiveError.UnsupportedOperation
            : ReadPaint(arguments, state);
    }

    private static PrimitiveError ReadAlpha(Arguments arguments, RuleState state)
    {
        if (arguments.Count != 1)
        {
            return PrimitiveError.BadNumberOfArguments;
        }
        if (!arguments[1].IsInteger || arguments[1].Integer is < 0 or > 255)
        {
            return PrimitiveError.BadArgument;
        }
        state.Alpha = (uint)arguments[1].Integer;
        return PrimitiveError.None;
    }

    /// <summary>A colour; its opacity; a gamma table and its inverse (VMMaker <c>copyBitsRule41Test</c>).</summary>
    private static PrimitiveError ReadPaint(Arguments arguments, RuleState state)
    {
        if (arguments.Count < 1)
        {
            return PrimitiveError.BadNumberOfArguments;
        }
        byte* gamma = null;
        byte* ungamma = null;
        if (!arguments[1].IsInteger || (arguments.Count >= 2 && !arguments[2].IsInteger)
            || (arguments.Count == 4 && !(TryTable(arguments[3], out gamma) && TryTable(arguments[4], out ungamma))))
        {
            return PrimitiveError.BadArgument;
        }
        uint alpha = arguments.Count >= 2 ? (uint)arguments[2].Integer & 255 : 255;
        state.Paint = new((uint)arguments[1].Integer, alpha, gamma, ungamma);
        return PrimitiveError.None;
    }

    /// <summary>The bytes of a table; none for what has no bytes.</summary>
    private static bool TryTable(Oop oop, out byte* table)
    {
        bool isTable = ObjectMemory.IsByteObject(oop);
        table = isTable ? ObjectMemory.Bytes(oop) : null;
        return !isTable || ObjectMemory.ByteLength(oop) >= ComponentAlpha.TableBytes;
    }
}
