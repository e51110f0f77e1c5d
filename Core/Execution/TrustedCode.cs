using System.Runtime.InteropServices;
using JitTalk.Core.Bytecodes;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// Remembers where code can be trusted to begin or go on, so that each place is verified once and not at each activation.
/// </summary>
internal sealed unsafe class TrustedCode(ObjectMemory memory) : IDisposable
{
    private const int Size = 2048;

    private readonly CodeVerifier _verifier = new(memory);
    private Entry* _entries = (Entry*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(Entry));
    private bool _hasYoung;

    // Of the codes in the table, one bit each: most code that is written to has never run.
    private readonly ulong[] _codes = new ulong[64];

    /// <summary>Why the last question was answered with no.</summary>
    public string Problem { get; private set; } = string.Empty;

    /// <summary>
    /// Whether <paramref name="code"/> can run from <paramref name="offset"/> on with <paramref name="depth"/> temps and
    /// operands on the stack.
    /// </summary>
    /// <param name="code">A method or block.</param>
    /// <param name="offset">Of a bytecode, from slot 0.</param>
    /// <param name="depth">Temps and operands.</param>
    /// <param name="receiverVariables">How many named slots the receiver has to have.</param>
    public bool CanRun(Oop code, long offset, long depth, out int receiverVariables)
    {
        Entry* entry = _entries + ((((ulong)code.Bits >> 3) + ((ulong)offset * 31)) & (Size - 1));
        if (entry->Code == code && entry->Offset == offset && entry->Depth <= depth)
        {
            receiverVariables = entry->ReceiverVariables;
            return true;
        }
        return Verify(entry, code, offset, depth, out receiverVariables);
    }

    /// <summary>Code has been written to. Answers whether it had been trusted.</summary>
    public bool Forget(Oop code)
    {
        if ((_codes[CodeWord(code)] & CodeBit(code)) == 0)
        {
            return false;
        }
        bool found = false;
        for (int i = 0; i < Size; i++)
        {
            if (_entries[i].Code == code)
            {
                _entries[i] = default;
                found = true;
            }
        }
        return found;
    }

    public void ObjectsMoved(bool oldOnesToo)
    {
        if (oldOnesToo)
        {
            NativeMemory.Clear(_entries, (nuint)(Size * sizeof(Entry)));
            Array.Clear(_codes);
        }
        else if (_hasYoung)
        {
            for (int i = 0; i < Size; i++)
            {
                if (memory.IsYoung(_entries[i].Code))
                {
                    _entries[i] = default;
                }
            }
        }
        _hasYoung = false;
    }

    public void Dispose()
    {
        NativeMemory.Free(_entries);
        _entries = null;
    }

    private bool Verify(Entry* entry, Oop code, long offset, long depth, out int receiverVariables)
    {
        bool isSound = _verifier.Verify(code, offset, depth);
        receiverVariables = _verifier.ReceiverVariables;
        if (!isSound)
        {
            Problem = _verifier.Problem!;
            return false;
        }
        *entry = new Entry { Code = code, Offset = (int)offset, Depth = (int)depth, ReceiverVariables = receiverVariables };
        _hasYoung |= memory.IsYoung(code);
        _codes[CodeWord(code)] |= CodeBit(code);
        return true;
    }

    private static int CodeWord(Oop code) => (int)(code.Bits >> 10) & 63;

    private static ulong CodeBit(Oop code) => 1UL << ((int)(code.Bits >> 4) & 63);

    private struct Entry
    {
        public Oop Code;
        public int Offset;
        public int Depth;
        public int ReceiverVariables;
    }
}
