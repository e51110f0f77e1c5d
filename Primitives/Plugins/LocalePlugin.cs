using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// Where the user is and what they speak (VMMaker <c>LocalePlugin</c>), as far as the environment says: fails otherwise,
/// and the image takes its defaults.
/// </summary>
internal static class LocalePlugin
{
    private const string Module = "LocalePlugin";

    /// <summary>ISO 639.</summary>
    [Primitive(Module, "primitiveLanguage")]
    public static Oop Language(VirtualMachine vm, Oop receiver) => Text(vm, Locale(0));

    /// <summary>ISO 3166.</summary>
    [Primitive(Module, "primitiveCountry")]
    public static Oop Country(VirtualMachine vm, Oop receiver) => Text(vm, Locale(1));

    /// <summary>False in the three countries that measure otherwise.</summary>
    [Primitive(Module, "primitiveMeasurementMetric")]
    public static Oop MeasurementMetric(VirtualMachine vm, Oop receiver) =>
        Locale(1) is { } country ? vm.Memory.Boolean(country is not ("US" or "LR" or "MM")) : vm.Fail(PrimitiveError.NotFound);

    /// <summary>Minutes that local time is ahead of UTC.</summary>
    [Primitive(Module, "primitiveTimezoneOffset")]
    [Primitive(Module, "primitiveVMOffsetToUTC")]
    public static Oop TimezoneOffset(VirtualMachine vm, Oop receiver) => Oop.FromInteger(vm.Clock.UtcOffsetSeconds / 60);

    private static Oop Text(VirtualMachine vm, string? text) => text is null ? vm.Fail(PrimitiveError.NotFound) : vm.String(text);

    /// <summary>Part 0, language, or 1, country, of what looks like de_AT.UTF-8@euro; null for none.</summary>
    private static string? Locale(int part)
    {
        string? locale = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }
            .Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(value => !string.IsNullOrEmpty(value));
        string? name = locale?.Split('.', '@')[0];
        return name is null or "C" or "POSIX" ? null : name.Split('_').ElementAtOrDefault(part);
    }
}
