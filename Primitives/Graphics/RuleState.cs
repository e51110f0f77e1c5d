namespace JitTalk.Primitives.Graphics;

/// <summary>What combination rules know besides the two words that they combine.</summary>
internal sealed class RuleState
{
    private ColorMap _map;

    public RuleState(in Form destination, in ColorMap map)
    {
        _map = map;
        Depth = destination.Depth;
        PixelMask = destination.PixelMask;
        LowBits = uint.MaxValue / PixelMask;
    }

    /// <summary>Bits of a destination pixel.</summary>
    public int Depth { get; }

    public uint PixelMask { get; }

    /// <summary>The lowest bit of every pixel of a word.</summary>
    public uint LowBits { get; }

    /// <summary>The bits of the word that belong to the destination rectangle.</summary>
    public uint InsideMask { get; set; }

    /// <summary>The opacity that rules 30 and 31 take from an argument, 0 to 255.</summary>
    public uint Alpha { get; set; }

    /// <summary>The colour that rule 41 paints with, and how.</summary>
    public ComponentAlpha Paint { get; set; }

    /// <summary>What rules 22 and 32 have counted.</summary>
    public long Differences { get; set; }

    public ref readonly ColorMap Map => ref _map;
}
