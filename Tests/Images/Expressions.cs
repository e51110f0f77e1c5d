namespace JitTalk.Tests.Images;

/// <summary>Expressions and the printStrings that they have in every image with a compiler.</summary>
internal static class Expressions
{
    /// <summary>Enough to meet every part of the machine: for engines that take their time.</summary>
    public static readonly (string Code, string Expected)[] Few =
    [
        ("(1 to: 10) inject: 0 into: [:sum :each | sum + each]", "55"),
        ("#(5 3 9 1) asSortedCollection asArray", "(1 3 5 9)"),
        ("(3 perform: #between:and: with: 1 with: 5)", "true"),
        ("thisContext sender isNil", "false"),
        ("[:a :b | a * b] valueWithArguments: #(6 7)", "42"),
        ("| a s | a := 0. s := Semaphore new. [a := 5. s signal] fork. s wait. a", "5"),
        ("| a b | a := Array with: 1. b := Array with: 2. a become: b. a first", "2"),
    ];

    public static readonly (string Code, string Expected)[] Numbers =
    [
        ("1073741823 + 1", "1073741824"),
        ("-1073741824 - 1", "-1073741825"),
        ("1073741823 * 1073741823", "1152921502459363329"),
        ("4611686018427387903 + 4611686018427387904", "9223372036854775807"),
        ("1152921504606846975 + 1", "1152921504606846976"),
        ("-1152921504606846976 - 1", "-1152921504606846977"),
        ("(1 bitShift: 100) - 1", "1267650600228229401496703205375"),
        ("(1 bitShift: 100) bitShift: -98", "4"),
        ("(1 bitShift: 64) bitAnd: (1 bitShift: 64) - 1", "0"),
        ("100 factorial printString size", "158"),
        ("100 factorial / 98 factorial", "9900"),
        ("100 factorial \\\\ 101", "100"),
        ("30 factorial // 1000000007", "265252857955421052948361"),
        ("(2 raisedTo: 89) - 1 gcd: 7", "1"),
        ("30 factorial gcd: (2 raisedTo: 40)", "67108864"),
        ("-7 // 2", "-4"),
        ("-7 \\\\ 2", "1"),
        ("-7 rem: 2", "-1"),
        ("-7 quo: 2", "-3"),
        ("3 + 4.5", "7.5"),
        ("0.1 + 0.2 = 0.3", "false"),
        ("2.5e10", "2.5e10"),
        ("-0.75", "-0.75"),
        ("3.75 truncated", "3"),
        ("3.75 rounded", "4"),
        ("2 sqrt truncated", "1"),
        ("100 sqrt rounded", "10"),
        ("1.0e100 truncated printString size", "101"),
        ("16r1F", "31"),
        ("3 max: 7", "7"),
    ];

    public static readonly (string Code, string Expected)[] Collections =
    [
        ("'hello' , ' ' , 'world'", "'hello world'"),
        ("'hello' size", "5"),
        ("'hello' asUppercase", "'HELLO'"),
        ("'hello' reversed", "'olleh'"),
        ("'hello' copyFrom: 2 to: 4", "'ell'"),
        ("'hello' indexOf: $l", "3"),
        ("'abc' < 'abd'", "true"),
        ("'abc' asSymbol == #abc", "true"),
        ("('ab' , 'c') asSymbol == #abc", "true"),
        ("'abc' copy == 'abc'", "false"),
        ("#foo:bar: numArgs", "2"),
        ("$a asciiValue", "97"),
        ("(#(1 2 3) collect: [:each | each * each])", "(1 4 9)"),
        ("(1 to: 10) asArray select: [:each | each odd]", "(1 3 5 7 9)"),
        ("#(3 1 2) asSortedCollection asArray", "(1 2 3)"),
        ("(#(3 1 2) asSortedCollection: [:a :b | a > b]) asArray", "(3 2 1)"),
        ("(1 to: 100) inject: 0 into: [:a :b | a + b]", "5050"),
        ("(OrderedCollection new) add: 1; add: 2; addFirst: 0; yourself; asArray", "(0 1 2)"),
        ("| d | d := Dictionary new. 1 to: 100 do: [:i | d at: i put: i * i]. (d at: 50)", "2500"),
        ("| s | s := Set new. 1 to: 100 do: [:i | s add: i \\\\ 7]. s size", "7"),
        ("| s | s := WriteStream on: String new. s nextPutAll: 'ab'; nextPut: $c; print: 42. s contents", "'abc42'"),
        ("(ReadStream on: #(1 2 3)) next; next", "2"),
        ("#(1 $a 'str' #sym) size", "4"),
        ("(Array new: 3)", "(nil nil nil)"),
        ("(1 to: 5) asOrderedCollection removeFirst", "1"),
        ("| a | a := Array new: 1000. a atAllPut: 7. (a at: 1000) + a size", "1007"),
        ("(Smalltalk at: #JitTalkTest put: 99). Smalltalk at: #JitTalkTest", "99"),
    ];

