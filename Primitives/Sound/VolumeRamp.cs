namespace JitTalk.Primitives.Sound;

/// <summary>A volume of 15 bits of fraction that goes to a limit, a step each sample (image: <c>AbstractSound</c>).</summary>
internal struct VolumeRamp(long volume, long increment, long limit)
{
    public long Volume { get; private set; } = volume;
    public long Increment { get; private set; } = increment;

    public void Step()
    {
        if (Increment == 0)
        {
            return;
        }
        Volume += Increment;
        if (Increment > 0 ? Volume >= limit : Volume <= limit)
        {
            (Volume, Increment) = (limit, 0);
        }
    }
}
