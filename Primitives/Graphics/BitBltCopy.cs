using System.Runtime.CompilerServices;

namespace JitTalk.Primitives.Graphics;

/// <summary>Draws the clipped rectangle of a request, row by row (VMMaker <c>copyBitsLockedAndClipped</c>).</summary>
/// <remarks>
/// Where VMMaker is wrong, this is not the same: rule 37 multiplies all the pixels of a word, there only four; pixels that
/// are converted can be moved over themselves; rule 41 mixes 16-bit colours as colours, and knows 8-bit pixels from the
/// right; behind a row of the source there is nothing, there the next one; rules that count answer 0 where nothing is
/// drawn, there what they counted before.
/// </remarks>
internal static unsafe class BitBltCopy
{
    // Rows of more words are buffered off the stack.
    private const int StackWords = 4096;

    public static void Run(BitBltRequest request, in BlitArea area, RuleState state)
    {
        if (!DeepBlend.TryRun(request, area, state) && !SolidFill.TryRun(request, area, state))
        {
            RunRows(request, area, state);
        }
    }

    /// <summary>Draws without the detours that some rules take.</summary>
    public static void RunRows(BitBltRequest request, in BlitArea area, RuleState state)
    {
        int drawn = SourceRows.AreMapped(request) && !request.IsWithinForm ? MappedCopy.Run(request, area) : 0;
        if (drawn < area.Height)
        {
            RunBuffered(request, area with { Y = area.Y + drawn, SourceY = area.SourceY + drawn, Height = area.Height - drawn }, state);
        }
    }

    [SkipLocalsInit]
    private static void RunBuffered(BitBltRequest request, in BlitArea area, RuleState state)
    {
        RowWriter writer = new(request, area, state, hidesOutside: SourceRows.AreMapped(request));
        int room = SourceRows.Room(request, area, writer.WordCount);
        Span<uint> buffer = room <= StackWords ? stackalloc uint[room] : new uint[room];
        fixed (uint* words = buffer)
        {
            SourceRows source = new(request, area, writer, words);
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
