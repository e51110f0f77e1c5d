namespace JitTalk.Core.Memory;

// What stands beside the objects: the class table, the remembered set, the special objects, the roots; and the shapes
// that classes promise.
internal sealed unsafe partial class HeapVerifier
{
    /// <summary>Proves also that objects look as their classes say, and that contexts stay within their bounds.</summary>
    /// <exception cref="HeapCorruptException">Some do not.</exception>
    public void VerifyShapes()
    {
        Verify();
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop))
            {
                CheckShape(oop);
            }
            if (memory.IsContext(oop))
            {
                CheckContext(oop);
            }
        }
    }

    private void CheckClassTable()
    {
        for (int index = 1; index < memory.Classes.Count; index++)
        {
            Oop behavior = _classes[index];
            if (behavior.IsNone)
            {
                continue;
            }
            if (!behavior.IsPointer || !IsObject(behavior))
            {
                throw new HeapCorruptException($"heap corrupt: the class table has 0x{behavior.Bits:x}, no object, at {index}");
            }
            // The class of an immediate stands at its tag too, and images come with classes that have two indices.
            if (index > Oop.TagMask && !IsForwarder(behavior) && _classes[ObjectHeader.Hash(ObjectMemory.Header(behavior))] != behavior)
            {
                throw Corrupt(behavior, $"stands in the class table at {index}, but not at its hash");
            }
        }
    }

    private void CheckRemembered()
    {
        RememberedSet remembered = memory.Remembered;
        for (int i = 0; i < remembered.Count; i++)
        {
            Oop oop = remembered[i];
            if (_buried.Remove(oop))
            {
                _rememberedBits++;
                continue;
            }
            if (!oop.IsPointer || oop.Bits < memory.OldStart || !IsObject(oop))
            {
                throw new HeapCorruptException($"heap corrupt: the remembered set has 0x{oop.Bits:x}, no old object, or has it twice");
            }
            if (!ObjectHeader.IsRemembered(ObjectMemory.Header(oop)))
            {
                throw Corrupt(oop, "is in the remembered set and its header does not say so");
            }
            // Taken out while the set is read: whoever is met again was in it twice.
            _starts.Remove(oop.Bits - memory.EdenStart);
        }
        for (int i = 0; i < remembered.Count; i++)
        {
            if (ObjectMemory.ClassIndexOf(remembered[i]) != 0)
            {
                _starts.Add(remembered[i].Bits - memory.EdenStart);
            }
        }
        if (_rememberedBits != remembered.Count)
        {
            throw new HeapCorruptException(
                $"heap corrupt: {_rememberedBits} objects are marked as remembered, {remembered.Count} are");
        }
    }

    private void CheckSpecialObjects()
    {
        Oop special = memory.SpecialObjects;
        if (!special.IsPointer || !IsObject(special) || !ObjectMemory.FormatOf(special).IsPointers()
            || ObjectMemory.SlotCount(special) <= (int)SpecialObject.ClassContext)
        {
            throw new HeapCorruptException($"heap corrupt: the special objects array 0x{special.Bits:x} is none");
        }
        foreach ((SpecialObject which, Oop held) in new[]
        {
            (SpecialObject.Nil, memory.Nil), (SpecialObject.True, memory.True), (SpecialObject.False, memory.False),
        })
        {
            if (memory.Special(which) != held || IsForwarder(held))
            {
                throw new HeapCorruptException($"heap corrupt: {which} is not where the machine has it");
            }
        }
    }

    private void CheckRoots() => memory.Roots.VisitAll((ref Oop oop) =>
    {
        if (!IsReferable(oop))
        {
            throw new HeapCorruptException($"heap corrupt: a root refers to 0x{oop.Bits:x}, where no object is");
        }
    });

    private void CheckShape(Oop oop)
    {
        ObjectFormat format = ObjectMemory.FormatOf(oop);
        long slots = ObjectMemory.SlotCount(oop);
        // An ephemeron that has been mourned is a plain object. There are images whose CompiledMethod is a class of bytes.
        if (!memory.TryShape(memory.ClassOf(oop), out ClassShape shape)
            || (shape.Format != format.Base()
                && !(format == ObjectFormat.Fixed && shape.Format == ObjectFormat.Ephemeron)
                && !(format.IsCompiledMethod() && shape.Format == ObjectFormat.Bytes)))
        {
            throw Corrupt(oop, $"has format {(int)format}, and its class says {(int)shape.Format}");
        }
        bool fits = format switch
        {
            ObjectFormat.Empty or ObjectFormat.Fixed or ObjectFormat.Ephemeron => slots == shape.FixedSlots,
            ObjectFormat.Indexable or ObjectFormat.FixedAndIndexable or ObjectFormat.Weak => slots >= shape.FixedSlots,
            _ => true,
        };
        if (!fits)
        {
            throw Corrupt(oop, $"has {slots} slots, and its class says {shape.FixedSlots}");
        }
    }

    // The sender slot of a context whose frame lives is the frame's place, and pc and stack pointer are in the frame.
    private void CheckContext(Oop context)
    {
        if (memory.Fetch(Layouts.Context.Sender, context).IsInteger)
        {
            return;
        }
        bool isBlock = memory.IsInstanceOf(context, memory.Known.BlockContext);
        Oop depth = memory.Fetch(Layouts.Context.StackPointer, context);
        long room = ObjectMemory.SlotCount(context) - Layouts.Context.FirstTemp;
        if (depth.IsInteger && (depth.Integer < 0 || depth.Integer > room))
        {
            throw Corrupt(context, $"has stack pointer {depth.Integer}, and room for {room}");
        }
        Oop pc = memory.Fetch(Layouts.Context.Pc, context);
        Oop home = isBlock ? memory.Fetch(Layouts.BlockContext.Home, context) : context;
        if (!pc.IsInteger || !memory.IsContext(home))
        {
            return;
        }
        Oop method = memory.Fetch(Layouts.Context.Method, home);
        if (!method.IsPointer || !ObjectMemory.FormatOf(method).IsCompiledMethod())
        {
            throw Corrupt(context, "has a pc and no method");
        }
        long offset = CompiledCode.FromImagePc(pc.Integer, method, memory.Dialect);
        if (offset < CompiledCode.FirstBytecode(method, memory.Dialect) || offset > CompiledCode.EndOfBytecodes(method))
        {
            throw Corrupt(context, $"has pc {pc.Integer}, outside its method");
        }
    }
}
