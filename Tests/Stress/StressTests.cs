using System.Diagnostics;
using System.Globalization;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Images;

namespace JitTalk.Tests.Stress;

/// <summary>
/// Real images do many things in turn, in small spaces, while the memory is verified after every collection. A few
/// seconds each; <c>JITTALK_STRESS_MINUTES=10 ./test Release --filter FullyQualifiedName~Stress</c> goes on for longer.
/// </summary>
public sealed class StressTests
{
    private const string MinutesVariable = "JITTALK_STRESS_MINUTES";

    private static readonly MemoryOptions SmallSpaces = new()
    {
        EdenBytes = 256 << 10,
        EdenReserveBytes = 64 << 10,
        SurvivorBytes = 64 << 10,
        LargeObjectBytes = 32 << 10,
        MaximumBytes = 256 << 20,
        VerifyHeap = HeapVerification.Always,
    };

    /// <summary>Each is true. All run in every round, in an order that differs.</summary>
    private static readonly string[] Tasks =
    [
        "| s r | s := Semaphore new. r := 0. 20 timesRepeat: [[r := r + 1. Processor yield. r := r + 1. s signal] fork]. "
        + "20 timesRepeat: [s wait]. r = 40",
        "| w k | k := OrderedCollection new. w := WeakArray new: 1000. 1 to: 1000 do: [:i | | o | o := Object new. w at: i put: o. "
        + "i \\\\ 2 = 0 ifTrue: [k add: o]]. Smalltalk garbageCollect. "
        + "((1 to: 500) detect: [:i | (w at: i * 2) ~~ (k at: i) or: [(w at: i * 2 - 1) notNil]] ifNone: [nil]) isNil",
        "| a b h | a := (1 to: 50) collect: [:i | Array with: i]. b := (1 to: 50) collect: [:i | OrderedCollection with: i negated]. "
        + "h := Array with: a first with: b first. a elementsExchangeIdentityWith: b. "
        + "(h first first = -1 and: [h last first = 1]) and: [(a at: 50) first = -50]",
        "| a b | a := 'one' copy. b := Array with: a. a becomeForward: #(1 2) copy. b first size = 2",
        "| deep | deep := nil. deep := [:n | n = 0 ifTrue: [0] ifFalse: [1 + (deep value: n - 1)]]. (deep value: 10000) = 10000",
        "((1 to: 600) inject: 0 into: [:sum :i | sum + ([i \\\\ 3 = 0 ifTrue: [self error: 'x']. 1] on: Error do: [:e | e return: 2])]) = 800",
        "| n | n := 0. 1 to: 200 do: [:i | [[1 / 0] ensure: [n := n + 1]] on: ZeroDivide do: [:e | e return: nil]]. n = 200",
        "| p n | n := 0. 10 timesRepeat: [p := [[Semaphore new wait] ensure: [n := n + 1]] newProcess. p resume. Processor yield. p terminate]. n = 10",
        "| c | c := (1 to: 500) collect: [:i | i @ i]. (Point allInstances select: [:p | c includes: p]) size >= 500",
        "((1 to: 200) detect: [:i | ('stress', i printString, 'x') asSymbol ~~ ('stress', i printString, 'x') asSymbol] ifNone: [nil]) isNil",
        "| c o | Utilities classPool at: #AuthorInitials put: 'st'; at: #AuthorName put: 'stress'. "
        + "c := Object subclass: #StressSubject instanceVariableNames: 'a b' classVariableNames: '' poolDictionaries: '' "
        + "category: 'Stress'. 1 to: 10 do: [:i | c compile: 'm', i printString, ' ^ b ifNil: [b := ', i printString, ']']. "
        + "o := c new. ((o perform: #m3) = 3 and: [(o perform: #m5) = 3]) and: [c addInstVarName: 'c'. "
        + "(o instVarAt: 3) isNil and: [(o perform: #m9) = 3]]",
        "| a | 1 to: 10 do: [:i | a := Array new: 20000. a at: 20000 put: (String new: 100000 withAll: $x)]. (a at: 20000) last = $x",
        "(300 factorial / 298 factorial) = 89700 and: [(1 / 3) + (2 / 3) = 1]",
    ];

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    public void An_image_does_many_things_in_small_spaces(string name)
    {
        long minutes = long.TryParse(
            Environment.GetEnvironmentVariable(MinutesVariable), NumberStyles.None, CultureInfo.InvariantCulture, out long set) ? set : 0;
        using RunningImage image = new(name, memory: SmallSpaces);
        Random random = new(20260101);
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            foreach (int i in Enumerable.Range(0, Tasks.Length).OrderBy(_ => random.Next()))
            {
                Evaluation result = image.Evaluate(Tasks[i]);
                Assert.That(result.Text, Is.EqualTo("true"), $"{Tasks[i]}\n{string.Join('\n', result.Stack)}");
            }
        }
        while (watch.Elapsed < TimeSpan.FromMinutes(minutes));
        image.Vm.Memory.Verifier.Verify();
        Assert.That(image.Vm.Memory.FullCollector.Count, Is.Positive);
    }
}
