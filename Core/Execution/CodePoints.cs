using System.Runtime.InteropServices;

namespace JitTalk.Core.Execution;

/// <summary>What is known of a place in bytecodes that is entered there: a block's body, the head of a loop, where a frame goes on.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal unsafe struct CodePoint
{
    /// <summary>The bytecode's address; null for none.</summary>
    public byte* At;

    /// <summary>Machine code; 0 for none.</summary>
    public nint Code;

    /// <summary>How often the interpreter came by.</summary>
    public int Count;

    /// <summary>For a block: the values that its closure carries.</summary>
    public int CopiedCount;

    /// <summary>What the stack of the frame holds there: for a block its arguments and values.</summary>
    public int Depth;
}

/// <summary>Blocks or loops by address, a cache: what falls out is counted anew.</summary>
/// <param name="oldStart">Code below this address may move at each scavenge.</param>
internal sealed unsafe class CodePoints(long oldStart) : IDisposable
{
    private const int Size = 2048;

    private bool _hasYoung;
    private CodePoint* _points = (CodePoint*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(CodePoint));

    /// <summary>The entry of an address, emptied when it was another's.</summary>
    public CodePoint* Of(byte* at)
    {
        CodePoint* point = _points + (((ulong)at ^ ((ulong)at >> 11)) & (Size - 1));
        if (point->At != at)
        {
            *point = default;
            point->At = at;
            _hasYoung |= (long)at < oldStart;
        }
        return point;
    }

    /// <summary>Addresses have changed their meaning, all of them or those of young code.</summary>
    public void ObjectsMoved(bool oldOnesToo)
    {
        if (oldOnesToo)
        {
            NativeMemory.Clear(_points, (nuint)(Size * sizeof(CodePoint)));
        }
        else if (_hasYoung)
        {
            for (int i = 0; i < Size; i++)
            {
                if ((long)_points[i].At < oldStart)
                {
                    _points[i] = default;
                }
            }
        }
        _hasYoung = false;
    }

    public void Dispose()
    {
        NativeMemory.Free(_points);
        _points = null;
    }
}
