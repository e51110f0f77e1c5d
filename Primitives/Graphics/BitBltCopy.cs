namespace JitTalk.Primitives.Graphics;

/// <summary>Draws the clipped rectangle of a request, row by row (VMMaker <c>copyBitsLockedAndClipped</c>).</summary>
internal static unsafe class BitBltCopy
{
    // Rows of more words are buffered off the stack.
    private const int StackWords = 2048;

    public static void Run(BitBltRequest request, in BlitArea area, RuleState state)
    {
        if (DeepBlend.TryRun(request, area, state))
        {
            return;
        }
        int wordCount = new RowWriter(request, area, state, hidesOutside: false).WordCount;
        Span<uint> buffer = wordCount <= StackWords ? stackalloc uint[wordCount] : new uint[wordCount];
        fixed (uint* words = buffer)
        {
            SourceRows source = new(request, area, wordCount, words);
            RowWriter writer = new(request, area, state, source.IsMapped);
            // A row is read before it is written; over one another, rows are drawn in the order that spares those to come.
            bool isUpward = request.IsWithinForm && area.Y > area.SourceY;
            for (int i = 0; i < area.Height; i++)
            {
                int row = isUpward ? area.Height - 1 - i : i;
                writer.Write(area.Y + row, source.Fetch(row));
            }
        }
    }
}
