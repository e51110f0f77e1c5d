using JitTalk.Core.Memory;

namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>Has the primitive draw what the reference draws, with objects that are used again and again, and compares.</summary>
internal sealed class BlitRunner : IDisposable
{
    private readonly BitBltBench _bench = new();
    private readonly Oop _bitBlt;
    private readonly Oop _destination;
    private readonly Oop _source;
    private readonly Oop _halftoneForm;
    private readonly Oop _colorMap;
    private readonly Oop _shifts;
    private readonly Oop _masks;
    private readonly Oop _colors;
    private readonly Oop[] _gammas;
    private readonly Oop[] _halftones;
    private readonly Dictionary<int, Oop> _tables;

    public BlitRunner()
    {
        _destination = NewForm();
        _source = NewForm();
        _bitBlt = _bench.NewBitBlt(_destination, _source, 3, isWarp: true);
        _halftones = [.. Enumerable.Range(0, 4).Select(_bench.NewBitmap)];
        _halftoneForm = _bench.NewForm(32, 3, 1);
        _tables = RandomBlits.TableSizes.ToDictionary(size => size, _bench.NewBitmap);
        _shifts = _bench.NewBitmap(4);
        _masks = _bench.NewBitmap(4);
        _colors = _bench.NewBitmap(256);
        _colorMap = Memory.NewArray(3);
        _gammas = [.. Enumerable.Range(0, 2).Select(_ => Memory.AllocateBytes(Memory.Known.ByteArray, 256))];
    }

    private ObjectMemory Memory => _bench.Memory;

    public void Dispose() => _bench.Dispose();

    /// <summary>Draws in both ways; the words of both Forms, the table and the answer must be the same.</summary>
    public void Compare(ReferenceBlit blit, string name)
    {
        Load(blit, name);
        uint[]? source = (uint[]?)blit.Source?.Words.Clone();
        ReferenceWarp? warp = blit as ReferenceWarp;
        Oop answer = _bench.Tester.Call(
            BitBltBench.Module, warp is null ? "primitiveCopyBits" : "primitiveWarpBits",
            [_bitBlt, .. warp is null ? Arguments(blit) : WarpArguments(warp)]);
        blit.Run();
        bool isCount = blit.Rule is 22 or 32 && warp is null;
        if (answer != (isCount ? Oop.FromInteger(blit.Count) : _bitBlt))
        {
            Assert.Fail($"{name}: answers {answer}, not {blit.Count}\n{Describe(blit)}");
        }
        CompareWords(_bench.Bits(_destination), blit.Destination.Words, "destination", name, blit);
        if (source is not null && !ReferenceEquals(blit.Source, blit.Destination))
        {
            CompareWords(_bench.Bits(_source), source, "source", name, blit);
        }
        if (blit.Map?.Table is { } table)
        {
            CompareWords(BitBltBench.Words(_tables[table.Length]), table, "table", name, blit);
        }
    }

    private static void CompareWords(ReadOnlySpan<uint> actual, ReadOnlySpan<uint> expected, string what, string name, ReferenceBlit blit)
    {
        int same = actual.CommonPrefixLength(expected);
        if (same < expected.Length)
        {
            Assert.Fail($"{name}: word {same} of the {what} is {actual[same]:X8}, not {expected[same]:X8}\n{Describe(blit)}");
        }
    }

    private static string Describe(ReferenceBlit blit)
    {
        ReferenceForm to = blit.Destination;
        string from = blit.Source is not { } source ? "no source"
            : ReferenceEquals(source, to) ? "itself"
            : $"{source.Width}x{source.Height}x{source.SignedDepth}";
        string map = blit.Map is null ? "none" : $"table {blit.Map.Table?.Length}, object {blit.Map.IsObject}, moves {blit.Map.Shifts is not null}";
        return $"rule {blit.Rule} to {to.Width}x{to.Height}x{to.SignedDepth} from {from}: {blit.DestX},{blit.DestY} {blit.Width}x{blit.Height}"
            + $" source {blit.SourceX},{blit.SourceY} clip {blit.ClipX},{blit.ClipY} {blit.ClipWidth}x{blit.ClipHeight}"
            + $" halftone {blit.Halftone?.Length}, map {map}";
    }

