namespace JitTalk.Perf.Native;

/// <summary>Numbers of 16 bits that look random, the same ones as in Smalltalk.</summary>
internal sealed class AwfyRandom
{
    private int _seed = 74755;

    public int Next()
    {
        _seed = ((_seed * 1309) + 13849) & 0xFFFF;
        return _seed;
    }
}
