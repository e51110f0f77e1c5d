namespace JitTalk.Perf.Native;

/// <summary>Places eight queens on a chess board so that none attacks another, ten times over.</summary>
internal sealed class Queens : INativeBenchmark
{
    private const int Size = 8;
    private const int Times = 10;

    public string Name => "queens";

    public long Run()
    {
        for (int i = 0; i < Times; i++)
        {
            if (!new Board().PlaceFrom(0))
            {
                return 0;
            }
        }
        return 1;
    }

    private sealed class Board
    {
        private readonly int[] _queens = new int[Size];
        private readonly bool[] _freeRows = AllFree(Size);
        private readonly bool[] _freeRising = AllFree(2 * Size);
        private readonly bool[] _freeFalling = AllFree(2 * Size);

        /// <returns>Whether there is a place for the queens of this column and all that follow.</returns>
        public bool PlaceFrom(int column)
        {
            for (int row = 0; row < Size; row++)
            {
                if (IsFree(row, column))
                {
                    _queens[row] = column;
                    Put(row, column, false);
                    if (column == Size - 1 || PlaceFrom(column + 1))
                    {
                        return true;
                    }
                    Put(row, column, true);
                }
            }
            return false;
        }

        private static bool[] AllFree(int size)
        {
            bool[] flags = new bool[size];
            Array.Fill(flags, true);
            return flags;
        }

        private bool IsFree(int row, int column) =>
            _freeRows[row] && _freeRising[row + column] && _freeFalling[column - row + Size - 1];

        private void Put(int row, int column, bool free)
        {
            _freeRows[row] = free;
            _freeRising[row + column] = free;
            _freeFalling[column - row + Size - 1] = free;
        }
    }
}
