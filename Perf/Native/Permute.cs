namespace JitTalk.Perf.Native;

/// <summary>Goes through the permutations of six numbers, by exchanging two of them at a time, and counts the calls.</summary>
internal sealed class Permute : INativeBenchmark
{
    private const int Size = 6;

    private int[] _values = [];
    private int _count;

    public string Name => "permute";

    public long Run()
    {
        _count = 0;
        _values = new int[Size];
        for (int i = 0; i < Size; i++)
        {
            _values[i] = i;
        }
        PermuteFirst(Size);
        return _count;
    }

    private void PermuteFirst(int size)
    {
        _count++;
        if (size == 0)
        {
            return;
        }
        int last = size - 1;
        PermuteFirst(last);
        for (int i = last; i >= 0; i--)
        {
            Exchange(last, i);
            PermuteFirst(last);
            Exchange(last, i);
        }
    }

    private void Exchange(int i, int j) => (_values[i], _values[j]) = (_values[j], _values[i]);
}
