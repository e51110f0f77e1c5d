namespace JitTalk.Tests.Compiler;

/// <summary>
/// The body of a method, made at random of blocks, loops, conditions and shared variables, and what it answers: found
/// here without compiling it.
/// </summary>
internal sealed class RandomProgram
{
    // Few enough for a frame, and for what a block of V3 copies.
    private const int MostNames = 9;
    private const int Deepest = 4;
    private const int MostSteps = 20_000;
    private const int MostCalls = 40;

    private static readonly string[] BlockNames = ["p", "q"];

    private readonly Random _random;
    private readonly List<string> _readable = ["a", "b", "c"];
    private readonly List<string> _writable = ["a", "b", "c"];
    private readonly Fragment _body;
    private int _names;

    public RandomProgram(int seed)
    {
        _random = new Random(seed);
        Fragment statements = Statements(Deepest);
        _body = new Fragment(
            $"| a b c p q | p := [:x | x]. q := [:x | x + 1]. {statements.Source} "
            + "^(a ifNil: [1]) * 31 + (b ifNil: [2]) * 31 + (c ifNil: [3])",
            scope =>
            {
                _ = statements.Run(scope);
                return (((scope.Read("a") ?? 1) * 31) + (scope.Read("b") ?? 2)) * 31 + (scope.Read("c") ?? 3);
            });
    }

    public string Source => _body.Source;