    public static readonly (string Code, string Expected)[] Control =
    [
        ("| s | s := 0. 1 to: 10 do: [:i | s := s + i]. s", "55"),
        ("| s | s := 10. [s > 3] whileTrue: [s := s - 2]. s", "2"),
        ("#(1 2 3 4) do: [:each | each > 2 ifTrue: [^each * 100]]. 0", "300"),
        ("#(1 2 3) detect: [:each | each > 5] ifNone: ['none']", "'none'"),
        ("[:a :b :c | a + b + c] value: 1 value: 2 value: 3", "6"),
        ("| count | count := 0. 5 timesRepeat: [count := count + 1]. count", "5"),
        ("| blocks | blocks := (1 to: 3) collect: [:i | [i * i]]. (blocks at: 3) value", "9"),
        ("3 perform: #+ with: 4", "7"),
        ("3 perform: #between:and: withArguments: #(1 5)", "true"),
        ("3 perform: #factorial", "6"),
        ("(3 perform: #printString withArguments: #()) size", "1"),
        ("(Array with: 3 with: nil with: 'x') collect: [:each | each isNil]", "(false true false)"),
        ("thisContext class == 3 class", "false"),
        ("| c | c := thisContext. c sender isNil", "false"),
        ("thisContext receiver", "nil"),
        ("[#(1 2 3) do: [:e | e = 2 ifTrue: [^e]]. 5] value", "2"),
        ("thisContext swapSender: thisContext sender. 5", "5"),
        ("| c | c := thisContext. [:x | x sender == c sender] value: c", "true"),
        ("| depth c | depth := 0. c := thisContext. [c isNil] whileFalse: [depth := depth + 1. c := c sender]. depth > 3", "true"),
        ("| a b | a := 'one' copy. b := 'two' copy. a become: b. a , b", "'twoone'"),
        ("| a b h | a := Object new. b := Object new. h := Array with: a. a become: b. (h at: 1) == a", "true"),
        ("(Association allInstances detect: [:each | each isNil] ifNone: [7])", "7"),
        ("| a | a := Association new key: #zork value: 3. (Association allInstances includes: a)", "true"),
        ("(3 -> 4) value", "4"),
        ("Object new isNil not & true", "true"),
        ("3 class name", "#SmallInteger"),
        ("(3 isKindOf: Integer) | (nil isKindOf: Integer)", "true"),
        ("(Compiler evaluate: '3 + 4') + 1", "8"),
    ];

