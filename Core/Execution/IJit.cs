using JitTalk.Core.Memory;

namespace JitTalk.Core.Execution;

/// <summary>
/// Who turns hot code into machine code. The interpreter counts and asks; it runs what it is given, and goes on
/// interpreting where it is given nothing. All calls come from the machine's thread.
/// </summary>
internal unsafe interface IJit
{
    /// <summary>Activations of a method after which it is hot.</summary>
    int CallThreshold { get; }

    /// <summary>Turns of a loop after which it is hot.</summary>
    int LoopThreshold { get; }

    /// <summary>Whether the machine's thread is at work on code, and so the image waits. Any thread may ask.</summary>
    bool IsCompiling { get; }

    /// <summary>The machine code of a method; 0 when there is none.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isContexts">Whether receivers may be contexts, whose variables may be in a frame.</param>
    nint CodeOf(Oop method, bool isContexts);

    /// <summary>
    /// Asks for the code of a method that was called often. It may be there at once, or come later, when
    /// <see cref="Interpreter.PublishMethod"/> hands it over.
    /// </summary>
    void MethodIsHot(MethodCacheEntry* found);

    /// <summary>Asks for the code of a block's body; see <see cref="MethodIsHot"/>.</summary>
    /// <param name="method">The method whose bytecodes hold it.</param>
    /// <param name="offset">Of its first bytecode, from slot 0.</param>
    /// <param name="argumentCount">What it takes.</param>
    /// <param name="copiedCount">The values that its closure carries.</param>
    void BlockIsHot(Oop method, int offset, int argumentCount, int copiedCount);

    /// <summary>Asks for code that goes on with an activation at the head of a loop; see <see cref="MethodIsHot"/>.</summary>
    /// <param name="frame">The activation.</param>
    /// <param name="offset">Of the bytecode that is jumped back to, from slot 0.</param>
    /// <param name="depth">Temps and operands in the frame there.</param>
    void LoopIsHot(Frame frame, int offset, int depth);

    /// <summary>Compiled code was left at a place that it has not provided for.</summary>
    void ExitTaken(ExitPoint* exit);

    /// <summary>A send of compiled code went to a class that its code does not foresee.</summary>
    void SendMissed(CallCell* cell, int classIndex);

    /// <summary>A selector, or with <see cref="Oop.None"/> any, may mean another method from now on.</summary>
    void MeaningChanged(Oop selector);

    /// <summary>Whether any code was made of a method.</summary>
    bool HasCodeOf(Oop method);

    /// <summary>The bytecodes, literals or standing of a method have changed.</summary>
    void MethodChanged(Oop method);

    /// <summary>Called at each poll: what was compiled meanwhile can be put to use.</summary>
    void Polled();

    /// <summary>No compiled code has an activation: what was dropped can be freed.</summary>
    void NothingRuns();
}
