using JitTalk.Core.Profiling;

namespace JitTalk.Tests.Profiling;

/// <summary>What is counted of stacks, and how it is summed up.</summary>
public sealed class CallTreeTests
{
    private const int A = 0;
    private const int B = 1;
    private const int C = 2;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Test]
    public void A_stack_is_found_again()
    {
        CallTree tree = new();
        int node = Add(tree, 1, A, B);
        Assert.That(Add(tree, 2, A, B), Is.EqualTo(node));
        Assert.That(tree.Count, Is.EqualTo(3));
        Assert.That(tree.StackOf(node), Is.EqualTo([A, B]));
        Assert.That(tree.SamplesAt(node), Is.EqualTo(3));
        Assert.That(tree.TimeAt(node), Is.EqualTo(3 * Millisecond));
    }

    [Test]
    public void Frames_are_told_apart_by_their_callers()
    {
        CallTree tree = new();
        int inA = Add(tree, 1, A, C);
        int inB = Add(tree, 1, B, C);
        Assert.That(inA, Is.Not.EqualTo(inB));
        Assert.That(tree.StackOf(inB), Is.EqualTo([B, C]));
    }

    [Test]
    public void Self_is_of_the_innermost_frame_and_total_of_all()
    {
        CallTree tree = new();
        _ = Add(tree, 1, A);
        _ = Add(tree, 2, A, B);
        _ = Add(tree, 4, A, B, C);
        Dictionary<int, FrameSums> sums = tree.Sums(_ => true);
        Assert.That(sums[A], Is.EqualTo(new FrameSums(1, Millisecond, 7, 7 * Millisecond)));
        Assert.That(sums[B], Is.EqualTo(new FrameSums(2, 2 * Millisecond, 6, 6 * Millisecond)));
        Assert.That(sums[C], Is.EqualTo(new FrameSums(4, 4 * Millisecond, 4, 4 * Millisecond)));
    }

    [Test]
    public void A_recursion_counts_once()
    {
        CallTree tree = new();
        _ = Add(tree, 3, A, B, A, A);
        Dictionary<int, FrameSums> sums = tree.Sums(_ => true);
        Assert.That(sums[A], Is.EqualTo(new FrameSums(3, 3 * Millisecond, 3, 3 * Millisecond)));
        Assert.That(sums[B].TotalSamples, Is.EqualTo(3));
    }

    [Test]
    public void Stacks_can_be_left_out_of_the_sums()
    {
        CallTree tree = new();
        _ = Add(tree, 1, A, B);
        _ = Add(tree, 2, A, C);
        Dictionary<int, FrameSums> sums = tree.Sums(frame => frame != C);
        Assert.That(sums.Keys, Is.EquivalentTo([A, B]));
        Assert.That(sums[A].TotalSamples, Is.EqualTo(1));
    }

    private static int Add(CallTree tree, int samples, params int[] stack)
    {
        int node = stack.Aggregate(CallTree.Root, tree.Child);
        tree.Add(node, samples, samples * Millisecond);
        return node;
    }
}
