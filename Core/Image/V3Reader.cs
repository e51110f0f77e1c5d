using JitTalk.Core.Memory;

namespace JitTalk.Core.Image;

/// <summary>
/// Reads images from before Spur, of 32 and 64 bits and both byte orders: headers of one to three words, a table of
/// compact classes, SmallIntegers of all bits but one (VMMaker <c>ObjectMemory</c>).
/// </summary>
internal sealed class V3Reader(Stream file, ImageHeader header, ObjectMemory memory) : WideningReader(file, header, memory)
{
    // Keeps a hash of 0 apart from "none yet", as ObjectMemory.IdentityHash does.
    private const int HashIsSetBit = 0x1000;

    private readonly Dictionary<ulong, int> _classIndices = [];
    private readonly List<ulong> _compactClasses = [];
    private ulong _methodClass;
    private int _contextIndex;
    private int _blockContextIndex;
    private int _floatIndex;

    protected override int Alignment => WordSize;

    private bool HasClasslessMethods => Header.Format.Dialect.Format == ImageFormat.PreRelease;

    protected override FileObject ObjectFrom(long at) =>
        V3Objects.TryFrom(Words, at, Segments.Length, out FileObject found) ? found : throw Broken(at, "has a broken header");

    protected override FileObject ObjectAtOop(long offset) => V3Objects.At(Words, offset);

    protected override void ReadClasses(in FileObject specialObjects)
    {
        FileObject compact = ObjectAt(Pointer(SpecialWord(specialObjects, SpecialObject.CompactClasses), "compact classes"));
        if (!compact.Format.IsPointers())
        {
            throw Broken(compact, "is no table of compact classes");
        }
        for (long i = 0; i < compact.Bytes / WordSize; i++)
        {
            _compactClasses.Add(Word(compact.Body + (i * WordSize)));
        }
        _methodClass = SpecialWord(specialObjects, SpecialObject.ClassCompiledMethod);
        for (long at = 0; at < Segments.Length;)
        {
            FileObject found = ObjectFrom(at);
            if (!found.IsHidden)
            {
                _ = Enter(found, ClassOf(found));
            }
            at = found.Next;
        }
        _contextIndex = KnownIndex(specialObjects, SpecialObject.ClassContext);
        _blockContextIndex = KnownIndex(specialObjects, SpecialObject.ClassBlockContext);
        _floatIndex = KnownIndex(specialObjects, SpecialObject.ClassFloat);
    }

    protected override (int ClassIndex, int Hash) Identity(in FileObject found)
    {
        int hash = _classIndices.TryGetValue(OldOop(found), out int ownIndex) ? ownIndex : found.Hash | HashIsSetBit;
        return (_classIndices[ClassOf(found)], hash);
    }

    protected override bool TryImmediate(ulong word, out Oop oop)
    {
        long value = WordSize == 8 ? (long)word >> 1 : (int)word >> 1;
        oop = Oop.FromInteger(value);
        bool isInteger = (word & 1) != 0;
        if (isInteger && oop.Integer != value)
        {
            throw new ImageFormatException($"the image has the SmallInteger {value}: this VM keeps 61 bits of them, not 63");
        }
        return isInteger;
    }

    protected override bool IsContext(int classIndex) => classIndex == _contextIndex || classIndex == _blockContextIndex;

    protected override bool HasSwappedWords(int classIndex) =>
        classIndex == _floatIndex && (Header.IsBigEndian || !Header.Format.Dialect.HasNativeFloats);

    private ulong OldOop(in FileObject found) => Header.OldBase + (ulong)found.Offset;

    private int KnownIndex(in FileObject specialObjects, SpecialObject which) =>
        _classIndices.GetValueOrDefault(SpecialWord(specialObjects, which));

    private ulong ClassOf(in FileObject found)
    {
        if (HasClasslessMethods && found.Format.IsCompiledMethod())
        {
            return _methodClass;
        }
        if (found.Class != 0)
        {
            return found.Class;
        }
        return found.CompactIndex > 0 && found.CompactIndex <= _compactClasses.Count
            ? _compactClasses[found.CompactIndex - 1]
            : throw Broken(found, $"has the compact class index {found.CompactIndex}, which no class has");
    }

    /// <summary>The index of a class, entered at its first instance.</summary>
    private int Enter(in FileObject instance, ulong behavior)
    {
        if (_classIndices.TryGetValue(behavior, out int index))
        {
            return index;
        }
        FileObject found = ObjectAt(Pointer(behavior, "class"));
        if (!IsClassLike(found))
        {
            throw Broken(instance, "has a class that is none");
        }
        index = Memory.Classes.Enter(Moved(found), found.Hash);
        return _classIndices[behavior] = index != 0 ? index : throw new ImageFormatException("the image has too many classes");
    }
}
