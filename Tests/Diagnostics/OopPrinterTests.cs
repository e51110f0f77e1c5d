using JitTalk.Core.Diagnostics;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Diagnostics;

public class OopPrinterTests
{
    [Test]
    public void Objects_print_as_they_would_in_the_image()
    {
        foreach (MiniImage image in MiniImage.Dialects.Select(dialect => new MiniImage(dialect)))
        {
            using (image)
            {
                ObjectMemory memory = image.Memory;
                OopPrinter printer = new(memory);
                void Prints(Oop oop, string text) => Assert.That(printer.Print(oop), Is.EqualTo(text), $"{image.Dialect}");

                Prints(memory.Nil, "nil");
                Prints(memory.True, "true");
                Prints(memory.False, "false");
                Prints(Oop.FromInteger(-3), "-3");
                Prints(memory.Integer(1L << 62), "4611686018427387904");
                Prints(memory.Integer(-(1L << 62)), "-4611686018427387904");
                Prints(memory.Float(1.5), "1.5");
                Prints(memory.Float(-2), "-2.0");
                Prints(memory.Float(1e100), "1.0e100");
                Prints(memory.Float(2.5e-9), "2.5e-9");
                Prints(memory.Float(double.NaN), "Float nan");
                Prints(memory.Float(double.NegativeInfinity), "Float infinity negated");
                Prints(memory.Character('a'), "$a");
                Prints(memory.Character(13), "Character value: 13");
                Prints(image.Symbol("at:put:"), "#at:put:");
                Prints(memory.NewString("it's\ttext\r"), "'it''s\\ttext\\r'");
                Prints(memory.NewString(new string('x', 61)), $"'{new string('x', 60)}…'");
                Prints(memory.NewArray(3), "an Array(3)");
                Prints(memory.Instantiate(image.Class("ByteArray"), 5), "a ByteArray(5)");
                Prints(memory.Instantiate(image.Class("Bitmap"), 3), "a Bitmap(3)");
                Prints(memory.Instantiate(image.Class("Point")), "a Point");
                Prints(image.Class("Point"), "Point");
                Prints(memory.ClassOf(image.Class("Point")), "Point class");
                Prints(memory.Special(SpecialObject.SchedulerAssociation), "{Processor}");
                Prints(new MethodBuilder(image).ReturnReceiver().Build(), "a CompiledMethod");
            }
        }
    }

    [Test]
    public void The_class_of_symbols_is_no_metaclass_of_its_name()
    {
        using MiniImage image = new(MiniImage.Spur64);
        OopPrinter printer = new(image.Memory);
        Oop symbolClass = image.Class("Symbol");
        image.Memory.Store(Layouts.Class.Name, symbolClass, image.Symbol("Symbol"));
        Assert.That(printer.Print(symbolClass), Is.EqualTo("Symbol"));
        Assert.That(printer.Print(image.Symbol("foo")), Is.EqualTo("#foo"));
    }

    [Test]
    public void Bytes_of_texts_are_MacRoman_before_closures_and_Latin_1_since()
    {
        using MiniImage old = new(MiniImage.V3);
        using MiniImage later = new(MiniImage.Spur64);
        byte[] bytes = [0x8A, 0xE4];
        Assert.That(Print(old), Is.EqualTo("'ä‰'"));
        Assert.That(Print(later), Is.EqualTo("'\\x8Aä'"));

        string Print(MiniImage image) => new OopPrinter(image.Memory).Print(image.Memory.NewBytes(image.Memory.Known.String, bytes));
    }

    [Test]
    public void What_is_no_object_is_said_to_be_none()
    {
        using MiniImage image = new(MiniImage.Spur64);
        OopPrinter printer = new(image.Memory);
        Assert.That(printer.Print(Oop.None), Is.EqualTo("no object (0x0)"));
        Assert.That(printer.Print(new Oop(0x10)), Is.EqualTo("no object (0x10)"));
        Assert.That(printer.Print(new Oop(0x7)), Is.EqualTo("no object (0x7)"));
    }
}