    private Oop NewForm()
    {
        Oop form = _bench.NewForm(1, 1, 32);
        Memory.Store(0, form, _bench.NewBitmap(RandomBlits.FormWords));
        return form;
    }

    private void Load(ReferenceBlit blit, string name)
    {
        LoadForm(_destination, blit.Destination);
        bool isOwn = ReferenceEquals(blit.Source, blit.Destination);
        if (blit.Source is not null && !isOwn)
        {
            LoadForm(_source, blit.Source);
        }
        Memory.Store(BitBltBench.SourceSlot, _bitBlt, blit.Source is null ? Memory.Nil : isOwn ? _destination : _source);
        Memory.Store(BitBltBench.HalftoneSlot, _bitBlt, LoadHalftone(blit.Halftone, isForm: name.Length % 2 == 0));
        Memory.Store(BitBltBench.ColorMapSlot, _bitBlt, LoadMap(blit.Map));
        _bench.Set(_bitBlt, BitBltBench.RuleSlot, blit.Rule, blit.DestX, blit.DestY, blit.Width, blit.Height, blit.SourceX, blit.SourceY,
            blit.ClipX, blit.ClipY, blit.ClipWidth, blit.ClipHeight);
        if (blit is ReferenceWarp warp)
        {
            for (int i = 0; i < 4; i++)
            {
                _bench.Set(_bitBlt, BitBltBench.WarpSlot + (3 * i), warp.Corners[2 * i], warp.Corners[(2 * i) + 1], 0);
            }
        }
    }

    private void LoadForm(Oop form, ReferenceForm reference)
    {
        reference.Words.CopyTo(_bench.Bits(form));
        _bench.Set(form, 1, reference.Width, reference.Height, reference.SignedDepth);
    }

    private Oop LoadHalftone(uint[]? words, bool isForm)
    {
        if (words is null)
        {
            return Memory.Nil;
        }
        Oop bitmap = _halftones[words.Length];
        words.CopyTo(BitBltBench.Words(bitmap));
        Memory.Store(0, _halftoneForm, bitmap);
        _bench.Set(_halftoneForm, 2, words.Length);
        return isForm ? _halftoneForm : bitmap;
    }

    private Oop LoadMap(ReferenceColorMap? map)
    {
        if (map is null)
        {
            return Memory.Nil;
        }
        Oop table = map.Table is null ? Memory.Nil : _tables[map.Table.Length];
        map.Table?.CopyTo(BitBltBench.Words(table));
        if (!map.IsObject)
        {
            return table;
        }
        map.Shifts?.Select(shift => (uint)shift).ToArray().CopyTo(BitBltBench.Words(_shifts));
        map.Masks?.CopyTo(BitBltBench.Words(_masks));
        Memory.Store(0, _colorMap, map.Shifts is null ? Memory.Nil : _shifts);
        Memory.Store(1, _colorMap, map.Masks is null ? Memory.Nil : _masks);
        Memory.Store(2, _colorMap, table);
        return _colorMap;
    }

    private Oop[] Arguments(ReferenceBlit blit) => blit.Rule switch
    {
        30 or 31 => [Oop.FromInteger(blit.Alpha)],
        41 => [Oop.FromInteger(blit.Paint!.Color), Oop.FromInteger(blit.Paint.Alpha), Gamma(0, blit.Paint.Gamma), Gamma(1, blit.Paint.Ungamma)],
        _ => [],
    };

    private Oop Gamma(int index, byte[]? bytes)
    {
        bytes?.CopyTo(ObjectMemory.ByteSpan(_gammas[index]));
        return bytes is null ? Memory.Nil : _gammas[index];
    }

    private Oop[] WarpArguments(ReferenceWarp warp)
    {
        warp.Colors!.CopyTo(BitBltBench.Words(_colors));
        return warp.Smoothing == 1 ? [] : [Oop.FromInteger(warp.Smoothing), warp.Source!.Depth < 16 ? _colors : Memory.Nil];
    }
}
