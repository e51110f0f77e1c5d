using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>
/// Rule 41: the source pixel holds an opacity for each component of one colour, which is painted over the destination
/// (VMMaker <c>rgbComponentAlpha32:with:</c>). Sub-pixel text is drawn with it.
/// </summary>
internal readonly unsafe struct ComponentAlpha
{
    public const int TableBytes = 256;

    private readonly uint _color;
    private readonly uint _alpha;

    // Each of 256 bytes, or null for none.
    private readonly byte* _gamma;
    private readonly byte* _ungamma;

    /// <param name="color">The colour, 32 bits.</param>
    /// <param name="alpha">Its opacity, 0 to 255.</param>
    /// <param name="gamma">A table for mixed components, or null.</param>
    /// <param name="ungamma">The inverse table, for components to mix, or null.</param>
    public ComponentAlpha(uint color, uint alpha, byte* gamma, byte* ungamma)
    {
        _color = color;
        _alpha = alpha;
        _gamma = gamma;
        _ungamma = ungamma;
    }

    public uint Blend(uint opacities, uint destination)
    {
        if (opacities == 0)
        {
            return destination;
        }
        uint alpha = Scaled(opacities >> 24);
        uint opacity = Math.Min((((destination >> 24) * (255 - alpha)) >> 8) + alpha, 255);
        return (opacity << 24) | Component(opacities, destination, 16) | Component(opacities, destination, 8)
            | Component(opacities, destination, 0);
    }

    private uint Component(uint opacities, uint destination, int shift)
    {
        uint alpha = Scaled((opacities >> shift) & 255);
        uint under = (destination >> shift) & 255;
        uint over = (_color >> shift) & 255;
        if (_ungamma != null)
        {
            under = _ungamma[under];
            over = _ungamma[over];
        }
        uint mixed = ((under * (255 - alpha)) >> 8) + ((over * alpha) >> 8);
        return (_gamma == null ? mixed : _gamma[mixed]) << shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Scaled(uint opacity) => _alpha == 255 ? opacity : (opacity * _alpha) >> 8;
}