    public static readonly (string Code, string Expected)[] Processes =
    [
        ("| a s | a := 0. s := Semaphore new. [a := 5. s signal] fork. s wait. a", "5"),
        ("| log | log := OrderedCollection new. [log add: 1. Processor yield. log add: 3] fork. Processor yield. log add: 2. Processor yield. log asArray", "(1 2 3)"),
        ("| a | a := 0. ([a := 1] newProcess priority: Processor activePriority + 1; yourself) resume. a", "1"),
        ("| a | a := 0. ([a := 1] newProcess priority: Processor activePriority - 1; yourself) resume. a", "0"),
        ("| s r | s := Semaphore forMutualExclusion. r := 0. s critical: [r := r + 1]. r", "1"),
        ("| p a | a := 0. p := [a := a + 1] newProcess. p resume. Processor yield. a", "1"),
        ("| p a | a := 0. p := [a := 1. Processor activeProcess suspend. a := 2] newProcess. p resume. Processor yield. a", "1"),
        ("| p a | a := 0. p := [a := 1. Processor activeProcess suspend. a := 2] newProcess. p resume. Processor yield. p resume. Processor yield. a", "2"),
        ("| t | t := Time millisecondClockValue. (Delay forMilliseconds: 30) wait. Time millisecondClockValue - t between: 29 and: 5000", "true"),
        ("| s a | a := 0. s := Semaphore new. [(Delay forMilliseconds: 20) wait. a := 7. s signal] fork. s wait. a", "7"),
        ("Processor activePriority = Processor userSchedulingPriority", "true"),
        ("| log p | log := OrderedCollection new. p := [log add: 1. Processor terminateActive. log add: 9] newProcess. p resume. Processor yield. log asArray", "(1)"),
        ("| s log | s := Semaphore new. log := OrderedCollection new. [s wait. log add: 1] fork. [s wait. log add: 2] fork. "
            + "[s wait. log add: 3] fork. Processor yield. 3 timesRepeat: [s signal]. Processor yield. log asArray", "(1 2 3)"),
        ("| s p a | a := 0. s := Semaphore new. p := [s wait. a := 1] newProcess. p resume. Processor yield. p terminate. s signal. Processor yield. a", "0"),
        ("| p a | a := 0. p := [a := 1] newProcess. p priority: Processor activePriority - 1. p resume. p priority: Processor activePriority + 1. Processor yield. a", "0"),
    ];

    /// <summary>Full blocks, and exceptions as ANSI has them.</summary>
    public static readonly (string Code, string Expected)[] Cuis =
    [
        ("(1/3) + (2/3)", "1"),
        ("(1/3) + (1/6)", "(1/2)"),
        ("0.1 + 0.2", "0.3"),
        ("1.0e100", "1.0e100"),
        ("1/3.0", "0.3333333333333333"),
        ("[:n | n] value: 3", "3"),
        ("[1/0] on: ZeroDivide do: [:e | -1]", "-1"),
        ("[1/0] on: ZeroDivide do: [:e | e return: 5]", "5"),
        ("[3 zork] on: MessageNotUnderstood do: [:e | e message selector]", "#zork"),
        ("[(Warning signal: 'w') + 1] on: Warning do: [:e | e resume: 41]", "42"),
        ("| n | n := 0. [n := n + 1. n < 3 ifTrue: [self error: 'again']. n] on: Error do: [:e | e retry]", "3"),
        ("[[1/0] on: ZeroDivide do: [:e | e signal]] on: ZeroDivide do: [:e | 'outer']", "'outer'"),
        ("[[1/0] on: ZeroDivide do: [:e | e pass]] on: ZeroDivide do: [:e | 'passed']", "'passed'"),
        ("| log | log := OrderedCollection new. [[log add: 1. 1/0] ensure: [log add: 2]] on: ZeroDivide do: [:e | log add: 3]. log asArray", "(1 3 2)"),
        ("| log | log := OrderedCollection new. [log add: 1] ensure: [log add: 2]. log asArray", "(1 2)"),
        ("| log block | log := OrderedCollection new. block := [:x | [^x] ensure: [log add: x]]. [[1/0] ifCurtailed: [log add: #curtailed]] on: ZeroDivide do: [:e | 0]. log asArray", "(#curtailed)"),
        ("| p log | log := OrderedCollection new. p := [[log add: 1. Processor activeProcess suspend] ensure: [log add: 2]] newProcess. p resume. Processor yield. p terminate. log asArray", "(1 2)"),
        ("[#() first] on: Error do: [:e | 'empty']", "'empty'"),
        ("[nil foo: 1 bar: 2] on: MessageNotUnderstood do: [:e | e message arguments]", "(1 2)"),
        ("| fib | fib := nil. fib := [:n | n < 2 ifTrue: [n] ifFalse: [(fib value: n - 1) + (fib value: n - 2)]]. fib value: 12", "144"),
        ("| deep | deep := nil. deep := [:n | n = 0 ifTrue: [0] ifFalse: [1 + (deep value: n - 1)]]. deep value: 20000", "20000"),
        ("(1 to: 20) asArray shuffled sort = (1 to: 20) asArray", "true"),
        ("| s | s := Semaphore new. s waitTimeoutMSecs: 10", "true"),
    ];

