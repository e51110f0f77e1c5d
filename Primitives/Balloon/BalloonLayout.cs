namespace JitTalk.Primitives.Balloon;

/// <summary>
/// Where things are in the work buffer of an engine (image: <c>BalloonEngineConstants</c>): a header of 128 words; then
/// objects, which are edges and fills; then the global edge table, then the active edges; at the far end, growing
/// downwards, the stack of fills.
/// </summary>
/// <remarks>
/// The image makes the buffer, gives it a new one when it is full (<c>primitiveCopyBuffer</c>) and recycles it, and knows
/// nothing of what is inside. The state lies there all the same, at the reference's places: it goes with the buffer
/// wherever the image takes it, and dies with it.
/// </remarks>
internal static class BalloonLayout
{
    public const int MagicNumber = 0x416E6469;
    public const int HeaderSize = 128;
    public const int MinimalSize = 256;

    // The header.
    public const int Magic = 0;
    public const int Size = 1;
    public const int State = 2;
    public const int ObjectStart = 8;
    public const int ObjectUsed = 9;
    public const int BufferTop = 10;
    public const int GlobalStart = 11;
    public const int GlobalUsed = 12;
    public const int ActiveStart = 13;
    public const int ActiveUsed = 14;
    public const int HasEdgeTransform = 16;
    public const int HasColorTransform = 17;
    public const int EdgeTransform = 18;
    public const int ColorTransform = 24;
    public const int SpanStart = 32;
    public const int SpanSize = 33;
    public const int SpanEnd = 34;
    public const int SpanEndSub = 35;
    public const int FillMinX = 36;
    public const int FillMaxX = 37;
    public const int FillMinY = 38;
    public const int FillMaxY = 39;
    public const int ClipMinX = 42;
    public const int ClipMaxX = 43;
    public const int ClipMinY = 44;
    public const int ClipMaxY = 45;
    public const int OffsetX = 46;
    public const int OffsetY = 47;
    public const int Level = 48;
    public const int Shift = 49;
    public const int ColorShift = 50;
    public const int ColorMask = 51;
    public const int ScanMask = 52;
    public const int NeedsFlush = 63;
    public const int StopReason = 64;
    public const int ExportedEdge = 65;
    public const int ExportedFill = 66;
    public const int ExportedLeft = 67;
    public const int ExportedRight = 68;
    public const int ClearSpan = 69;
    public const int CurrentY = 88;
    public const int FirstStatistic = 90;
    public const int FirstBezierStatistic = 108;
    public const int BezierStatistics = 4;
    public const int CurrentZ = 113;

    // Every object.
    public const int Type = 0;
    public const int Length = 1;
    public const int Index = 2;
    public const int FillSize = 4;

    // Every edge.
    public const int X = 4;
    public const int Y = 5;
    public const int Z = 6;
    public const int Lines = 7;
    public const int LeftFill = 8;
    public const int RightFill = 9;
    public const int EdgeSize = 10;

    // Lines. Where they end is no longer known when they are stepped.
    public const int XDirection = 10;
    public const int YDirection = 11;
    public const int XIncrement = 12;
    public const int Error = 13;
    public const int ErrorUp = 14;
    public const int ErrorDown = 15;
    public const int EndX = 14;
    public const int EndY = 15;
    public const int LineSize = 16;

    // Béziers, the same.
    public const int Upper = 10;
    public const int ViaX = 12;
    public const int ViaY = 13;
    public const int BezierSize = 16;

    // Wide edges.
    public const int WideFill = 16;
    public const int WideWidth = 17;
    public const int WideEntry = 18;
    public const int WideExit = 19;
    public const int WideExtent = 20;
    public const int WideLineSize = 21;
    public const int WideFinalX = 21;
    public const int Lower = 22;
    public const int WideBezierSize = 28;

    // Forward differences of a bézier; X and Y with 8 bits of fraction, the others with 24.
    public const int NextX = 0;
    public const int NextY = 1;
    public const int DeltaX = 2;
    public const int DeltaY = 3;
    public const int DeltaDeltaX = 4;
    public const int DeltaDeltaY = 5;
    public const int Differences = 6;

    // Fills with a direction, then gradients and bitmaps.
    public const int OriginX = 4;
    public const int OriginY = 5;
    public const int DirectionX = 6;
    public const int DirectionY = 7;
    public const int NormalX = 8;
    public const int NormalY = 9;
    public const int RampLength = 10;
    public const int GradientSize = 12;
    public const int BitmapWidth = 10;
    public const int BitmapHeight = 11;
    public const int BitmapDepth = 12;
    public const int BitmapWords = 13;
    public const int BitmapPitch = 14;
    public const int ColormapSize = 15;
    public const int IsTiled = 16;
    public const int BitmapSize = 18;
}

/// <summary>The types of objects. An odd edge is wide.</summary>
internal static class BalloonType
{
    public const int ExternalEdge = 2;
    public const int Line = 4;
    public const int Bezier = 6;
    public const int Wide = 1;
    public const int EdgeMask = 0xFF;
    public const int ExternalFill = 0x100;
    public const int LinearGradient = 0x200;
    public const int RadialGradient = 0x300;
    public const int Bitmap = 0x400;
    public const int FillMask = 0xFF00;
    public const int Mask = 0xFFFF;

    /// <summary>A flag beside the type: for now, the fills at the sides of the edge are not those of the edge.</summary>
    public const int FillsInvalid = 0x1_0000;
}

/// <summary>What an engine is at, and what it waits for (image: <c>GEState…</c>).</summary>
internal enum BalloonState
{
    Unlocked = 0,
    AddingFromGlobal = 1,
    WaitingForEdge = 2,
    ScanningActive = 3,
    WaitingForFill = 4,
    BlitBuffer = 5,
    UpdateEdges = 6,
    WaitingChange = 7,
    Completed = 8,
}

/// <summary>Why an engine stopped (image: <c>GError…</c>).</summary>
internal enum BalloonStop
{
    None = 0,
    NoMoreSpace = 1,
    BadState = 2,
    NeedFlush = 3,
    GlobalEntry = 4,
    FillEntry = 5,
    ActiveEntry = 6,
}

/// <summary>Why a primitive failed: numbers above those of the image's error table (VMMaker <c>GEF…</c>).</summary>
internal enum BalloonFailure
{
    None = 0,
    EngineIsInteger = 101,
    EngineIsWords = 102,
    EngineTooSmall = 103,
    EngineStopped = 104,
    WorkBufferIsInteger = 105,
    WorkBufferIsPointers = 106,
    WorkBufferTooSmall = 107,
    WorkBufferBadMagic = 108,
    WorkBufferWrongSize = 109,
    WorkBufferStartWrong = 110,
    WorkTooBig = 111,
    EdgeDataTooSmall = 112,
    FillDataTooSmall = 113,
    ClassMismatch = 114,
    SizeMismatch = 115,
    WrongState = 116,
    WrongFill = 117,
    EntityLoadFailed = 119,
    EntityCheckFailed = 120,
    BadPoint = 121,
    BitBltLoadFailed = 122,
    FormLoadFailed = 123,
}
