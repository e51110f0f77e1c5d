using System.Text.Encodings.Web;
using System.Text.Json;
using JitTalk.Core.Diagnostics;

namespace JitTalk.Core.Profiling;

/// <summary>
/// The file format of speedscope (https://www.speedscope.app/file-format-schema.json), a profile of the type "sampled":
/// the stacks in the order in which they were seen, with microseconds as weights.
/// </summary>
internal static class Speedscope
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Of the text that is put together in memory.
    private const int FlushedBytes = 1 << 16;

    /// <param name="profile">What to write.</param>
    /// <param name="name">What it is called in the viewer.</param>
    /// <param name="stream">Where to.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(Profile profile, string name, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, Options);
        json.WriteStartObject();
        json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        json.WriteString("exporter", ProductVersion.Text);
        json.WriteString("name", name);
        json.WriteNumber("activeProfileIndex", 0);
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (ProfileFrame frame in profile.Frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        WriteProfile(json, profile, name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteProfile(Utf8JsonWriter json, Profile profile, string name)
    {
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", name);
        json.WriteString("unit", "microseconds");
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", Microseconds(profile.Time));
        json.WriteStartArray("samples");
        foreach ((int node, _) in profile.Timeline)
        {
            json.WriteStartArray();
            foreach (int frame in profile.Tree.StackOf(node))
            {
                json.WriteNumberValue(frame);
            }
            json.WriteEndArray();
            if (json.BytesPending > FlushedBytes)
            {
                json.Flush();
            }
        }
        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach ((_, TimeSpan time) in profile.Timeline)
        {
            json.WriteNumberValue(Microseconds(time));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static double Microseconds(TimeSpan time) => time.Ticks / (double)TimeSpan.TicksPerMicrosecond;
}
