using JitTalk.Core.Execution;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.SystemControl;

namespace JitTalk.Primitives.Balloon;

/// <summary>
/// Where scan lines go: the span buffer, and the image's BitBlt, whose source it is. They hold while no object moves.
/// </summary>
internal readonly ref struct BalloonTarget(VirtualMachine vm, Span<uint> span, BalloonBitmaps bitmaps, BitBltRequest? bitBlt)
{
    private readonly VirtualMachine _vm = vm;
    private readonly BitBltRequest? _bitBlt = bitBlt;

    public Span<uint> Span { get; } = span;
    public BalloonBitmaps Bitmaps { get; } = bitmaps;

    /// <summary>Pixels: the last word of the buffer is not used (VMMaker <c>loadSpanBufferFrom:</c>).</summary>
    public int SpanSize => Span.Length - 1;

    /// <summary>Draws part of the span buffer (VMMaker <c>copyBitsFrom:to:at:</c>).</summary>
    public void Draw(int start, int end, int y)
    {
        BitBltRequest request = _bitBlt!;
        (request.DestX, request.SourceX, request.DestY, request.Width) = (start, start, y, end - start);
        BlitArea area = request.Clip(insideSource: true);
        if (!area.IsEmpty)
        {
            BitBltCopy.Run(request, area, new RuleState(request.Destination, request.Map));
            DisplayScreen.Drawn(_vm, request.Destination, area.X, area.Y, area.X + area.Width, area.Y + area.Height);
        }
    }
}
