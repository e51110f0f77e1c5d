namespace JitTalk.Primitives.Scratch;

/// <summary>Sounds of 16-bit samples, two in each word of a SoundBuffer.</summary>
internal static class SampleFilters
{
    /// <summary>Writes the greatest magnitude of each run of samples: what a drawing of the sound shows.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="destination">Gets one for each run.</param>
    /// <param name="factor">The samples of a run.</param>
    public static void Condense(ReadOnlySpan<short> source, Span<short> destination, int factor)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            int most = 0;
            foreach (short sample in source.Slice(i * factor, factor))
            {
                most = Math.Max(most, Math.Abs((int)sample));
            }
            // The magnitude of -32768 is not one of 16 bits; it comes out as itself, as it does in C.
            destination[i] = unchecked((short)most);
        }
    }

    /// <summary>Takes every second sample, from the first or the second on.</summary>
    public static void ExtractChannel(ReadOnlySpan<short> source, Span<short> destination, bool isRight)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = source[(2 * i) + (isRight ? 1 : 0)];
        }
    }
}