    /// <summary>Unwinding, contexts that are changed while they run, and code that is simulated and stepped, as in Cuis.</summary>
    public static readonly (string Code, string Expected)[] Contexts =
    [
        ("[Warning signal: 'a'. 5] on: Warning do: [:e | e resume]", "5"),
        ("[[Warning signal: 'a'] on: Warning do: [:e | e outer + 1]] on: Warning do: [:e | e resume: 6]", "7"),
        ("[[1/0] on: ZeroDivide do: [:e | e outer. 5]] on: ZeroDivide do: [:e | e resume: 6]", "5"),
        ("[[Warning signal: 'a'] on: Error do: [:e | 9]] on: Warning do: [:e | e retryUsing: [77]]", "77"),
        ("[nil foo] on: ZeroDivide, MessageNotUnderstood do: [:e | e class name]", "#MessageNotUnderstood"),
        ("[1/0] on: ZeroDivide, MessageNotUnderstood do: [:e | e class name]", "#ZeroDivide"),
        ("| log | log := OrderedCollection new. [[[1/0] ensure: [log add: 1. [2/0] on: ZeroDivide do: [:e | log add: 2]]] "
            + "ensure: [log add: 3]] on: ZeroDivide do: [:e | log add: 0]. log asArray", "(0 1 2 3)"),
        ("| log | log := OrderedCollection new. log add: ([:exit | [[exit value] ensure: [log add: 2]] ensure: [log add: 3]] "
            + "valueWithExit). log asArray", "(2 3 nil)"),
        ("| log | log := OrderedCollection new. [log add: 1. #(1 2) do: [:x | [x = 2 ifTrue: [thisContext home return: 7]] ensure: [log add: x]]] "
            + "value. log asArray", "7"),
        ("| log p | log := OrderedCollection new. p := [[[log add: 1. Semaphore new wait] ensure: [log add: 2]] ensure: [log add: 3]] newProcess. "
            + "p resume. Processor yield. p terminate. log asArray", "(1 2 3)"),
        ("| log p | log := OrderedCollection new. p := [[log add: 1. Processor activeProcess terminate. log add: 9] ensure: [log add: 2]] newProcess. "
            + "p resume. Processor yield. Processor yield. log asArray", "(1 2)"),
        ("| log p | log := OrderedCollection new. p := [[log add: 1] ensure: [log add: 2. Processor activeProcess terminate. log add: 9]] newProcess. "
            + "p resume. Processor yield. Processor yield. log asArray", "(1 2)"),
        ("| log p s | log := OrderedCollection new. s := Semaphore forMutualExclusion. p := [s critical: [log add: 1. Semaphore new wait]] newProcess. "
            + "p resume. Processor yield. p terminate. s critical: [log add: 2]. log asArray", "(1 2)"),
        ("| b | b := nil. b := [:n | n = 0 ifTrue: [0] ifFalse: [1 + (b value: n - 1)]]. b value: 100000", "100000"),
        ("| b | b := nil. b := [:n | n = 0 ifTrue: [0] ifFalse: [[1 + (b value: n - 1)] ensure: []]]. b value: 100000", "100000"),
        ("| b c | c := 0. b := nil. b := [:n | n = 0 ifTrue: [1/0] ifFalse: [[1 + (b value: n - 1)] ifCurtailed: [c := c + 1]]]. "
            + "[b value: 3000] on: ZeroDivide do: [:e | 7]. c", "3000"),
        ("| b | b := nil. b := [:n | n = 0 ifTrue: [1/0] ifFalse: [[1 + (b value: n - 1)] on: MessageNotUnderstood do: [:e | 0]]]. "
            + "[b value: 3000] on: ZeroDivide do: [:e | e return: 7]", "7"),

        ("| n | n := 0. [n := n + 1. n < 3 ifTrue: [thisContext restart]] value. n", "3"),
        ("| n c | n := 0. c := nil. [c := thisContext. n := n + 1. [n < 3 ifTrue: [c restart]] value] value. n", "3"),
        ("thisContext swapSender: thisContext sender. 5", "5"),
        ("[[thisContext sender sender return: 5. 6] value. 7] value", "5"),
        ("| x | x := [thisContext return: 9. 6] value. x", "9"),
        ("| c | c := thisContext. [c unwindTo: c. 3] value", "3"),
        ("[:x | thisContext sender resume: 5. 6] value: 3", "5"),
        ("| log gen back | log := OrderedCollection new. gen := [log add: 1. back jump. log add: 2] asContext. "
            + "[back := thisContext. gen swapSender: back. gen jump. log add: 9] value. log asArray", "(1 9)"),
        ("| c | c := [:x | thisContext] value: 3. c sender isNil & c isDead", "true"),
        ("| c | c := [:x | [thisContext]] value: 3. (c value sender isNil) & (thisContext == thisContext)", "true"),

        ("ContextPart runSimulated: [3 + 4]", "7"),
        ("ContextPart runSimulated: [100 factorial printString size]", "158"),
        ("ContextPart runSimulated: [(1 to: 10) inject: 0 into: [:a :b | a + b]]", "55"),
        ("ContextPart runSimulated: [[1/0] on: ZeroDivide do: [:e | e return: 5]]", "5"),
        ("ContextPart runSimulated: [[Object new foo: 3] on: Error do: [:e | e return: 4]]", "4"),
        ("ContextPart runSimulated: [[[:x | x] value: 4] ensure: [5]]", "4"),
        ("ContextPart runSimulated: [3 perform: #between:and: withArguments: #(1 4)]", "true"),
        ("ContextPart runSimulated: [[:a :b | a + b] valueWithArguments: #(1 2)]", "3"),
        ("ContextPart runSimulated: [| s | s := Semaphore new. s signal. s wait. 6]", "6"),
        ("ContextPart runSimulated: [(Delay forMilliseconds: 5) wait. 3]", "3"),
        ("ContextPart runSimulated: [StandardFileStream new primOpen: '/no/such/file' writable: false]", "nil"),
        ("ContextPart runSimulated: [Compiler evaluate: '3 + 4']", "7"),
        ("(ContextPart tallyInstructions: [3 + 4]) size", "4"),

        ("| c | c := [3 + 4] asContext. c step; step. c stackPtr", "2"),
        ("| p s | s := 0. p := [s := s + 1. s := s + 1. s := s + 1] newProcess. [s = 2] whileFalse: [p step]. s", "2"),
        ("| p | p := [3 + 4] newProcess. p stepToCallee. p suspendedContext printString", "'[] in UndefinedObject>>DoIt'"),
        ("| p r | p := [[r := 1. Processor yield. 1/0] ensure: [r := 2]] newProcess. [p step. r = 1] whileFalse. p terminate. r", "2"),
        ("| p r | p := [r := 10 factorial] newProcess. [r isNil] whileTrue: [p step]. r", "3628800"),
    ];
}
