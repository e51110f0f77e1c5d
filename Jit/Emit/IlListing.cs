using System.Globalization;
using System.Text;

namespace JitTalk.Jit.Emit;

/// <summary>Emitted instructions as text.</summary>
internal sealed class IlListing
{
    private readonly StringBuilder _text = new();

    public void Label(string name) => _text.Append(name).Append(':').AppendLine();

    public void Comment(string text) => _text.Append("    ; ").AppendLine(text);

    public void Instruction(string name, object operand)
    {
        string text = operand switch
        {
            long value when value is > 0xFFFF or < -0xFFFF => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{operand}"),
        };
        _ = _text.Append("    ").AppendLine(text.Length == 0 ? name : $"{name,-12} {text}");
    }

    public override string ToString() => _text.ToString();
}
