namespace JitTalk.Perf.Native;

/// <summary>The towers of Hanoi; the moves are counted.</summary>
internal sealed class Towers : INativeBenchmark
{
    private const int Height = 13;

    // The topmost disk of each.
    private Disk?[] _piles = [];
    private int _moves;

    public string Name => "towers";

    public long Run()
    {
        _piles = new Disk?[3];
        _moves = 0;
        for (int size = Height; size > 0; size--)
        {
            Push(new Disk(size), 0);
        }
        Move(Height, 0, 1);
        return _moves;
    }

    private void Move(int height, int source, int target)
    {
        if (height == 1)
        {
            MoveTop(source, target);
            return;
        }
        int other = 3 - source - target;
        Move(height - 1, source, other);
        MoveTop(source, target);
        Move(height - 1, other, target);
    }

    private void MoveTop(int source, int target)
    {
        Push(Pop(source), target);
        _moves++;
    }

    private void Push(Disk disk, int pile)
    {
        Disk? top = _piles[pile];
        if (top is not null && top.Size <= disk.Size)
        {
            throw new InvalidOperationException("the disk is larger than the one below it");
        }
        disk.Below = top;
        _piles[pile] = disk;
    }

    private Disk Pop(int pile)
    {
        Disk top = _piles[pile] ?? throw new InvalidOperationException("there is no disk to take");
        _piles[pile] = top.Below;
        top.Below = null;
        return top;
    }

    private sealed class Disk(int size)
    {
        public int Size { get; } = size;

        public Disk? Below { get; set; }
    }
}
