using JitTalk.Core.Diagnostics;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Image;

/// <summary>The real images under <c>shared/images</c>, where that folder is.</summary>
public sealed class SharedImageTests
{
    [TestCase("Cuis5.0-3121-64.image", 68021)]
    [TestCase("Cuis5.0-3121-32.image", 6521)]
    [TestCase("Cuis64-tests.image", 68021)]
    [TestCase("Cuis32-tests.image", 6521)]
    [TestCase("Cuis64-awfy.image", 68021)]
    [TestCase("Cuis32-awfy.image", 6521)]
    [TestCase("candle64.image", 68021)]
    [TestCase("headless.image", 6521)]
    [TestCase("mini.image", 6502)]
    [TestCase("mini-startup.image", 6502)]
    [TestCase("squeakjs.image", 6502)]
    [TestCase("bootstrapped.image", 6505)]
    public void Loads_with_consistent_objects(string name, int format)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        Assert.That(image.Header.Number, Is.EqualTo(format));
        image.Memory.Verifier.VerifyShapes();
        ImageBrowser browser = new(image.Memory);
        Oop smallInteger = image.Memory.ClassOf(Oop.FromInteger(1));
        Assert.That(browser.NameOf(smallInteger), Does.EndWith("SmallInteger"));
        Assert.That(browser.NameOf(image.Memory.ClassOf(smallInteger)), Does.EndWith("SmallInteger class"));
    }

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    [TestCase("mini.image")]
    public void Objects_made_and_collected_leave_a_loaded_image_sound(string name)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        ObjectMemory memory = image.Memory;
        Oop association = memory.Special(SpecialObject.SchedulerAssociation);
        memory.Store(Layouts.Association.Key, association, memory.NewString("kept"));
        for (int i = 0; i < 3; i++)
        {
            _ = memory.NewArray(1000);
            memory.Scavenger.Scavenge();
        }
        Assert.That(ObjectMemory.TextOf(memory.Fetch(Layouts.Association.Key, association)), Is.EqualTo("kept"));
        memory.Verifier.VerifyShapes();
    }

    [TestCase("Cuis5.0-3121-64.image")]
    [TestCase("Cuis5.0-3121-32.image")]
    [TestCase("Cuis64-tests.image")]
    [TestCase("Cuis32-tests.image")]
    [TestCase("Cuis64-awfy.image")]
    [TestCase("Cuis32-awfy.image")]
    [TestCase("mini.image")]
    [TestCase("mini-startup.image")]
    [TestCase("squeakjs.image")]
    [TestCase("Scratch.image")]
    public void The_primitive_that_saved_an_image_answers_true_in_it(string name)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        ObjectMemory memory = image.Memory;
        Oop scheduler = memory.Fetch(Layouts.Association.Value, memory.Special(SpecialObject.SchedulerAssociation));
        Oop process = memory.Fetch(Layouts.Scheduler.ActiveProcess, scheduler);
        Oop context = memory.Fetch(Layouts.Process.SuspendedContext, process);
        Oop depth = memory.Fetch(Layouts.Context.StackPointer, context);
        Oop top = memory.Fetch(Layouts.Context.FirstTemp - 1 + (int)depth.Integer, context);
        Assert.That(new OopPrinter(memory).Print(top), Is.EqualTo("true"));
    }

    [Test]
    public void The_process_that_saved_mini_image_can_be_resumed()
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path("mini.image"));
        ObjectMemory memory = image.Memory;
        Oop scheduler = memory.Fetch(Layouts.Association.Value, memory.Special(SpecialObject.SchedulerAssociation));
        Oop process = memory.Fetch(Layouts.Scheduler.ActiveProcess, scheduler);
        Oop context = memory.Fetch(Layouts.Process.SuspendedContext, process);
        Assert.That(memory.IsContext(context));
        Oop method = memory.Fetch(Layouts.Context.Method, context);
        Assert.That(ObjectMemory.FormatOf(method).IsCompiledMethod());
        long pc = CompiledCode.FromImagePc(memory.Fetch(Layouts.Context.Pc, context).Integer, method, memory.Dialect);
        Assert.That(pc, Is.InRange(CompiledCode.FirstBytecode(method, memory.Dialect), CompiledCode.EndOfBytecodes(method) - 1));
    }
}
