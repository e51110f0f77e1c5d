using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Plugins;

/// <summary>The BitBltPlugin: drawing into the Forms of the image.</summary>
internal static class BitBltPlugin
{
    private const string Module = "BitBltPlugin";

    /// <summary>
    /// Draws. Rules 30 and 31 take the opacity, rule 41 a colour, and perhaps its opacity and two gamma tables.
    /// </summary>
    [Primitive(Module, "primitiveCopyBits")]
    [Primitive(96, Era = PrimitiveEra.BlockContexts)]
    public static Oop CopyBits(VirtualMachine vm, Arguments arguments)
    {
        PrimitiveError error = BitBltRequest.TryLoad(vm.Memory, arguments.Receiver, out BitBltRequest request);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        BlitArea area = request.Clip(insideSource: true);
        RuleState state = new(request.Destination, request.Map);
        if (!area.IsEmpty)
        {
            error = RuleArguments.Read(request, arguments, state);
            if (error != PrimitiveError.None)
            {
                return vm.Fail(error);
            }
            BitBltCopy.Run(request, area, state);
        }
        return CombinationRules.Counts(request.Rule)
            ? vm.OrNoMemory(vm.Memory.Integer(state.Differences))
            : arguments.Receiver;
    }
}
