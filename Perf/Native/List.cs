namespace JitTalk.Perf.Native;

/// <summary>The function of Takeuchi, of linked lists in place of numbers.</summary>
internal sealed class List : INativeBenchmark
{
    public string Name => "list";

    public long Run() => Tail(Link.Count(15), Link.Count(10), Link.Count(6))!.Length;

    private static Link? Tail(Link? x, Link? y, Link? z) =>
        IsShorter(y, x)
            ? Tail(Tail(x!.Next, y, z), Tail(y?.Next, z, x), Tail(z?.Next, x, y))
            : z;

    private static bool IsShorter(Link? list, Link? other)
    {
        for (; other is not null; other = other.Next)
        {
            if (list is null)
            {
                return true;
            }
            list = list.Next;
        }
        return false;
    }

    private sealed class Link(int value, Link? next)
    {
        public int Value { get; } = value;

        public Link? Next { get; } = next;

        public int Length => Next is null ? 1 : Next.Length + 1;

        /// <summary>A list of so many links, each of which holds how many there are from it on.</summary>
        public static Link? Count(int count) => count == 0 ? null : new Link(count, Count(count - 1));
    }
}
