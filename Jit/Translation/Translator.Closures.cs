using JitTalk.Core.Bytecodes;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

// Closures, and the context that they are made in: from eden while it lasts.
internal sealed partial class Translator
{
    // See Interpreter.ClosureFromCode.
    private const int CopiedShift = 32;
    private const int ArgumentShift = 40;

    private void EmitClosure(in Instruction instruction)
    {
        int copied = instruction.Operand;
        int arguments = instruction.Argument;
        int startPc = _plan.ImagePcs[instruction.Offset];
        int depth = _depth;
        Spill();
        IlLocal closure = _il.DeclareLocal(IlType.Long);
        IlLabel made = _il.DefineLabel("closed");
        IlLabel full = Cold("full", () =>
        {
            LoadTop(depth);
            _il.LoadLocal(_fp);
            _il.LoadConstant(startPc + ((long)copied << CopiedShift) + ((long)arguments << ArgumentShift));
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.Closure);
            _il.StoreLocal(closure);
            _il.Branch(made);
        });
        IlLocal context = EmitContext(full);
        int slots = Layouts.Closure.FirstCopied + copied;
        IlLocal oop = TakeObject(_around.ClosureClass, ObjectFormat.FixedAndIndexable, slots, full);
        StoreNew(oop, Layouts.Closure.OuterContext, () => _il.LoadLocal(context));
        StoreNew(oop, Layouts.Closure.StartPcOrMethod, () => _il.LoadConstant(Oop.FromInteger(startPc).Bits));
        StoreNew(oop, Layouts.Closure.ArgumentCount, () => _il.LoadConstant(Oop.FromInteger(arguments).Bits));
        for (int i = 0; i < copied; i++)
        {
            int slot = Frame.FirstTemp + depth - copied + i;
            StoreNew(oop, Layouts.Closure.FirstCopied + i, () => LoadFrame(slot));
        }
        _il.LoadLocal(oop);
        _il.StoreLocal(closure);
        _il.MarkLabel(made);
        Pop(copied);
        PushResult(closure, _around.ClosureClass);
    }

    /// <summary>An Array with nil or, taken from the stack, its elements: a vector of temps, or what stands in braces.</summary>
    private void EmitNewArray(in Instruction instruction)
    {
        int size = instruction.Operand;
        int popped = (instruction.Flags & InstructionFlags.PopsElements) != 0 ? size : 0;
        int first = Frame.FirstTemp + _depth - popped;
        EmitMade(popped, full =>
        {
            IlLocal array = TakeObject(_around.ArrayClass, ObjectFormat.Indexable, size, full);
            for (int i = 0; i < size; i++)
            {
                int element = i;
                StoreNew(array, i, () =>
                {
                    if (popped > 0)
                    {
                        LoadFrame(first + element);
                    }
                    else
                    {
                        _il.LoadConstant(_around.Nil);
                    }
                });
            }
            return array;
        });
    }

    /// <summary>Pushes an object that is made in the code while eden lasts, else by the interpreter's step.</summary>
    /// <param name="popped">Operands that go into it.</param>
    /// <param name="make">Emits the making, given where a full eden goes.</param>
    private void EmitMade(int popped, Func<IlLabel, IlLocal> make)
    {
        int offset = Current.Offset;
        int depth = _depth;
        Spill();
        IlLocal made = _il.DeclareLocal(IlType.Long);
        IlLabel done = _il.DefineLabel("made");
        IlLabel full = Cold("full", () =>
        {
            StorePc(offset);
            LoadTop(depth);
            _il.LoadLocal(_fp);
            _il.LoadConstant(_around.Machine);
            _il.Call(Runtime.Step);
            _il.BranchIfZero(_end);
            LoadSlot(depth - popped);
            _il.StoreLocal(made);
            _il.Branch(done);
        });
        _il.LoadLocal(make(full));
        _il.StoreLocal(made);
        _il.MarkLabel(done);
        Pop(popped);
        PushResult(made);
    }

    /// <summary>A local with the frame's context, made now if nobody asked before (see <c>Interpreter.MarriedContext</c>).</summary>
    private IlLocal EmitContext(IlLabel full)
    {
        IlLocal context = _il.DeclareLocal(IlType.Long);
        IlLabel married = _il.DefineLabel("married");
        LoadFrame(Frame.ContextSlot);
        _il.StoreLocal(context);
        _il.LoadLocal(context);
        _il.BranchIfNotZero(married);
        int arguments = _plan.ArgumentCount;
        IlLocal oop = TakeObject(_around.ContextClass, ObjectFormat.FixedAndIndexable, _plan.ContextSlots, full);
        StoreNew(oop, Layouts.Context.Sender, () =>
        {
            // The frame's place in the stack, a SmallInteger.
            _il.LoadLocal(_fp);
            _il.LoadConstant(_around.StackStart - Oop.IntegerTag);
            _il.Subtract();
        });
        StoreNew(oop, Layouts.Context.Pc, () => _il.LoadConstant(_around.Nil));
        StoreNew(oop, Layouts.Context.StackPointer, () => _il.LoadConstant(Oop.FromInteger(arguments).Bits));
        StoreNew(oop, Layouts.Context.Method, () => LoadFrame(Frame.MethodSlot));
        StoreNew(oop, Layouts.Context.Closure, () =>
        {
            if (_plan.IsBlock)
            {
                LoadFrame(-1 - arguments);
            }
            else
            {
                _il.LoadConstant(_around.Nil);
            }
        });
        StoreNew(oop, Layouts.Context.Receiver, () => LoadFrame(Frame.ReceiverSlot));
        for (int i = 0; i < _plan.ContextSlots - Layouts.Context.FirstTemp; i++)
        {
            int temp = i;
            StoreNew(oop, Layouts.Context.FirstTemp + i, () =>
            {
                if (temp < arguments)
                {
                    LoadFrame(Frame.FirstTemp + temp);
                }
                else
                {
                    _il.LoadConstant(_around.Nil);
                }
            });
        }
        StoreFrame(Frame.ContextSlot, () => _il.LoadLocal(oop));
        _il.LoadLocal(oop);
        _il.StoreLocal(context);
        _il.MarkLabel(married);
        return context;
    }

    /// <summary>An object of so many slots, with its header.</summary>
    private IlLocal TakeObject(int classIndex, ObjectFormat format, int slots, IlLabel full)
    {
        IlLocal bytes = _il.DeclareLocal(IlType.Long);
        _il.LoadConstant(ObjectHeader.Bytes + (slots * WordBytes));
        _il.StoreLocal(bytes);
        (IlLocal oop, _) = TakeEden(bytes, full);
        _il.LoadLocal(oop);
        _il.LoadConstant((long)ObjectHeader.Make(classIndex, format, slots));
        _il.StoreIndirect();
        return oop;
    }

    private void StoreNew(IlLocal oop, int slot, Action load)
    {
        _il.LoadLocal(oop);
        _il.LoadConstant(ObjectHeader.Bytes + (slot * WordBytes));
        _il.Add();
        load();
        _il.StoreIndirect();
    }
}
