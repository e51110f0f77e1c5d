namespace JitTalk.Core.Contracts;

/// <summary>Why a primitive failed: 1-based indices into the image's error table (VMMaker <c>PrimErr…</c>).</summary>
internal enum PrimitiveError
{
    None = 0,
    Generic = 1,
    BadReceiver = 2,
    BadArgument = 3,
    BadIndex = 4,
    BadNumberOfArguments = 5,
    InappropriateOperation = 6,
    UnsupportedOperation = 7,
    NoModification = 8,
    NoMemory = 9,
    NoCMemory = 10,
    NotFound = 11,
    BadMethod = 12,
    NamedInternal = 13,
    ObjectMayMove = 14,
    LimitExceeded = 15,
    ObjectIsPinned = 16,
    WritePastObject = 17,
    ObjectMoved = 18,
    ObjectNotPinned = 19,
    OperatingSystem = 21,
    OperationFailed = 24,
}
