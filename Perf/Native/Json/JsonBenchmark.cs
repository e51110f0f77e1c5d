namespace JitTalk.Perf.Native.Json;

/// <summary>Parses a message that tells a window system what to do.</summary>
internal sealed class JsonBenchmark : INativeBenchmark
{
    private const int Operations = 156;

    private readonly string _text = JsonDocument.Text(Operations);

    public string Name => "json";

    public long Run()
    {
        JsonObject root = (JsonObject)new JsonParser(_text).Parse();
        return root["head"] is JsonObject && root["operations"] is JsonArray { Count: Operations }
            ? root.Weight
            : throw new InvalidOperationException("the message has another form");
    }
}
