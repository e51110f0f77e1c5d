using System.Runtime.CompilerServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// Sends: from selector and class to a method and what it takes to run it.
internal sealed unsafe partial class Interpreter
{
    private const int FirstQuickPrimitive = 256;
    private const int FirstSlotPrimitive = 264;
    private const int LastQuickPrimitive = 519;
    private const int ExternalCall = 117;
    private const int UnwindMarkerPrimitive = 198;
    private const int SimulationGuard = 19;
    private const int HandlerMarker = 199;

    // A send that a cold bytecode leaves for the loop to do.
    private Oop _pendingSelector;
    private int _pendingArgumentCount;
    private int _pendingClassIndex;

    /// <summary>
    /// Finds the method for a selector in a class, through the cache. When there is none, packs the arguments on the
    /// stack into a Message and finds #doesNotUnderstand: (VMMaker <c>lookupMethodInClass:</c>).
    /// </summary>
    /// <exception cref="FatalVmException">There is no #doesNotUnderstand: either.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public MethodCacheEntry* Lookup(Oop selector, int classIndex, int argumentCount)
    {
        if (classIndex == ObjectHeader.ForwardedClassIndex)
        {
            classIndex = FollowReceiver(argumentCount);
        }
        MethodCacheEntry* entry = _methods.At(selector, classIndex);
        if (entry->Selector == selector && entry->ClassIndex == classIndex && !selector.IsNone)
        {
            return entry;
        }
        Oop lookupClass = _memory.Classes[classIndex];
        Oop behavior = lookupClass;
        while (behavior != _memory.Nil && behavior.IsPointer && !behavior.IsNone)
        {
            Oop dictionary = _memory.Fetch(Layouts.Class.MethodDictionary, behavior);
            if (dictionary == _memory.Nil)
            {
                // Swapped out (VMMaker createActualMessageTo:, cannotInterpret:).
                int above = SuperclassIndex(behavior);
                PushMessage(selector, argumentCount, lookupClass);
                return LookupOrDie(_memory.Special(SpecialObject.SelectorCannotInterpret), above, selector);
            }
            Oop method = FindInDictionary(dictionary, selector);
            if (!method.IsNone)
            {
                Fill(entry, selector, classIndex, lookupClass, method, argumentCount);
                return entry;
            }
            behavior = _memory.Fetch(Layouts.Class.Superclass, behavior);
        }
        PushMessage(selector, argumentCount, lookupClass);
        return LookupOrDie(_memory.Special(SpecialObject.SelectorDoesNotUnderstand), classIndex, selector);
    }

    /// <summary>What a send would find, without what happens when it finds nothing.</summary>
    public bool TryFind(Oop selector, int classIndex, out MethodCacheEntry entry)
    {
        entry = *_methods.At(selector, classIndex);
        if (entry.Selector == selector && entry.ClassIndex == classIndex)
        {
            return true;
        }
        entry = default;
        Oop behavior = _memory.Classes[classIndex];
        Oop method = behavior.IsNone ? behavior : FindMethod(selector, behavior);
        if (method.IsNone)
        {
            return false;
        }
        fixed (MethodCacheEntry* filled = &entry)
        {
            Fill(filled, selector, classIndex, behavior, method, 0);
        }
        return true;
    }

    /// <summary>The method for a selector in a class or above, or <see cref="Oop.None"/>.</summary>
    public Oop FindMethod(Oop selector, Oop behavior)
    {
        while (behavior != _memory.Nil && behavior.IsPointer)
        {
            Oop dictionary = _memory.Fetch(Layouts.Class.MethodDictionary, behavior);
            Oop method = dictionary == _memory.Nil ? Oop.None : FindInDictionary(dictionary, selector);
            if (!method.IsNone)
            {
                return method;
            }
            behavior = _memory.Fetch(Layouts.Class.Superclass, behavior);
        }
        return Oop.None;
    }

    /// <summary>
    /// Runs what a send of <paramref name="argumentCount"/> arguments on the stack means, outside the loop: a primitive
    /// at once, a method by a new frame that the loop goes on with.
    /// </summary>
    public void Send(Oop selector, int argumentCount)
    {
        MethodCacheEntry* found = Lookup(selector, ObjectMemory.ClassIndexOf(*(_sp - argumentCount)), argumentCount);
        CheckArgumentCount(found, selector, argumentCount);
        Execute(found, found->ArgumentCount);
    }

