namespace JitTalk.Primitives.Graphics;

/// <summary>
/// The rules by number, each a function of a source and a destination word (Blue Book p. 361;
/// VMMaker <c>initializeRuleTable</c>).
/// </summary>
internal static unsafe class CombinationRules
{
    public const int Over = 3;
    public const int AddColors = 20;
    public const int SubtractColors = 21;
    public const int OldDifference = 22;
    public const int Blend = 24;
    public const int Paint = 25;
    public const int Maximum = 27;
    public const int Minimum = 28;
    public const int BlendConstant = 30;
    public const int PaintConstant = 31;
    public const int Difference = 32;
    public const int BlendScaled = 34;
    public const int Multiply = 37;
    public const int ComponentAlpha = 41;

    private static readonly delegate*<RuleState, uint, uint, uint>[] Table =
    [
        &Clear, &And, &AndInverted, &Source, &InvertedAnd, &Destination, &Xor, &Or,
        &InvertedAndInverted, &InvertedXor, &InvertedDestination, &OrInverted,
        &InvertedSource, &InvertedOr, &InvertedOrInverted, &Destination,
        null, null, &Add, &Subtract,
        &ColorRules.Add, &ColorRules.Subtract, &ColorRules.CountAllDifferences, &ColorRules.TallyAll,
        &BlendRules.Blend, &ColorRules.Paint, &ColorRules.Erase, &ColorRules.Maximum,
        &ColorRules.Minimum, &ColorRules.MinimumInverted, &BlendRules.BlendConstant, &BlendRules.PaintConstant,
        &ColorRules.CountDifferences, &ColorRules.Tally, &BlendRules.BlendScaled, &BlendRules.BlendScaled,
        &BlendRules.BlendScaled, &ColorRules.Multiply, &ColorRules.Mirror, &ColorRules.ClearEqual,
        &BlendRules.FixAlpha, &BlendRules.ComponentAlpha,
    ];

    /// <summary>Rules 16 and 17 were paint and erase before images simulated them.</summary>
    public static bool IsKnown(long rule) => rule >= 0 && rule < Table.Length && rule is not (16 or 17);

    /// <summary>Some rules look at the destination only, and ignore source and halftone.</summary>
    public static bool UsesSource(int rule) => rule is not (0 or 5 or 10 or 15);

    /// <summary>The rule counts colours in the colour map.</summary>
    public static bool Tallies(int rule) => rule is 23 or 33;

    /// <summary>The primitive answers what the rule has counted.</summary>
    public static bool Counts(int rule) => rule is OldDifference or Difference;

    /// <summary>The rule takes its opacity from an argument.</summary>
    public static bool NeedsAlpha(int rule) => rule is BlendConstant or PaintConstant;

    /// <summary>The rule takes something from the arguments of <c>primitiveCopyBits</c>.</summary>
    public static bool NeedsArguments(int rule) => NeedsAlpha(rule) || rule == ComponentAlpha;

    public static delegate*<RuleState, uint, uint, uint> Function(int rule) => Table[rule];

    private static uint Clear(RuleState state, uint source, uint destination) => 0;
    private static uint And(RuleState state, uint source, uint destination) => source & destination;
    private static uint AndInverted(RuleState state, uint source, uint destination) => source & ~destination;
    private static uint Source(RuleState state, uint source, uint destination) => source;
    private static uint InvertedAnd(RuleState state, uint source, uint destination) => ~source & destination;
    private static uint Destination(RuleState state, uint source, uint destination) => destination;
    private static uint Xor(RuleState state, uint source, uint destination) => source ^ destination;
    private static uint Or(RuleState state, uint source, uint destination) => source | destination;
    private static uint InvertedAndInverted(RuleState state, uint source, uint destination) => ~source & ~destination;
    private static uint InvertedXor(RuleState state, uint source, uint destination) => ~source ^ destination;
    private static uint InvertedDestination(RuleState state, uint source, uint destination) => ~destination;
    private static uint OrInverted(RuleState state, uint source, uint destination) => source | ~destination;
    private static uint InvertedSource(RuleState state, uint source, uint destination) => ~source;
    private static uint InvertedOr(RuleState state, uint source, uint destination) => ~source | destination;
    private static uint InvertedOrInverted(RuleState state, uint source, uint destination) => ~source | ~destination;
    private static uint Add(RuleState state, uint source, uint destination) => source + destination;
    private static uint Subtract(RuleState state, uint source, uint destination) => source - destination;
}
