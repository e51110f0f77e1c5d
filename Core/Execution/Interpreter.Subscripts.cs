using System.Runtime.CompilerServices;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

// The subscripts that the loop does itself: Arrays, bytes and strings within bounds. The primitives do the rest.
internal sealed unsafe partial class Interpreter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySubscript(MethodKind kind, Oop* sp, out Oop element)
    {
        if (kind != MethodKind.AtPut)
        {
            return kind == MethodKind.At ? TryAt(sp[-1], *sp, out element) : TryStringAt(sp[-1], *sp, out element);
        }
        element = *sp;
        return TryAtPut(sp[-2], sp[-1], element);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAt(Oop array, Oop index, out Oop element)
    {
        element = default;
        if (!array.IsPointer || !index.IsInteger)
        {
            return false;
        }
        ulong at = (ulong)index.Integer - 1;
        ObjectFormat format = ObjectMemory.FormatOf(array);
        if (format == ObjectFormat.Indexable && at < (ulong)ObjectMemory.SlotCount(array))
        {
            element = ObjectMemory.Slots(array)[at];
            return true;
        }
        if (format.IsBytes() && at < (ulong)ObjectMemory.ByteLength(array))
        {
            element = Oop.FromInteger(ObjectMemory.Bytes(array)[at]);
            return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryStringAt(Oop array, Oop index, out Oop character)
    {
        character = default;
        if (!array.IsPointer || !index.IsInteger || !ObjectMemory.FormatOf(array).IsBytes())
        {
            return false;
        }
        ulong at = (ulong)index.Integer - 1;
        if (at >= (ulong)ObjectMemory.ByteLength(array))
        {
            return false;
        }
        character = _memory.Character(ObjectMemory.Bytes(array)[at]);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAtPut(Oop array, Oop index, Oop value)
    {
        if (!array.IsPointer || !index.IsInteger || ObjectHeader.IsReadOnly(ObjectMemory.Header(array)))
        {
            return false;
        }
        ulong at = (ulong)index.Integer - 1;
        ObjectFormat format = ObjectMemory.FormatOf(array);
        if (format == ObjectFormat.Indexable && at < (ulong)ObjectMemory.SlotCount(array))
        {
            _memory.Store((int)at, array, value);
            return true;
        }
        if (format.IsBytes() && at < (ulong)ObjectMemory.ByteLength(array) && value.IsInteger && (ulong)value.Integer <= byte.MaxValue)
        {
            ObjectMemory.Bytes(array)[at] = (byte)value.Integer;
            return true;
        }
        return false;
    }
}