    /// <summary>See <see cref="Send"/>, for a method that has been found already.</summary>
    public void Execute(MethodCacheEntry* found, int argumentCount)
    {
        Oop receiver = *(_sp - argumentCount);
        bool failed = false;
        switch (found->Kind)
        {
            case MethodKind.Plain or MethodKind.UnwindMarker:
                break;
            case MethodKind.AnswerSelf:
                PopThenPush(argumentCount, receiver);
                return;
            case MethodKind.AnswerSlot or MethodKind.AnswerContextSlot:
                // The receiver of a method that is in no dictionary can be anything.
                if (QuickAnswer(FirstSlotPrimitive + found->Index, receiver) is { IsNone: false } slot)
                {
                    PopThenPush(argumentCount, slot);
                    return;
                }
                failed = true;
                break;
            case MethodKind.AnswerConstant:
                PopThenPush(argumentCount, QuickConstant(found->Index));
                return;
            case MethodKind.ClosureValue or MethodKind.FullClosureValue:
                if (ActivateClosure(receiver, argumentCount, found->Kind == MethodKind.FullClosureValue))
                {
                    return;
                }
                failed = true;
                break;
            case MethodKind.Missing:
                ReportMissing(found->Method);
                failed = true;
                break;
            case MethodKind.Intercepted:
                if (IsIntercepted(found, argumentCount))
                {
                    return;
                }
                break;
            case MethodKind.ObjectAsMethod:
                Send(PushRunWithIn(found, argumentCount), 3);
                return;
            default:
                MethodCacheEntry saved = *found;
                found = &saved;
                if (_nesting == DeepestNesting)
                {
                    _vm.Failure = PrimitiveError.LimitExceeded;
                    failed = true;
                    break;
                }
                _nesting++;
                Oop result = CallPrimitive(found, argumentCount);
                _nesting--;
                if (!result.IsNone)
                {
                    PopThenPush(argumentCount, result);
                    return;
                }
                if (_vm.Failure == PrimitiveError.None)
                {
                    return;
                }
                failed = true;
                break;
        }
        Activate(found, argumentCount);
        if (failed)
        {
            StoreErrorCode(found->Decode, _ip, _sp);
        }
        _vm.Failure = PrimitiveError.None;
    }

    /// <summary>Describes a method that is not in the method dictionary of the receiver's class, for #executeMethod.</summary>
    public MethodCacheEntry Describe(Oop method, Oop receiver, int argumentCount)
    {
        MethodCacheEntry entry = default;
        Fill(&entry, _memory.Nil, 0, _memory.ClassOf(receiver), method, argumentCount);
        return entry;
    }

    /// <summary>Makes the frame of a method whose receiver and arguments are on the stack.</summary>
    public void Activate(MethodCacheEntry* found, int argumentCount)
    {
        SavePc();
        Oop* fp = _sp + 1;
        _sp = MakeFrame(found, argumentCount, _sp, _fp, _memory.Nil);
        _fp = fp;
        _ip = ObjectMemory.Bytes(found->Method) + found->FirstBytecode;
        if (found->FlushesFrames)
        {
            ContinueOnHeap();
        }
    }

    /// <summary>Writes the frame above <paramref name="sp"/>, and answers its top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Oop* MakeFrame(MethodCacheEntry* found, int argumentCount, Oop* sp, Oop* callerFp, Oop nil)
    {
        Oop* pushed = sp - argumentCount;
        Frame.Write(sp + 1, callerFp, found->Method, *pushed, argumentCount);
        sp += 1 + Frame.ReceiverSlot;
        for (int i = 1; i <= argumentCount; i++)
        {
            *++sp = pushed[i];
        }
        for (int i = found->TempCount; i > 0; i--)
        {
            *++sp = nil;
        }
        return sp;
    }

    /// <summary>The class above <paramref name="behavior"/>; nil's index, whose lookup fails at once, at the top.</summary>
    public int SuperclassIndex(Oop behavior)
    {
        Oop above = _memory.Fetch(Layouts.Class.Superclass, behavior);
        return above == _memory.Nil || above.IsImmediate ? 0 : _memory.EnsureClassIndex(above);
    }

    private void SavePc()
    {
        if (_fp != null)
        {
            _fp[Frame.PcSlot] = new Oop(_ip - ObjectMemory.Bytes(_fp[Frame.MethodSlot]));
        }
    }

