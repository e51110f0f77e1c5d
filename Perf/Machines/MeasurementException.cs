namespace JitTalk.Perf.Machines;

/// <summary>A machine that could not be measured, and why, in one line.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
