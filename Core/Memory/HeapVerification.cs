namespace JitTalk.Core.Memory;

/// <summary>How often the <see cref="HeapVerifier"/> looks at the memory.</summary>
internal enum HeapVerification
{
    Never,

    /// <summary>
    /// After scavenges as often as makes the verifier read no more bytes than the image allocates. After collections of
    /// the whole memory always, but where tests force them in quick succession.
    /// </summary>
    Sometimes,

    /// <summary>After every collection.</summary>
    Always,
}