    private MethodCacheEntry* LookupOrDie(Oop selector, int classIndex, Oop original)
    {
        Oop behavior = _memory.Classes[classIndex];
        if (behavior.IsNone || FindMethod(selector, behavior).IsNone)
        {
            throw new FatalVmException(
                $"#{ObjectMemory.TextOf(original)} is not understood, and neither is #{ObjectMemory.TextOf(selector)}");
        }
        return Lookup(selector, classIndex, 1);
    }

    /// <summary>Replaces the arguments on the stack by a Message that holds them.</summary>
    private void PushMessage(Oop selector, int argumentCount, Oop lookupClass)
    {
        Oop array = _memory.NewArray(new ReadOnlySpan<Oop>(_sp - argumentCount + 1, argumentCount));
        Oop message = _memory.Instantiate(_memory.Special(SpecialObject.ClassMessage));
        if (array.IsNone || message.IsNone)
        {
            throw new FatalVmException("out of memory");
        }
        _memory.StoreUnchecked(Layouts.Message.Selector, message, selector);
        _memory.StoreUnchecked(Layouts.Message.Arguments, message, array);
        if (ObjectMemory.SlotCount(message) > Layouts.Message.LookupClass)
        {
            _memory.StoreUnchecked(Layouts.Message.LookupClass, message, lookupClass);
        }
        _sp -= argumentCount;
        Push(message);
    }

    /// <summary>An object in a method dictionary gets #run:with:in: (Squeak's objects as methods).</summary>
    private Oop PushRunWithIn(MethodCacheEntry* found, int argumentCount)
    {
        Oop receiver = *(_sp - argumentCount);
        Oop array = _memory.NewArray(new ReadOnlySpan<Oop>(_sp - argumentCount + 1, argumentCount));
        if (array.IsNone)
        {
            throw new FatalVmException("out of memory");
        }
        _sp -= argumentCount + 1;
        Push(found->Method);
        Push(found->Selector);
        Push(array);
        Push(receiver);
        return _memory.Special(SpecialObject.SelectorRunWithIn);
    }

    private Oop FindInDictionary(Oop dictionary, Oop selector)
    {
        const int first = Layouts.MethodDictionary.FirstSelector;
        if (dictionary.IsImmediate || ObjectMemory.SlotCount(dictionary) <= first)
        {
            return Oop.None;
        }
        Oop* slots = ObjectMemory.Slots(dictionary);
        Oop methods = ObjectMemory.Followed(slots[Layouts.MethodDictionary.Methods]);
        long capacity = ObjectMemory.SlotCount(dictionary) - first;
        long mask = capacity - 1;
        long index = _memory.IdentityHash(selector) & mask;
        for (long probes = 0; probes < capacity; probes++)
        {
            Oop key = slots[first + index];
            if (key == selector)
            {
                return methods.IsPointer && index < ObjectMemory.SlotCount(methods) ? ObjectMemory.Slots(methods)[index] : Oop.None;
            }
            if (key == _memory.Nil)
            {
                return Oop.None;
            }
            index = (index + 1) & mask;
        }
        return Oop.None;
    }

    private void Fill(MethodCacheEntry* entry, Oop selector, int classIndex, Oop behavior, Oop method, int argumentCount)
    {
        *entry = default;
        entry->Selector = selector;
        entry->Method = method;
        entry->ClassIndex = classIndex;
        _methods.HasYoungEntries |= _memory.IsYoung(selector) || _memory.IsYoung(method);
        if (method.IsImmediate || !ObjectMemory.FormatOf(method).IsCompiledMethod())
        {
            entry->Kind = MethodKind.ObjectAsMethod;
            entry->ArgumentCount = argumentCount;
            return;
        }
        int primitive = CompiledCode.PrimitiveNumber(method, _dialect);
        entry->ArgumentCount = CompiledCode.ArgumentCount(method);
        entry->TempCount = Math.Max(0, CompiledCode.TempCount(method) - entry->ArgumentCount);
        entry->FirstBytecode = CompiledCode.FirstToRun(method, _dialect);
        entry->Decode = DecodeFor(method);
        entry->FlushesFrames = !_dialect.HasClosures && _memory.Known.IsContext(classIndex);
        if (primitive != 0)
        {
            FillPrimitive(entry, primitive, method);
        }
        TrustMethod(entry, behavior);
        if (_interceptors.ContainsKey(method))
        {
            entry->Kind = MethodKind.Intercepted;
        }
        if (_jit is not null && CanCompile(entry))
        {
            entry->Code = _jit.CodeOf(method, _memory.Known.IsContext(entry->ClassIndex));
        }
    }

