namespace JitTalk.Core.Profiling;

/// <summary>What the machine's thread was found doing.</summary>
internal enum FrameKind
{
    /// <summary>It ran a method or a block, interpreted or compiled.</summary>
    Code,

    /// <summary>It was in a primitive.</summary>
    Primitive,

    /// <summary>It collected new space.</summary>
    Scavenge,

    /// <summary>It collected the whole memory.</summary>
    FullCollection,

    /// <summary>It prepared or made machine code while the image waited.</summary>
    Compiling,

    /// <summary>It slept, for the image had nothing to do.</summary>
    Idle,
}

/// <summary>One line of a stack.</summary>
/// <param name="Name">For people: <c>Class&gt;&gt;selector</c>, <c>[] in …</c>, <c>primitive 60 (At)</c>, <c>(idle)</c>.</param>
/// <param name="Kind">What it stands for.</param>
internal readonly record struct ProfileFrame(string Name, FrameKind Kind);
