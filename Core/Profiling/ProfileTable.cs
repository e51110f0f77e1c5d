using System.Globalization;
using System.Text;

namespace JitTalk.Core.Profiling;

/// <summary>A profile for people: how much was looked at, what the time went into, and the methods that took most of it.</summary>
internal static class ProfileTable
{
    private const int MostRows = 20;

    private static readonly (FrameKind Kind, string Name)[] Parts =
    [
        (FrameKind.Code, "Smalltalk"),
        (FrameKind.Primitive, "primitives"),
        (FrameKind.Scavenge, "scavenges"),
        (FrameKind.FullCollection, "full collections"),
        (FrameKind.Compiling, "compiling"),
    ];

    /// <param name="profile">What was seen.</param>
    /// <param name="title">What was run.</param>
    /// <returns>Lines with ends.</returns>
    public static string Render(Profile profile, string title)
    {
        StringBuilder text = new();
        TimeSpan idle = profile.TimeOf(FrameKind.Idle);
        TimeSpan busy = profile.Time - idle;
        Line(text, $"profile of {title}: {Counted(profile.Samples)} in {profile.Time.TotalSeconds:F2} s{Spacing(profile)}");
        Line(text, $"busy {busy.TotalSeconds:F2} s, which all shares are of; idle {idle.TotalSeconds:F2} s");
        IEnumerable<string> parts = Parts
            .Select(part => (part.Name, Time: profile.TimeOf(part.Kind)))
            .Where(part => part.Time > TimeSpan.Zero)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {Share(part.Time, busy):F1} %"));
        Line(text, $"  {string.Join(", ", parts)}");
        if (busy == TimeSpan.Zero)
        {
            return text.ToString();
        }
        Dictionary<int, FrameSums> sums = profile.Tree.Sums(frame => profile.Frames[frame].Kind != FrameKind.Idle);
        Table(text, "self", profile, busy, sums.Where(s => s.Value.SelfSamples > 0).OrderByDescending(s => s.Value.Self));
        Table(text, "total", profile, busy, sums.OrderByDescending(s => s.Value.Total).ThenByDescending(s => s.Value.Self));
        return text.ToString();
    }

    private static void Table(
        StringBuilder text, string title, Profile profile, TimeSpan busy, IOrderedEnumerable<KeyValuePair<int, FrameSums>> rows)
    {
        _ = text.Append('\n');
        Line(text, $"by {title} time");
        Line(text, $"     self   self, s    total  total, s  samples");
        KeyValuePair<int, FrameSums>[] all = [.. rows];
        foreach ((int frame, FrameSums sums) in all.Take(MostRows))
        {
            long samples = title == "self" ? sums.SelfSamples : sums.TotalSamples;
            Line(text, $"  {Share(sums.Self, busy),5:F1} % {sums.Self.TotalSeconds,9:F3}  {Share(sums.Total, busy),5:F1} % {sums.Total.TotalSeconds,9:F3} {samples,8}  {profile.Frames[frame].Name}");
        }
        if (all.Length > MostRows)
        {
            Line(text, $"  … and {all.Length - MostRows} more");
        }
    }

    private static string Counted(long samples) => samples == 1 ? "1 sample" : $"{samples} samples";

    private static string Spacing(Profile profile) => profile.Samples == 0 ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $", one each {(profile.Time / profile.Samples).TotalMilliseconds:F2} ms");

    private static double Share(TimeSpan part, TimeSpan whole) => 100 * part / whole;

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
