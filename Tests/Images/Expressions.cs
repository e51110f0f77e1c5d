namespace JitTalk.Tests.Images;

/// <summary>Expressions and the printStrings that they have in every image with a compiler.</summary>
internal static class Expressions
{
    /// <summary>Enough to meet every part of the machine: for engines that take their time.</summary>
    public static readonly (string Code, string Expected)[] Few =
    [
        ("3 + 4", "7"),
        ("20 factorial / 18 factorial", "380"),
        ("(1 to: 10) inject: 0 into: [:sum :each | sum + each]", "55"),
        ("#(5 3 9 1) asSortedCollection asArray", "#(1 3 5 9)"),
        ("#(1 2 3) detect: [:each | each > 1]", "2"),
        ("(3 perform: #between:and: with: 1 with: 5)", "true"),
        ("'abc' reversed , 'def'", "'cbadef'"),
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
        ("30 factorial // 1000000007", "265252857955391138463817"),
        ("(2 raisedTo: 89) - 1 gcd: 7", "1"),
        ("30 factorial gcd: (2 raisedTo: 40)", "67108864"),
        ("-7 // 2", "-4"),
        ("-7 \\\\ 2", "1"),
        ("-7 rem: 2", "-1"),
        ("-7 quo: 2", "-3"),
        ("(1/3) + (2/3)", "1"),
        ("(1/3) + (1/6)", "(1/2)"),
        ("3 + 4.5", "7.5"),
        ("0.1 + 0.2 = 0.3", "false"),
        ("2.5e10", "2.5e10"),
        ("-0.75", "-0.75"),
        ("3.75 truncated", "3"),
        ("3.75 rounded", "4"),
        ("2 sqrt truncated", "1"),
        ("100 sqrt", "10.0"),
        ("1.0e100 truncated printString size", "101"),
        ("16r1F", "31"),
        ("255 printStringRadix: 16", "'16rFF'"),
        ("3 max: 7", "7"),
        ("7 isPrime", "true"),
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
        ("$a asInteger", "97"),
        ("(#(1 2 3) collect: [:each | each * each])", "#(1 4 9)"),
        ("(1 to: 10) asArray select: [:each | each odd]", "#(1 3 5 7 9)"),
        ("#(3 1 2) asSortedCollection asArray", "#(1 2 3)"),
        ("(#(3 1 2) asSortedCollection: [:a :b | a > b]) asArray", "#(3 2 1)"),
        ("(1 to: 100) inject: 0 into: [:a :b | a + b]", "5050"),
        ("(OrderedCollection new) add: 1; add: 2; addFirst: 0; yourself; asArray", "#(0 1 2)"),
        ("| d | d := Dictionary new. 1 to: 100 do: [:i | d at: i put: i * i]. (d at: 50)", "2500"),
        ("| s | s := Set new. 1 to: 100 do: [:i | s add: i \\\\ 7]. s size", "7"),
        ("| s | s := WriteStream on: String new. s nextPutAll: 'ab'; nextPut: $c; print: 42. s contents", "'abc42'"),
        ("(ReadStream on: #(1 2 3)) next; next", "2"),
        ("#(1 $a 'str' #sym) size", "4"),
        ("(Array new: 3)", "#(nil nil nil )"),
        ("(1 to: 5) asOrderedCollection removeFirst", "1"),
        ("| a | a := Array new: 1000. a atAllPut: 7. (a at: 1000) + a size", "1007"),
        ("(Smalltalk at: #JitTalkTest put: 99). Smalltalk at: #JitTalkTest", "99"),
    ];
}
