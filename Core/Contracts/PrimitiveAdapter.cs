using System.Reflection;
using System.Reflection.Emit;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Core.Contracts;

/// <summary>
/// Makes the <see cref="PrimitiveFunction"/> of an attributed method: checks the number and the types of the arguments
/// as its signature says, then calls it.
/// </summary>
internal static class PrimitiveAdapter
{
    private static readonly Type[] Signature = [typeof(VirtualMachine), typeof(Oop*), typeof(int)];
    private static readonly MethodInfo FailMethod = Helper(nameof(Fail));
    private static readonly MethodInfo BooleanMethod = Helper(nameof(Boolean));

    /// <exception cref="InvalidOperationException">The method's parameters or result are of no known type.</exception>
    public static DynamicMethod Create(MethodInfo method)
    {
        DynamicMethod adapter = new(method.Name, typeof(Oop), Signature, typeof(PrimitiveAdapter).Module, skipVisibility: true);
        ILGenerator il = adapter.GetILGenerator();
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters is [_, var only] && only.ParameterType == typeof(Arguments))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Newobj, typeof(Arguments).GetConstructors()[0]);
        }
        else
        {
            EmitCheckedArguments(il, parameters);
        }
        il.Emit(OpCodes.Call, method);
        EmitResult(il, method);
        return adapter;
    }

    private static void EmitCheckedArguments(ILGenerator il, ParameterInfo[] parameters)
    {
        int count = parameters.Length - 2;
        Label fits = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4, count);
        il.Emit(OpCodes.Beq, fits);
        EmitFailure(il, PrimitiveError.BadNumberOfArguments);
        il.MarkLabel(fits);
        LocalBuilder[] values = new LocalBuilder[count + 1];
        for (int i = 0; i <= count; i++)
        {
            Type type = parameters[i + 1].ParameterType;
            values[i] = il.DeclareLocal(type);
            EmitArgument(il, i, type, values[i]);
        }
        il.Emit(OpCodes.Ldarg_0);
        foreach (LocalBuilder value in values)
        {
            il.Emit(OpCodes.Ldloc, value);
        }
    }

    private static void EmitArgument(ILGenerator il, int index, Type type, LocalBuilder value)
    {
        if (type == typeof(Oop))
        {
            EmitLoadOop(il, index);
            il.Emit(OpCodes.Stloc, value);
            return;
        }
        string reader = type == typeof(long) ? nameof(TryInteger)
            : type == typeof(double) ? nameof(TryFloat)
            : throw new InvalidOperationException($"a primitive cannot take a {type.Name}");
        Label fits = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        EmitLoadOop(il, index);
        il.Emit(OpCodes.Ldloca, value);
        il.Emit(OpCodes.Call, Helper(reader));
        il.Emit(OpCodes.Brtrue, fits);
        EmitFailure(il, index == 0 ? PrimitiveError.BadReceiver : PrimitiveError.BadArgument);
        il.MarkLabel(fits);
    }

    private static void EmitLoadOop(ILGenerator il, int index)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, 8 * index);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldobj, typeof(Oop));
    }

    private static void EmitFailure(ILGenerator il, PrimitiveError error)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, (int)error);
        il.Emit(OpCodes.Call, FailMethod);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitResult(ILGenerator il, MethodInfo method)
    {
        if (method.ReturnType == typeof(bool))
        {
            LocalBuilder result = il.DeclareLocal(typeof(bool));
            il.Emit(OpCodes.Stloc, result);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldloc, result);
            il.Emit(OpCodes.Call, BooleanMethod);
        }
        else if (method.ReturnType != typeof(Oop))
        {
            throw new InvalidOperationException($"a primitive cannot answer a {method.ReturnType.Name}");
        }
        il.Emit(OpCodes.Ret);
    }

    private static MethodInfo Helper(string name) =>
        typeof(PrimitiveAdapter).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static Oop Fail(VirtualMachine vm, PrimitiveError error) => vm.Fail(error);

    private static Oop Boolean(VirtualMachine vm, bool value) => vm.Memory.Boolean(value);

    private static bool TryInteger(VirtualMachine vm, Oop oop, out long value)
    {
        _ = vm;
        value = oop.Integer;
        return oop.IsInteger;
    }

    private static bool TryFloat(VirtualMachine vm, Oop oop, out double value) => vm.Memory.TryFloat(oop, out value);
}
