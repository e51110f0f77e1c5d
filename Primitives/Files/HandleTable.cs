using System.Buffers.Binary;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Files;

/// <summary>
/// Things of the host that the image knows by a ByteArray: the session's id, then a number that is never used again.
/// A handle of another run of the image, or of something closed, finds nothing.
/// </summary>
internal sealed class HandleTable<T> where T : class
{
    private const int SessionBytes = 8;
    private const int HandleBytes = SessionBytes + 8;

    private readonly Dictionary<long, T> _entries = [];
    private long _last;

    public IEnumerable<T> Entries => _entries.Values;

    /// <returns>The handle's number.</returns>
    public long Add(T entry)
    {
        _entries[++_last] = entry;
        return _last;
    }

    public bool Contains(long number) => _entries.ContainsKey(number);

    /// <summary>A new ByteArray for a number; <see cref="Oop.None"/> when memory is exhausted.</summary>
    public static Oop Handle(VirtualMachine vm, long number)
    {
        Span<byte> bytes = stackalloc byte[HandleBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, vm.SessionId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[SessionBytes..], number);
        return vm.Memory.NewBytes(vm.Memory.Known.ByteArray, bytes);
    }

    public T? Find(VirtualMachine vm, Oop handle) =>
        TryNumber(vm, handle, out long number) ? _entries.GetValueOrDefault(number) : null;

    public T? Remove(VirtualMachine vm, Oop handle) =>
        TryNumber(vm, handle, out long number) && _entries.Remove(number, out T? entry) ? entry : null;

    private static bool TryNumber(VirtualMachine vm, Oop handle, out long number)
    {
        number = 0;
        if (!ObjectMemory.IsByteObject(handle) || ObjectMemory.ByteLength(handle) != HandleBytes)
        {
            return false;
        }
        ReadOnlySpan<byte> bytes = ObjectMemory.ByteSpan(handle);
        number = BinaryPrimitives.ReadInt64LittleEndian(bytes[SessionBytes..]);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) == vm.SessionId;
    }
}
