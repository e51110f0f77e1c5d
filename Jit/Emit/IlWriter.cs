using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace JitTalk.Jit.Emit;

/// <summary>
/// Writes the IL of one method <c>long (long, long, long)</c>, with Sigil's words for the instructions. In Debug a wrong
/// type on the evaluation stack, or a stack that is not empty at a label, fails at the call that emits it, with the listing so far.
/// </summary>
internal sealed partial class IlWriter
{
    private static readonly Type[] Parameters = [typeof(long), typeof(long), typeof(long)];

    private readonly DynamicMethod _method;
    private readonly ILGenerator _il;
    private readonly IlListing? _listing;
    private readonly Stack<IlType> _types = new();
    private int _locals;
    private int _labels;

    /// <param name="name">What profilers show.</param>
    /// <param name="lists">Whether <see cref="Listing"/> is wanted; in Debug there always is one.</param>
    public IlWriter(string name, bool lists)
    {
        _method = new DynamicMethod(name, typeof(long), Parameters, typeof(IlWriter).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        _il = _method.GetILGenerator(1024);
        _listing = lists || IsChecked ? new IlListing() : null;
    }

    /// <summary>IL instructions so far.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of IL so far.</summary>
    public int Bytes => _il.ILOffset;

    /// <summary>The instructions as text, one a line.</summary>
    public string Listing => _listing?.ToString() ?? string.Empty;

    public DynamicMethod Method => _method;

    /// <summary>Names addresses and oops in the listing; answers null for plain numbers.</summary>
    public Func<long, string?>? NameOf { get; init; }

    private static bool IsChecked
    {
        get
        {
            bool isDebug = false;
            SetInDebug(ref isDebug);
            return isDebug;
        }
    }

    public IlLocal DeclareLocal(IlType type, string? name = null)
    {
        LocalBuilder builder = _il.DeclareLocal(type switch
        {
            IlType.Int => typeof(int),
            IlType.Long => typeof(long),
            _ => typeof(double),
        });
        return new IlLocal(builder, type, name ?? string.Create(CultureInfo.InvariantCulture, $"v{_locals++}"));
    }

    public IlLabel DefineLabel(string name = "L") =>
        new(_il.DefineLabel(), string.Create(CultureInfo.InvariantCulture, $"{name}{_labels++}"));

    public void MarkLabel(IlLabel label)
    {
        Empty();
        label.IsMarked = true;
        _il.MarkLabel(label.Label);
        _listing?.Label(label.Name);
    }

    /// <summary>Whether what is written is listed: else nobody reads comments.</summary>
    public bool IsListed => _listing is not null;

    /// <summary>A line for people.</summary>
    public void Comment(string text) => _listing?.Comment(text);

    public void LoadArgument(int index)
    {
        Push(IlType.Long);
        Note("ldarg", index);
        _il.Emit(index switch { 0 => OpCodes.Ldarg_0, 1 => OpCodes.Ldarg_1, _ => OpCodes.Ldarg_2 });
    }

    public void LoadLocal(IlLocal local)
    {
        Push(local.Type);
        Note("ldloc", local);
        _il.Emit(OpCodes.Ldloc, local.Builder);
    }

    public void StoreLocal(IlLocal local)
    {
        Pop(local.Type);
        Note("stloc", local);
        _il.Emit(OpCodes.Stloc, local.Builder);
    }

    public void LoadConstant(long value)
    {
        Push(IlType.Long);
        Note("ldc.i8", value, NameOf);
        _il.Emit(OpCodes.Ldc_I8, value);
    }

    /// <param name="value">The int.</param>
    /// <param name="name">What the listing is to say in its place.</param>
    public void LoadInt(int value, string? name = null)
    {
        Push(IlType.Int);
        Note("ldc.i4", name ?? (object)value);
        _il.Emit(OpCodes.Ldc_I4, value);
    }

    public void LoadDouble(double value)
    {
        Push(IlType.Double);
        Note("ldc.r8", value);
        _il.Emit(OpCodes.Ldc_R8, value);
    }

    public void Drop()
    {
        _ = PopAny();
        Emit(OpCodes.Pop);
    }

    public void Add() => Binary(OpCodes.Add);
    public void Subtract() => Binary(OpCodes.Sub);
    public void Multiply() => Binary(OpCodes.Mul);
    public void Divide() => Binary(OpCodes.Div);
    public void Remainder() => Binary(OpCodes.Rem);
    public void And() => Binary(OpCodes.And);
    public void Or() => Binary(OpCodes.Or);
    public void Xor() => Binary(OpCodes.Xor);

    public void ShiftLeft(int bits) => Shift(OpCodes.Shl, bits);
    public void ShiftRight(int bits) => Shift(OpCodes.Shr, bits);
    public void ShiftRightUnsigned(int bits) => Shift(OpCodes.Shr_Un, bits);

    /// <summary>Reads a word, an oop or an address, at an address.</summary>
    public void LoadIndirect() => Load(OpCodes.Ldind_I8, IlType.Long);
    public void LoadIndirectInt() => Load(OpCodes.Ldind_I4, IlType.Int);
    public void LoadIndirectByte() => Load(OpCodes.Ldind_U1, IlType.Int);

    public void StoreIndirect() => Store(OpCodes.Stind_I8, IlType.Long);
    public void StoreIndirectInt() => Store(OpCodes.Stind_I4, IlType.Int);
    public void StoreIndirectByte() => Store(OpCodes.Stind_I1, IlType.Int);

    /// <summary>An int, read as not negative, to a long.</summary>
    public void ExtendUnsigned() => Convert(OpCodes.Conv_U8, IlType.Int, IlType.Long);
    public void ConvertToDouble() => Convert(OpCodes.Conv_R8, IlType.Long, IlType.Double);
    public void Truncate() => Convert(OpCodes.Conv_I4, IlType.Long, IlType.Int);

    public void Call(MethodInfo method)
    {
        Debug.Assert(method.IsStatic, "compiled code has no this");
        foreach (ParameterInfo parameter in method.GetParameters().Reverse())
        {
            Pop(TypeOf(parameter.ParameterType));
        }
        Note("call", method.Name);
        _il.Emit(OpCodes.Call, method);
        if (method.ReturnType != typeof(void))
        {
            Push(TypeOf(method.ReturnType));
        }
    }

    /// <summary>Calls the code whose address is on top, with the three longs below.</summary>
    public void CallIndirect()
    {
        for (int i = 0; i <= Parameters.Length; i++)
        {
            Pop(IlType.Long);
        }
        Note("calli", "long(long, long, long)");
        _il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, typeof(long), Parameters, null);
        Push(IlType.Long);
    }

