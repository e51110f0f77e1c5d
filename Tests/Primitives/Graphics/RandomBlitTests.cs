namespace JitTalk.Tests.Primitives.Graphics;

/// <summary>
/// Every rule from every depth into every depth, on random requests, against the reference. A failure names the seed of
/// its request.
/// </summary>
internal sealed class RandomBlitTests
{
    private const int BlitsOfPair = 6;

    // Where rules blend, pixels of few depths are dithered, by their place.
    private const int BlendsOfPair = 40;
    private const int WarpsOfPair = 3;

    private const int OfOneDepth = 5;

    private BlitRunner _runner = null!;

    private static IEnumerable<int> WarpRules => ReferenceRules.All.Except([30, 31, 41]);

    [OneTimeSetUp]
    public void SetUp() => _runner = new BlitRunner();

    [OneTimeTearDown]
    public void TearDown() => _runner.Dispose();

    [TestCaseSource(typeof(ReferenceRules), nameof(ReferenceRules.All))]
    public void Bits_are_copied(int rule)
    {
        foreach ((int sourceDepth, int depth, int seed) in Pairs(rule, rule is 34 or 41 ? BlendsOfPair : BlitsOfPair))
        {
            ReferenceBlit blit = new RandomBlits(seed).Blit(rule, sourceDepth, depth);
            if (rule != 41 || CanPaint(blit))
            {
                _runner.Compare(blit, $"seed {seed}");
            }
        }
    }

    [TestCaseSource(nameof(WarpRules))]
    public void Bits_are_warped(int rule)
    {
        foreach ((int sourceDepth, int depth, int seed) in Pairs(rule, WarpsOfPair))
        {
            _runner.Compare(new RandomBlits(seed).Warp(rule, sourceDepth, depth), $"seed {seed}");
        }
    }

    private static IEnumerable<(int SourceDepth, int Depth, int Seed)> Pairs(int rule, int count)
    {
        int seed = rule * 100_000;
        foreach (int sourceDepth in RandomBlits.Depths)
        {
            foreach (int depth in RandomBlits.Depths)
            {
                // Forms of one depth are copied in more ways, and over themselves.
                for (int i = 0; i < (sourceDepth == depth ? OfOneDepth * count : count); i++)
                {
                    yield return (sourceDepth, depth, seed++);
                }
            }
        }
    }

    /// <summary>Rule 41 fails where there are no colours to mix.</summary>
    private static bool CanPaint(ReferenceBlit blit) =>
        blit.Destination.Depth >= 16
        || (blit.Destination.Depth == 8 && blit.Source is { Depth: 32 } && !ReferenceEquals(blit.Source, blit.Destination));
}
