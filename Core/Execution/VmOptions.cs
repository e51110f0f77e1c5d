using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Core.Profiling;

namespace JitTalk.Core.Execution;

/// <summary>What a user or a test can set on a machine.</summary>
internal sealed record VmOptions
{
    public MemoryOptions Memory { get; init; } = new();

    /// <summary>Absolute path of the image.</summary>
    public string ImagePath { get; init; } = string.Empty;

    /// <summary>Absolute path of the VM's folder.</summary>
    public string VmPath { get; init; } = AppContext.BaseDirectory;

    /// <summary>What follows the image on the command line: system attributes 2 and up.</summary>
    public IReadOnlyList<string> ImageArguments { get; init; } = [];

    /// <summary>Options of the VM as given: system attributes −1 and down.</summary>
    public IReadOnlyList<string> VmArguments { get; init; } = [];

    /// <summary>Where the image's standard input comes from and its output goes to.</summary>
    public StandardStreams StandardStreams { get; init; } = new();

    /// <summary>Bytes of the Smalltalk stack.</summary>
    public int StackBytes { get; init; } = 1 << 20;

    /// <summary>Entries of the global method cache, a power of two.</summary>
    public int MethodCacheEntries { get; init; } = 4096;

    /// <summary>Collect at every so many safepoints, 0 for only when needed: finds oops that were held too long.</summary>
    public int CollectEvery { get; init; }

    /// <summary>Of the collections that <see cref="CollectEvery"/> asks for, every so many is a full one.</summary>
    public int CollectFullyEvery { get; init; } = 16;

    /// <summary>Name each missing primitive on stderr the first time it is called.</summary>
    public bool TracePrimitives { get; init; }

    /// <summary>Tell of each collection on stderr.</summary>
    public bool TraceCollections { get; init; }

    /// <summary>How the run is profiled; null for not at all.</summary>
    public ProfileOptions? Profile { get; init; }
}
