using System.Runtime.ExceptionServices;

namespace JitTalk.Display;

/// <summary>The thread of the virtual machine, whose stack is large because compiled and interpreted code nest on it.</summary>
internal static class VmThread
{
    // Reserved, not committed: it costs nothing until it is used.
    private const int StackBytes = 256 << 20;

    /// <summary>Waits for the answer of <paramref name="work"/>; its exceptions come through.</summary>
    public static int Run(Func<int> work)
    {
        int answer = 0;
        ExceptionDispatchInfo? thrown = null;
        Thread thread = new(Body, StackBytes) { Name = "Smalltalk" };
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return answer;

        void Body()
        {
            try
            {
                answer = work();
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}
