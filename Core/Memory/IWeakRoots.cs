namespace JitTalk.Core.Memory;

/// <summary>Someone outside the heap who refers to objects without keeping them alive.</summary>
internal interface IWeakRoots : IRoots
{
    /// <summary>
    /// Called when a full collection has found what is alive, before anything moves: what refers to another object is to
    /// be dropped, and forwarders are to be followed.
    /// </summary>
    void Prune(Func<Oop, bool> isLive);

    /// <summary>The same when a scavenge has found which young objects are alive; all old ones are taken to be.</summary>
    void PruneYoung(Func<Oop, bool> isLive);
}
