namespace JitTalk.Primitives.Jpeg;

/// <summary>A colour of three bytes; of gray all are the same.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue);
