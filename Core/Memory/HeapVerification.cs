namespace JitTalk.Core.Memory;

/// <summary>How often the <see cref="HeapVerifier"/> looks at the memory.</summary>
internal enum HeapVerification
{
    Never,

    /// <summary>
    /// After every collection of the whole memory, and after scavenges as often as makes the verifier read no more
    /// bytes than the image allocates.
    /// </summary>
    Sometimes,

    /// <summary>After every collection.</summary>
    Always,
}
