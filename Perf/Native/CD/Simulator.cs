namespace JitTalk.Perf.Native.CD;

/// <summary>Tells where the aircraft are at a time. All of them fly east; every other one on a sine, the others on a cosine.</summary>
internal sealed class Simulator(int aircraft)
{
    private readonly CallSign[] _callSigns = Enumerable.Range(1, aircraft).Select(number => new CallSign(number)).ToArray();

    public Aircraft[] Frame(double time)
    {
        double[] wave = [Math.Cos(time), Math.Sin(time)];
        Aircraft[] frame = new Aircraft[_callSigns.Length];
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = new Aircraft(_callSigns[i], new Vector3D(time, (wave[i % 2] * 2.0) + (i / 2 * 6), 10.0));
        }
        return frame;
    }
}