    private void FillPrimitive(MethodCacheEntry* entry, int number, Oop method)
    {
        entry->Kind = number switch
        {
            FirstQuickPrimitive => MethodKind.AnswerSelf,
            > FirstQuickPrimitive and < FirstSlotPrimitive => MethodKind.AnswerConstant,
            >= FirstSlotPrimitive and <= LastQuickPrimitive =>
                _memory.Known.IsContext(entry->ClassIndex) ? MethodKind.AnswerContextSlot : MethodKind.AnswerSlot,
            60 => MethodKind.At,
            61 => MethodKind.AtPut,
            63 => MethodKind.StringAt,
            UnwindMarkerPrimitive => MethodKind.UnwindMarker,
            // 19 stops simulators and 199 marks handlers, by failing.
            SimulationGuard or HandlerMarker => MethodKind.Plain,
            (>= 201 and <= 205) or 221 or 222 when _dialect.HasClosures => MethodKind.ClosureValue,
            207 or 209 when _dialect.IsSpur => MethodKind.FullClosureValue,
            BlockContextValuePrimitive when !_dialect.HasClosures => MethodKind.BlockContextValue,
            _ => MethodKind.Primitive,
        };
        entry->Index = number switch
        {
            >= FirstSlotPrimitive and <= LastQuickPrimitive => number - FirstSlotPrimitive,
            > FirstQuickPrimitive and < FirstSlotPrimitive => number,
            // What runs without a switch of processes at its start.
            209 or 221 or 222 => 1,
            _ => 0,
        };
        if (entry->Kind is MethodKind.At or MethodKind.AtPut && entry->ArgumentCount != (entry->Kind == MethodKind.At ? 1 : 2))
        {
            entry->Kind = MethodKind.Primitive;
        }
        // A context's subscripts are its frame's.
        if (entry->Kind is MethodKind.Primitive or MethodKind.At or MethodKind.AtPut or MethodKind.StringAt or MethodKind.BlockContextValue)
        {
            PrimitiveEntry? function = number == ExternalCall ? FindExternal(method) : _vm.Primitives.Find(number);
            if (function is null)
            {
                entry->Kind = MethodKind.Missing;
                return;
            }
            entry->Index = _methods.IndexOf(function);
        }
    }

    /// <summary>Primitive 117: the first literal is #(module function session index).</summary>
    public PrimitiveEntry? FindExternal(Oop method) =>
        TryExternalName(method, out string module, out string function) ? _vm.Primitives.Find(module, function) : null;

    /// <summary>Whether a method is one that calls a function of a plugin.</summary>
    public bool IsExternalCall(Oop method) => CompiledCode.PrimitiveNumber(method, _dialect) == ExternalCall && TryExternalName(method, out _, out _);

    private bool TryExternalName(Oop method, out string module, out string function)
    {
        module = function = string.Empty;
        if (CompiledCode.LiteralCount(method, _dialect) == 0)
        {
            return false;
        }
        Oop literal = CompiledCode.Literal(0, method);
        if (!_memory.IsInstanceOf(literal, _memory.Known.Array) || ObjectMemory.SlotCount(literal) < 2)
        {
            return false;
        }
        module = ObjectMemory.TextOf(_memory.Fetch(0, literal));
        function = ObjectMemory.TextOf(_memory.Fetch(1, literal));
        return true;
    }

    private Oop CallPrimitive(MethodCacheEntry* found, int argumentCount)
    {
        _vm.Failure = PrimitiveError.None;
        if (_memory.HasForwarders)
        {
            FollowOperands(argumentCount);
        }
        _runningPrimitive = found->Index;
        Oop result = _methods.Functions[found->Index].Call(_vm, _sp - argumentCount, argumentCount);
        if (result.IsNone && _memory.HasForwarders && _vm.Failure != PrimitiveError.None && FollowBelowOperands(argumentCount))
        {
            _vm.Failure = PrimitiveError.None;
            result = _methods.Functions[found->Index].Call(_vm, _sp - argumentCount, argumentCount);
        }
        _runningPrimitive = NoPrimitive;
        return result.IsNone && _vm.Failure == PrimitiveError.NoMemory && _memory.FullCollector.IsWorthwhile
            ? RetryAfterCollection(found, argumentCount)
            : result;
    }