    public void Return()
    {
        Pop(IlType.Long);
        Empty();
        Emit(OpCodes.Ret);
    }

    private static IlType TypeOf(Type type) =>
        type == typeof(int) || type == typeof(bool) ? IlType.Int : type == typeof(double) ? IlType.Double : IlType.Long;

    [Conditional("DEBUG")]
    private static void SetInDebug(ref bool isDebug) => isDebug = true;

    private void Emit(OpCode code)
    {
        Note(code.Name!, string.Empty);
        _il.Emit(code);
    }

    private void Binary(OpCode code)
    {
        IlType type = PopAny();
        Pop(type);
        Push(type);
        Emit(code);
    }

    private void Shift(OpCode code, int bits)
    {
        IlType type = PopAny();
        Push(type);
        Note(code.Name!, bits);
        _il.Emit(OpCodes.Ldc_I4, bits);
        _il.Emit(code);
    }

    private void Load(OpCode code, IlType type)
    {
        Pop(IlType.Long);
        Push(type);
        Emit(code);
    }

    private void Store(OpCode code, IlType type)
    {
        Pop(type);
        Pop(IlType.Long);
        Emit(code);
    }

    private void Convert(OpCode code, IlType from, IlType to)
    {
        Pop(from);
        Push(to);
        Emit(code);
    }

    private void Note(string name, long operand, Func<long, string?>? nameOf)
    {
        Count++;
        _listing?.Instruction(name, nameOf?.Invoke(operand) ?? (object)operand);
    }

    private void Note(string name, object operand)
    {
        Count++;
        _listing?.Instruction(name, operand);
    }
}
