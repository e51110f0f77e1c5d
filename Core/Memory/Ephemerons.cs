namespace JitTalk.Core.Memory;

/// <summary>
/// The ephemerons that a collection has met before it knew whether their keys live. What such a one refers to is not
/// scanned with the rest: its key may be reachable through it only.
/// </summary>
/// <param name="mourners">Take those whose keys died.</param>
/// <param name="isAlive">Whether an object is known to live by now.</param>
/// <param name="scan">Has what an ephemeron refers to live.</param>
internal sealed unsafe class Ephemerons(Mourners mourners, Func<Oop, bool> isAlive, Action<Oop> scan)
{
    private List<Oop> _undecided = [];
    private List<Oop> _waiting = [];

    public void Clear() => _undecided.Clear();

    /// <summary>Takes an ephemeron whose key is not known to live; answers false for any other.</summary>
    public bool TryAdd(Oop ephemeron)
    {
        if (isAlive(Key(ephemeron)))
        {
            return false;
        }
        _undecided.Add(ephemeron);
        return true;
    }

    /// <summary>Decides on all.</summary>
    /// <param name="scanReached">Scans what has been reached meanwhile, which may lead to further keys and ephemerons.</param>
    public void Settle(Action scanReached)
    {
        while (_undecided.Count > 0)
        {
            if (!ScanThoseWithLiveKeys())
            {
                MournAll();
            }
            scanReached();
        }
    }

    private static Oop Key(Oop ephemeron) => ObjectMemory.Slots(ephemeron)[Layouts.Ephemeron.Key];

    /// <summary>Answers whether there were any.</summary>
    private bool ScanThoseWithLiveKeys()
    {
        (_undecided, _waiting) = (_waiting, _undecided);
        _undecided.Clear();
        foreach (Oop ephemeron in _waiting)
        {
            if (!TryAdd(ephemeron))
            {
                scan(ephemeron);
            }
        }
        return _undecided.Count < _waiting.Count;
    }

    /// <summary>
    /// The keys of all that are left are reachable through ephemerons only: these are handed to the image, and from
    /// now on keep what they refer to (VMMaker <c>fireAllUnscavengedEphemerons</c>).
    /// </summary>
    private void MournAll()
    {
        (_undecided, _waiting) = (_waiting, _undecided);
        _undecided.Clear();
        foreach (Oop ephemeron in _waiting)
        {
            mourners.Mourn(ephemeron);
            scan(ephemeron);
        }
    }
}