    private void ReportMissing(Oop method)
    {
        _vm.Failure = PrimitiveError.NotFound;
        int number = CompiledCode.PrimitiveNumber(method, _dialect);
        string name = number == ExternalCall && TryExternalName(method, out string module, out string function)
            ? $"{function} of {(module.Length == 0 ? "the VM" : module)}"
            : $"{number}";
        _vm.Trace.MissingPrimitive(name);
    }

    /// <summary>
    /// What a quick primitive, 256 to 519, answers for a receiver; <see cref="Oop.None"/> for other numbers. These run
    /// in the send, so only debuggers ask.
    /// </summary>
    public Oop QuickAnswer(long primitive, Oop receiver) => primitive switch
    {
        FirstQuickPrimitive => receiver,
        > FirstQuickPrimitive and < FirstSlotPrimitive => QuickConstant((int)primitive),
        >= FirstSlotPrimitive and <= LastQuickPrimitive
            when receiver.IsPointer && primitive - FirstSlotPrimitive < ObjectMemory.SlotCount(receiver) =>
            _memory.IsContext(receiver)
                ? ContextSlot(receiver, (int)primitive - FirstSlotPrimitive)
                : _memory.Fetch((int)primitive - FirstSlotPrimitive, receiver),
        _ => Oop.None,
    };

    private Oop QuickConstant(int primitive) => primitive switch
    {
        257 => _memory.True,
        258 => _memory.False,
        259 => _memory.Nil,
        _ => Oop.FromInteger(primitive - 261),
    };

    private Oop SpecialSelector(int index, out int argumentCount)
    {
        Oop array = _memory.Special(SpecialObject.SpecialSelectors);
        argumentCount = (int)_memory.Fetch((2 * index) + 1, array).Integer;
        return _memory.Fetch(2 * index, array);
    }

    /// <summary>
    /// When the first bytecode of a method whose primitive failed is a long store, the temp that it names gets the
    /// reason (VMMaker <c>getErrorObjectFromPrimFailCode</c>): it is the last temp, on top of the stack.
    /// </summary>
    private void StoreErrorCode(ushort* decode, byte* ip, Oop* sp)
    {
        PrimitiveError error = _vm.Failure;
        _vm.Failure = PrimitiveError.None;
        bool stores = (Op)(byte)decode[*ip] is Op.ExtendedStore or Op.LongStoreTemp;
        if (!stores || error == PrimitiveError.None)
        {
            return;
        }
        *sp = ErrorObject(error);
    }

    /// <summary>Whether the image's error table says something about an error.</summary>
    public bool NamesError(PrimitiveError error) => ErrorObject(error) is { IsInteger: false } entry && entry != _memory.Nil;

    /// <summary>
    /// The entry of the image's error table, or the code where there is none, as for negative ones. An entry with slots is copied and given
    /// the operating system's error number.
    /// </summary>
    private Oop ErrorObject(PrimitiveError error)
    {
        const int numberSlot = 1;
        Oop table = _memory.Special(SpecialObject.PrimitiveErrorTable);
        int index = (int)error - 1;
        if (table == _memory.Nil || index < 0 || index >= ObjectMemory.SlotCount(table))
        {
            return Oop.FromInteger((int)error);
        }
        Oop entry = _memory.Fetch(index, table);
        if (error != PrimitiveError.OperatingSystem || entry.IsImmediate
            || ObjectMemory.FormatOf(entry) != ObjectFormat.Fixed || ObjectMemory.SlotCount(entry) <= numberSlot)
        {
            return entry;
        }
        Oop number = _memory.Integer(_vm.OperatingSystemError);
        Oop copy = _memory.Allocate(ObjectMemory.ClassIndexOf(entry), ObjectFormat.Fixed, ObjectMemory.SlotCount(entry));
        if (number.IsNone || copy.IsNone)
        {
            return entry;
        }
        _memory.StoreUnchecked(0, copy, _memory.Fetch(0, entry));
        _memory.StoreUnchecked(numberSlot, copy, number);
        return copy;
    }
}
