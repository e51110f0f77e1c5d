namespace JitTalk.Primitives.Files;

/// <summary>
/// A file that is open, with the peculiarities of the standard streams (<c>sqFilePluginBasicPrims.c</c>): they have no
/// size, and a terminal hands out a byte at a time, the last of which can be put back.
/// All operations answer false where the system refuses them.
/// </summary>
internal sealed class OpenFile
{
    private readonly Stream _stream;
    private readonly bool _isTerminal;
    private readonly bool _isStandard;
    private byte? _last;
    private bool _isPutBack;
    private bool _hasEnded;

    private OpenFile(Stream stream, bool isWritable, bool isStandard, bool isTerminal)
    {
        _stream = stream;
        IsWritable = isWritable;
        _isStandard = isStandard;
        _isTerminal = isTerminal;
    }

    public bool IsWritable { get; }

    /// <summary>A stream without positions has ended when a read has found its end.</summary>
    public bool IsAtEnd => _stream.CanSeek ? _stream.Position >= _stream.Length : _hasEnded;

    public static OpenFile OnDisk(Stream stream, bool isWritable) => new(stream, isWritable, false, false);

    public static OpenFile Input(Stream stream, bool isTerminal) => new(stream, false, true, isTerminal);

    public static OpenFile Output(Stream stream) => new(stream, true, true, false);

    /// <summary>The errors by which .NET says that the system refuses.</summary>
    public static bool IsRefusal(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <param name="into">Where the bytes go. Only a terminal leaves off before it is full or the file ends.</param>
    /// <param name="count">The bytes read.</param>
    public bool TryRead(Span<byte> into, out int count)
    {
        count = 0;
        if (_isStandard && IsWritable)
        {
            return false;
        }
        if (_isTerminal)
        {
            return TryReadByte(into, out count);
        }
        try
        {
            count = _stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            return false;
        }
        _hasEnded = count < into.Length;
        return true;
    }

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (!IsWritable)
        {
            return false;
        }
        try
        {
            _stream.Write(bytes);
            if (_isStandard)
            {
                _stream.Flush();
            }
            return true;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            return false;
        }
    }

    public bool TryPosition(out long position)
    {
        position = _isTerminal ? (_last is null || _isPutBack ? 0 : 1) : 0;
        if (!_isTerminal && _stream.CanSeek)
        {
            position = _stream.Position;
        }
        return _isTerminal || _stream.CanSeek;
    }

    public bool TrySetPosition(long position)
    {
        if (_isTerminal)
        {
            return TryPutBack(position);
        }
        return Try(() => _stream.Position = position);
    }

    public bool TrySize(out long size)
    {
        bool hasSize = !_isStandard && _stream.CanSeek;
        size = hasSize ? _stream.Length : 0;
        return hasSize;
    }

    public bool TryTruncate(long size) => IsWritable && !_isStandard && Try(() => _stream.SetLength(size));

    public bool TryFlush() => Try(_stream.Flush);

    /// <summary>Writes through to the disk.</summary>
    public bool TrySync() => _stream is FileStream file ? Try(() => file.Flush(flushToDisk: true)) : TryFlush();

    public bool TryClose() => _isStandard ? !IsWritable || TryFlush() : Try(_stream.Dispose);

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            return false;
        }
    }

    private bool TryReadByte(Span<byte> into, out int count)
    {
        count = 0;
        if (into.IsEmpty)
        {
            return true;
        }
        if (_isPutBack)
        {
            into[0] = _last.GetValueOrDefault();
            _isPutBack = false;
            count = 1;
            return true;
        }
        try
        {
            count = _stream.Read(into[..1]);
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            return false;
        }
        _hasEnded = count == 0;
        _last = count == 0 ? _last : into[0];
        return true;
    }

    private bool TryPutBack(long position)
    {
        _ = TryPosition(out long current);
        if (_last is null || (position != current && position != current - 1))
        {
            return false;
        }
        _isPutBack |= position < current;
        return true;
    }
}