    /// <summary>The answer; null where it takes too many steps.</summary>
    public long? Answer()
    {
        Scope scope = new(null, new Progress());
        foreach (string name in _readable)
        {
            scope.Declare(name);
        }
        scope.Blocks["p"] = x => x;
        scope.Blocks["q"] = x => x + 1;
        try
        {
            return _body.Run(scope);
        }
        catch (Returned returned)
        {
            return returned.Value;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private Fragment Statements(int depth)
    {
        Fragment[] parts = [.. Enumerable.Range(0, 1 + _random.Next(depth + 1)).Select(_ => Statement(depth - 1))];
        return new Fragment(string.Concat(parts.Select(part => $"{part.Source}. ")), scope =>
        {
            long last = 0;
            foreach (Fragment part in parts)
            {
                last = part.Run(scope);
            }
            return last;
        });
    }

    private Fragment Statement(int depth) => depth <= 0 ? Assignment(0) : _random.Next(12) switch
    {
        0 or 1 => Assignment(depth),
        2 => If(depth, hasElse: false),
        3 => If(depth, hasElse: true),
        4 or 5 => CountingLoop(depth),
        6 or 7 => WhileLoop(depth),
        8 or 9 => BlockAssignment(depth),
        10 => Return(depth),
        _ => Expression(depth),
    };

    private Fragment Assignment(int depth)
    {
        string name = OneOf(_writable);
        Fragment value = Expression(depth);
        return new Fragment($"{name} := {value.Source}", scope => scope.Write(name, value.Run(scope)));
    }

    private Fragment If(int depth, bool hasElse)
    {
        (Fragment condition, Fragment then, Fragment otherwise) = (Condition(depth), Statements(depth - 1), Statements(depth - 1));
        return hasElse
            ? new Fragment(
                $"{condition.Source} ifTrue: [{then.Source}] ifFalse: [{otherwise.Source}]",
                scope => condition.Run(scope) != 0 ? then.Run(scope) : otherwise.Run(scope))
            : new Fragment($"{condition.Source} ifTrue: [{then.Source}]", scope => condition.Run(scope) != 0 ? then.Run(scope) : 0);
    }

    private Fragment CountingLoop(int depth)
    {
        if (_names + 2 > MostNames)
        {
            return Assignment(depth);
        }
        Fragment limit = Expression(1);
        string counter = Name();
        string temp = Name();
        Fragment body = Within([counter, temp], [temp], () => Statements(depth - 1));
        return new Fragment($"1 to: {limit.Source} \\\\ 4 do: [:{counter} | | {temp} | {body.Source}]", scope =>
        {
            long last = limit.Run(scope) % 4;
            for (long i = 1; i <= last; i++)
            {
                Scope round = scope.Inner(counter, temp);
                _ = round.Write(counter, i);
                _ = body.Run(round);
            }
            return 0;
        });
    }

    private Fragment WhileLoop(int depth)
    {
        if (_names + 2 > MostNames)
        {
            return Assignment(depth);
        }
        string counter = Name();
        string temp = Name();
        int rounds = _random.Next(4);
        Fragment body = Within([counter, temp], [temp], () => Statements(depth - 1));
        return new Fragment(
            $"[:start | | {counter} | {counter} := start. [{counter} < {rounds}] whileTrue: [| {temp} | {body.Source}{counter} := {counter} + 1]] value: 0"
                .Replace("start", $"start{counter}"),
            scope =>
            {
                Scope around = scope.Inner(counter);
                for (long i = around.Write(counter, 0); i < rounds; i = around.Write(counter, i + 1))
                {
                    _ = body.Run(around.Inner(temp));
                }
                return 0;
            });
    }

    private Fragment BlockAssignment(int depth)
    {
        if (_names + 2 > MostNames)
        {
            return Assignment(depth);
        }
        string block = OneOf(BlockNames);
        string argument = Name();
        string temp = Name();
        Fragment body = Within([argument, temp], [temp], () => Sequence(depth));
        return new Fragment($"{block} := [:{argument} | | {temp} | {body.Source}]", scope =>
        {
            scope.SetBlock(block, x =>
            {
                Scope activation = scope.Inner(argument, temp);
                _ = activation.Write(argument, x);
                return body.Run(activation);
            });
            return 0;
        });
    }

    private Fragment Return(int depth)
    {
        (Fragment condition, Fragment value) = (Condition(depth), Expression(depth));
        return new Fragment(
            $"{condition.Source} ifTrue: [^{value.Source}]",
            scope => condition.Run(scope) != 0 ? throw new Returned(value.Run(scope)) : 0);
    }

    /// <summary>Statements and an expression.</summary>
    private Fragment Sequence(int depth)
    {
        (Fragment statements, Fragment value) = (Statements(depth - 1), Expression(depth - 1));
        return new Fragment(statements.Source + value.Source, scope =>
        {
            _ = statements.Run(scope);
            return value.Run(scope);
        });
    }

    private Fragment Condition(int depth)
    {
        (Fragment left, Fragment right) = (Expression(depth - 1), Expression(depth - 1));
        Fragment comparison = new($"({left.Source} < {right.Source})", scope => left.Run(scope) < right.Run(scope) ? 1 : 0);
        if (depth <= 1 || _random.Next(3) > 0)
        {
            return comparison;
        }
        Fragment other = Condition(depth - 1);
        return _random.Next(2) == 0
            ? new Fragment($"({comparison.Source} and: [{other.Source}])", scope => comparison.Run(scope) != 0 ? other.Run(scope) : 0)
            : new Fragment($"({comparison.Source} or: [{other.Source}])", scope => comparison.Run(scope) != 0 ? 1 : other.Run(scope));
    }

    private Fragment Expression(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(3) == 0 ? Constant() : Variable();
        }
        switch (_random.Next(9))
        {
            case 0 or 1:
                (Fragment left, Fragment right) = (Expression(depth - 1), Expression(depth - 1));
                return new($"({left.Source} * 3 + {right.Source} \\\\ 997)", scope => ((left.Run(scope) * 3) + right.Run(scope)) % 997);
            case 2:
                (Fragment condition, Fragment then, Fragment otherwise) = (Condition(depth - 1), Expression(depth - 1), Expression(depth - 1));
                return new(
                    $"({condition.Source} ifTrue: [{then.Source}] ifFalse: [{otherwise.Source}])",
                    scope => condition.Run(scope) != 0 ? then.Run(scope) : otherwise.Run(scope));
            case 3:
                Fragment inner = Sequence(depth);
                return new($"[{inner.Source}] value", inner.Run);
            case 4 when _names < MostNames:
                Fragment argument = Expression(depth - 1);
                string name = Name();
                Fragment body = Within([name], [], () => Sequence(depth));
                return new($"([:{name} | {body.Source}] value: {argument.Source})", scope =>
                {
                    Scope activation = scope.Inner(name);
                    long value = argument.Run(scope);
                    _ = activation.Write(name, value);
                    return body.Run(activation);
                });
            case 5:
                Fragment assignment = Assignment(depth - 1);
                return assignment with { Source = $"({assignment.Source})" };
            case 6 or 7:
                string block = OneOf(BlockNames);
                Fragment passed = Expression(depth - 1);
                return new($"({block} value: {passed.Source})", scope =>
                {
                    // The receiver comes first: the argument may change the variable.
                    Func<long, long> called = scope.Blocks[block];
                    return scope.Call(called, passed.Run(scope));
                });
            case 8:
                (Fragment selector, Fragment first, Fragment second, Fragment rest) =
                    (Expression(depth - 1), Expression(depth - 1), Expression(depth - 1), Expression(depth - 1));
                return new(
                    $"({selector.Source} \\\\ 3 caseOf: {{[0] -> [{first.Source}]. [1] -> [{second.Source}]}} otherwise: [{rest.Source}])",
                    scope => (selector.Run(scope) % 3) switch { 0 => first.Run(scope), 1 => second.Run(scope), _ => rest.Run(scope) });
            default:
                return Variable();
        }
    }

    private Fragment Constant()
    {
        int value = _random.Next(10);
        return new($"{value}", _ => value);
    }

    /// <summary>A variable that may be nil.</summary>
    private Fragment Variable()
    {
        string name = OneOf(_readable);
        int ifNil = _random.Next(10);
        return new($"({name} ifNil: [{ifNil}])", scope => scope.Read(name) ?? ifNil);
    }

    private Fragment Within(string[] readable, string[] writable, Func<Fragment> make)
    {
        (int readables, int writables) = (_readable.Count, _writable.Count);
        _readable.AddRange(readable);
        _writable.AddRange(writable);
        Fragment made = make();
        _readable.RemoveRange(readables, _readable.Count - readables);
        _writable.RemoveRange(writables, _writable.Count - writables);
        return made;
    }

    private string Name() => $"v{++_names}";

    private string OneOf(IReadOnlyList<string> names) => names[_random.Next(names.Count)];

    /// <summary>Source, and what it does.</summary>
    private sealed record Fragment(string Source, Func<Scope, long> Run);

    private sealed class Returned(long value) : Exception
    {
        public long Value { get; } = value;
    }

    private sealed class Progress
    {
        public int Steps { get; set; }
        public int Calls { get; set; }
    }

    /// <summary>The variables of an activation or of a round of a loop.</summary>
    private sealed class Scope(Scope? outer, Progress progress)
    {
        private readonly Dictionary<string, long?> _values = [];

        public Dictionary<string, Func<long, long>> Blocks { get; } = outer?.Blocks ?? [];

        public void Declare(string name) => _values[name] = null;

        public Scope Inner(params string[] names)
        {
            Scope inner = new(this, progress);
            foreach (string name in names)
            {
                inner.Declare(name);
            }
            return inner;
        }

        public long? Read(string name) => Holder(name)._values[name];

        public long Write(string name, long value)
        {
            Holder(name)._values[name] = value;
            return value;
        }

        public void SetBlock(string name, Func<long, long> block) => Blocks[name] = block;

        public long Call(Func<long, long> block, long argument)
        {
            if (++progress.Calls > MostCalls)
            {
                throw new TimeoutException();
            }
            long answer = block(argument);
            progress.Calls--;
            return answer;
        }

        private Scope Holder(string name)
        {
            if (++progress.Steps > MostSteps)
            {
                throw new TimeoutException();
            }
            return _values.ContainsKey(name) ? this : outer!.Holder(name);
        }
    }
}
