using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// What perform primitives do to the stack: the selector goes, arguments in an array are spread out, and the send follows.
internal sealed unsafe partial class Interpreter
{
    // As many as a context can hold beside what it holds already (VMMaker LargeContextSlots).
    private const int MostSpreadArguments = 40;

    // Primitives that run primitives take native stack, and an image could let them do so without end.
    private const int DeepestNesting = 100;

    private int _nesting;

    /// <summary>Drops the top of the stack.</summary>
    public void Drop() => _sp--;

    /// <summary>
    /// perform: with the selector under its arguments. Fails, with the stack as it was, when the method found takes
    /// another number of arguments.
    /// </summary>
    /// <param name="argumentCount">Of the perform:, the selector included.</param>
    public bool TryPerform(int argumentCount)
    {
        Oop* pushed = _sp - argumentCount;
        Oop selector = pushed[1];
        int count = argumentCount - 1;
        for (int i = 1; i <= count; i++)
        {
            pushed[i] = pushed[i + 1];
        }
        _sp--;
        if (TrySend(selector, ObjectMemory.ClassIndexOf(*pushed), count))
        {
            return true;
        }
        for (int i = count; i > 0; i--)
        {
            pushed[i + 1] = pushed[i];
        }
        pushed[1] = selector;
        _sp++;
        return false;
    }

    /// <summary>See above, with the receiver, the arguments in an array, and the class to look in named.</summary>
    public bool TryPerform(int argumentCount, Oop receiver, int classIndex, Oop selector, Oop array)
    {
        int operands = argumentCount + 1;
        Oop* saved = stackalloc Oop[operands];
        Oop* first = _sp - argumentCount;
        new ReadOnlySpan<Oop>(first, operands).CopyTo(new Span<Oop>(saved, operands));
        if (!SpreadArguments(argumentCount, array, out int count))
        {
            return false;
        }
        *first = receiver;
        if (TrySend(selector, classIndex, count))
        {
            return true;
        }
        new ReadOnlySpan<Oop>(saved, operands).CopyTo(new Span<Oop>(first, operands));
        _sp = first + argumentCount;
        return false;
    }

    /// <summary>Replaces the operands above the receiver by the elements of an Array.</summary>
    /// <returns>False, with nothing changed, when it is no Array or too long.</returns>
    public bool SpreadArguments(int operands, Oop array, out int count)
    {
        count = 0;
        if (!_memory.IsInstanceOf(array, _memory.Known.Array) || ObjectMemory.SlotCount(array) > MostSpreadArguments)
        {
            return false;
        }
        count = (int)ObjectMemory.SlotCount(array);
        _sp -= operands;
        for (int i = 0; i < count; i++)
        {
            Push(ObjectMemory.Followed(_memory.Fetch(i, array)));
        }
        return true;
    }

    /// <summary>Undoes <see cref="SpreadArguments"/>.</summary>
    public void GatherArguments(int count, params ReadOnlySpan<Oop> operands)
    {
        _sp -= count;
        foreach (Oop operand in operands)
        {
            Push(operand);
        }
    }

    /// <summary>Runs a method, found in no dictionary, on the receiver and arguments on the stack.</summary>
    public void ExecuteMethod(Oop method, int argumentCount)
    {
        MethodCacheEntry entry = Describe(method, *(_sp - argumentCount), argumentCount);
        Execute(&entry, argumentCount);
    }

    /// <summary>
    /// Runs a primitive on a receiver and an array's elements in place of what a primitive that tries others was called
    /// with (VMMaker <c>primitiveDoPrimitiveWithArgs</c>).
    /// </summary>
    /// <param name="primitive">What to run.</param>
    /// <param name="argumentCount">Of the primitive that tries.</param>
    /// <param name="receiver">For the primitive.</param>
    /// <param name="array">The arguments for the primitive.</param>
    public Oop TryPrimitive(PrimitiveEntry primitive, int argumentCount, Oop receiver, Oop array)
    {
        int operands = argumentCount + 1;
        Oop* saved = stackalloc Oop[operands];
        Oop* first = _sp - argumentCount;
        new ReadOnlySpan<Oop>(first, operands).CopyTo(new Span<Oop>(saved, operands));
        if (_nesting == DeepestNesting || !SpreadArguments(argumentCount, array, out int count))
        {
            return _vm.Fail(Negated(PrimitiveError.LimitExceeded));
        }
        *first = receiver;
        _nesting++;
        Oop result = primitive.Function.Call(_vm, first, count);
        _nesting--;
        if (!result.IsNone)
        {
            PopThenPush(count, result);
            return _vm.Rerouted();
        }
        if (_vm.Failure != PrimitiveError.None)
        {
            new ReadOnlySpan<Oop>(saved, operands).CopyTo(new Span<Oop>(first, operands));
            _sp = first + argumentCount;
        }
        return result;
    }

    /// <summary>How primitives that try others tell their own failures from the others'.</summary>
    public static PrimitiveError Negated(PrimitiveError error) => (PrimitiveError)(-(int)error);

    private bool TrySend(Oop selector, int classIndex, int argumentCount)
    {
        Oop* top = _sp;
        MethodCacheEntry* found = Lookup(selector, classIndex, argumentCount);
        if (_sp == top && found->Selector == selector && found->ArgumentCount != argumentCount)
        {
            return false;
        }
        Execute(found, found->ArgumentCount);
        return true;
    }
}
