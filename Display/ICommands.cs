using JitTalk.Core.Execution;
using JitTalk.Jit;

namespace JitTalk.Display;

/// <summary>What a command line can ask for. All answer the exit code of the process.</summary>
internal interface ICommands
{
    /// <summary>Runs an image until it quits.</summary>
    /// <param name="options">How; the path of the image is as the user gave it.</param>
    /// <param name="jit">How to compile; null to interpret everything.</param>
    /// <param name="code">Smalltalk to evaluate, after which the run ends; null to let the image go its way.</param>
    /// <param name="window">What it shows, and where its input comes from.</param>
    int Run(VmOptions options, JitOptions? jit, string? code, WindowOptions window);

    /// <summary>Makes an image of source text.</summary>
    int Build(BuildOrder order);

    /// <summary>Says what an image is and what is in it.</summary>
    int Info(string image, int classCount);

    /// <summary>Says whether an image is in order, as far as that can be seen without running it.</summary>
    int Verify(string image);

    /// <summary>Lists the bytecodes of a method, given as <c>Class&gt;&gt;selector</c>.</summary>
    int Disassemble(string image, string method);
}
