using System.Numerics;
using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Display.Screen;

/// <summary>Pixels of the image's depths to those of screens: 8 bits each of opacity, red, green and blue, all opaque.</summary>
internal static class PixelConversion
{
    private const uint Opaque = 0xFF00_0000;
    private const uint White = 0xFFFF_FFFF;
    private const int LargestIndexedDepth = 8;

    // From bits to words.
    private const int WordShift = 5;

    private static readonly uint[] Palette = MakePalette();

    /// <summary>Converts pixels of one row, from column <paramref name="left"/> on, as many as <paramref name="target"/> takes.</summary>
    public static void ConvertRow(in DisplayBits display, int y, int left, Span<uint> target)
    {
        ReadOnlySpan<uint> row = display.Row(y);
        if (display.Depth == 32)
        {
            Convert32(row.Slice(left, target.Length), target);
        }
        else if (display.Depth == 16)
        {
            Convert16(row, display.IsMsbFirst, left, target);
        }
        else
        {
            ConvertIndexed(row, display.Depth, display.IsMsbFirst, left, target);
        }
    }

    private static void Convert32(ReadOnlySpan<uint> source, Span<uint> target)
    {
        int whole = source.Length - (source.Length % Vector<uint>.Count);
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<uint, Vector<uint>>(source[..whole]);
        Span<Vector<uint>> results = MemoryMarshal.Cast<uint, Vector<uint>>(target[..whole]);
        Vector<uint> opaque = new(Opaque);
        for (int i = 0; i < vectors.Length; i++)
        {
            results[i] = vectors[i] | opaque;
        }
        for (int i = whole; i < source.Length; i++)
        {
            target[i] = source[i] | Opaque;
        }
    }

    private static void Convert16(ReadOnlySpan<uint> row, bool isMsbFirst, int left, Span<uint> target)
    {
        // Little-endian machines find the right pixel of a word first.
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<uint, ushort>(row);
        int swap = isMsbFirst ? 1 : 0;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Expand(halves[(left + i) ^ swap]);
        }
    }

    private static void ConvertIndexed(ReadOnlySpan<uint> row, int depth, bool isMsbFirst, int left, Span<uint> target)
    {
        int depthShift = BitOperations.Log2((uint)depth);
        int wordShift = WordShift - depthShift;
        int withinWord = (1 << wordShift) - 1;
        uint mask = (1u << depth) - 1;
        int flip = isMsbFirst ? withinWord : 0;
        for (int i = 0; i < target.Length; i++)
        {
            int x = left + i;
            int shift = ((x & withinWord) ^ flip) << depthShift;
            target[i] = Palette[(row[x >> wordShift] >> shift) & mask];
        }
    }

    /// <summary>5 bits become 8 by repeating the upper ones, so that white stays white.</summary>
    private static uint Expand(uint pixel)
    {
        uint red = (pixel >> 10) & 31;
        uint green = (pixel >> 5) & 31;
        uint blue = pixel & 31;
        uint upper = (red << 19) | (green << 11) | (blue << 3);
        return Opaque | upper | ((upper >> 5) & 0x07_0707);
    }

    /// <summary>Index 0, transparent to BitBlt, is white on screens; black is black (sqUnixX11.c <c>initPixmap</c>).</summary>
    private static uint[] MakePalette()
    {
        const uint nearlyBlack = 0xFF00_0001;
        uint[] palette = new uint[1 << LargestIndexedDepth];
        palette[0] = White;
        for (int i = 1; i < palette.Length; i++)
        {
            uint color = IndexedColors.Rgb((byte)i);
            palette[i] = color == nearlyBlack ? Opaque : color;
        }
        return palette;
    }
}
