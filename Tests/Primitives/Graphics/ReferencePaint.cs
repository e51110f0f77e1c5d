namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>Rule 41: a colour, laid on with an opacity for each component (VMMaker <c>rgbComponentAlpha32:with:</c>).</summary>
/// <param name="Color">The colour.</param>
/// <param name="Alpha">Its opacity, which weakens those of the source.</param>
/// <param name="Gamma">For mixed components; null for none.</param>
/// <param name="Ungamma">For components before they are mixed; null for none.</param>
internal sealed record ReferencePaint(uint Color, uint Alpha, byte[]? Gamma, byte[]? Ungamma)
{
    public uint Combine(int depth, uint opacities, uint destination)
    {
        if (depth == 32)
        {
            return Painted(opacities, destination);
        }
        if (depth != 16)
        {
            throw new ArgumentOutOfRangeException(nameof(depth));
        }
        if (opacities == 0)
        {
            return destination;
        }
        uint mixed = Painted(ReferenceRules.Widened(opacities), ReferenceRules.Widened(destination));
        return ((mixed >> 19) & 31) << 10 | ((mixed >> 11) & 31) << 5 | ((mixed >> 3) & 31);
    }

    public uint Painted(uint opacities, uint destination)
    {
        if (opacities == 0)
        {
            return destination;
        }
        uint result = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            uint opacity = (opacities >> shift) & 255;
            opacity = Alpha == 255 ? opacity : opacity * Alpha / 256;
            uint under = (destination >> shift) & 255;
            uint over = (Color >> shift) & 255;
            if (shift == 24)
            {
                result |= Math.Min((under * (255 - opacity) / 256) + opacity, 255) << 24;
                continue;
            }
            under = Ungamma is null ? under : Ungamma[under];
            over = Ungamma is null ? over : Ungamma[over];
            uint mixed = (under * (255 - opacity) / 256) + (over * opacity / 256);
            result |= (Gamma is null ? mixed : Gamma[mixed]) << shift;
        }
        return result;
    }
}
