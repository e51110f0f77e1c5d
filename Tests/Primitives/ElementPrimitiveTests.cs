using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public unsafe class ElementPrimitiveTests
{
    [Test]
    public void An_array_answers_what_was_put_into_it() => Dialects.Each(t =>
    {
        Oop array = t.New("Array", 3);
        Oop text = t.Text("hello");
        Assert.That(t.Call(61, array, Int(2), text), Is.EqualTo(text));
        Assert.That(t.Call(60, array, Int(2)), Is.EqualTo(text));
        Assert.That(t.Call(60, array, Int(1)), Is.EqualTo(t.Memory.Nil));
        Assert.That(t.Call(62, array), Is.EqualTo(Int(3)));
    });

    [Test]
    public void Indices_outside_fail() => Dialects.Each(t =>
    {
        foreach (Oop oop in new[] { t.New("Array", 3), t.New("ByteArray", 3), t.New("Bitmap", 3), t.New("WeakArray", 3) })
        {
            foreach (long index in new[] { 0, 4, -1, long.MinValue >> 3, long.MaxValue >> 3 })
            {
                Assert.That(t.Fails(60, oop, Int(index)), Is.EqualTo(PrimitiveError.BadIndex));
                Assert.That(t.Fails(61, oop, Int(index), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
            }
            Assert.That(t.Fails(60, oop, t.Memory.Nil), Is.EqualTo(PrimitiveError.BadArgument));
            Assert.That(t.Call(62, oop), Is.EqualTo(Int(3)));
        }
    });

    [Test]
    public void Only_the_indexable_part_counts() => Dialects.Each(t =>
    {
        t.Image.NewClass("Mixed", "Object", ObjectFormat.FixedAndIndexable, 2);
        t.Image.NewClass("MixedWeak", "Object", ObjectFormat.Weak, 2);
        foreach (string name in new[] { "Mixed", "MixedWeak" })
        {
            Oop mixed = t.New(name, 2);
            t.Call(61, mixed, Int(1), Int(77));
            Assert.That(t.Memory.Fetch(2, mixed), Is.EqualTo(Int(77)));
            Assert.That(t.Call(60, mixed, Int(1)), Is.EqualTo(Int(77)));
            Assert.That(t.Call(62, mixed), Is.EqualTo(Int(2)));
            Assert.That(t.Fails(60, mixed, Int(3)), Is.EqualTo(PrimitiveError.BadIndex));
        }
    });

    [Test]
    public void Mirror_forms_ask_the_first_argument() => Dialects.Each(t =>
    {
        Oop array = t.Array(Int(1), Int(2));
        Assert.That(t.Call(60, t.Memory.Nil, array, Int(2)), Is.EqualTo(Int(2)));
        t.Call(61, t.Memory.Nil, array, Int(2), Int(5));
        Assert.That(t.Memory.Fetch(1, array), Is.EqualTo(Int(5)));
        Assert.That(t.Call(62, t.Memory.Nil, array), Is.EqualTo(Int(2)));
        Assert.That(t.Fails(60, array), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
    });

    [Test]
    public void What_has_no_elements_fails() => Dialects.Each(t =>
    {
        Oop point = t.New("Point");
        Assert.That(t.Fails(60, point, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(61, point, Int(1), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(62, point), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(60, Int(5), Int(1)), Is.EqualTo(PrimitiveError.InappropriateOperation));
        Assert.That(t.Fails(62, Int(5)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void A_context_has_as_many_elements_as_its_stack_is_deep() => Dialects.Each(t =>
    {
        Oop context = t.New("Context", 16);
        t.Memory.Store(Layouts.Context.StackPointer, context, Int(2));
        Assert.That(t.Call(62, context), Is.EqualTo(Int(2)));
        t.Memory.Store(Layouts.Context.FirstTemp + 1, context, Int(42));
        Assert.That(t.Call(60, context, Int(2)), Is.EqualTo(Int(42)));
        Assert.That(t.Fails(60, context, Int(3)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(60, context, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(61, context, Int(3), Int(1)), Is.EqualTo(PrimitiveError.BadIndex));
    });

    [Test]
    public void Numbers_beyond_the_width_of_an_element_fail() => Dialects.Each(t =>
    {
        Oop bytes = t.New("ByteArray", 2);
        t.Call(61, bytes, Int(1), Int(255));
        Assert.That(t.Call(60, bytes, Int(1)), Is.EqualTo(Int(255)));
        Oop words = t.New("Bitmap", 3);
        Oop large = t.Memory.UnsignedInteger(uint.MaxValue);
        t.Call(61, words, Int(3), large);
        Assert.That(t.Memory.TryUnsigned32(t.Call(60, words, Int(3)), out uint word) ? word : 0, Is.EqualTo(uint.MaxValue));
        foreach (Oop value in new[] { Int(256), Int(-1), t.Memory.Nil, large })
        {
            Assert.That(t.Fails(61, bytes, Int(1), value), Is.EqualTo(PrimitiveError.BadArgument));
        }
        foreach (Oop value in new[] { Int(-1), t.Memory.Nil, t.Memory.UnsignedInteger(1UL << 32) })
        {
            Assert.That(t.Fails(61, words, Int(1), value), Is.EqualTo(PrimitiveError.BadArgument));
        }
        Assert.That(t.Call(60, words, Int(1)), Is.EqualTo(Int(0)));
    });

    [Test]
    public void Spur_has_elements_of_16_and_64_bits() => Dialects.EachSpur(t =>
    {
        Oop shorts = t.New("DoubleByteArray", 5);
        t.Call(61, shorts, Int(5), Int(65535));
        Assert.That(t.Call(60, shorts, Int(5)), Is.EqualTo(Int(65535)));
        Assert.That(t.Call(62, shorts), Is.EqualTo(Int(5)));
        Assert.That(t.Fails(61, shorts, Int(1), Int(65536)), Is.EqualTo(PrimitiveError.BadArgument));
        Oop longs = t.New("DoubleWordArray", 2);
        t.Call(61, longs, Int(2), t.Memory.UnsignedInteger(ulong.MaxValue));
        Oop read = t.Call(60, longs, Int(2));
        Assert.That(t.Memory.IsLargeInteger(read) && t.Memory.TryUnsigned64(read, out ulong value) && value == ulong.MaxValue);
        Assert.That(t.Fails(61, longs, Int(1), Int(-1)), Is.EqualTo(PrimitiveError.BadArgument));
    });

    [Test]
    public void Read_only_objects_stay_as_they_are() => Dialects.EachSpur(t =>
    {
        foreach (Oop oop in new[] { t.Array(Int(1)), t.Bytes(1) })
        {
            Dialects.MakeReadOnly(oop);
            Assert.That(t.Fails(61, oop, Int(1), Int(2)), Is.EqualTo(PrimitiveError.NoModification));
            Assert.That(t.Call(60, oop, Int(1)), Is.EqualTo(Int(1)));
        }
    });

    [Test]
    public void Method_bytes_have_the_indices_of_the_image() => Dialects.Each(t =>
    {
        // Two literals: the header and they take 3 words of the image's size.
        long header = t.Memory.Dialect.IsSpur ? 2 : 2 << 9;
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(5), Int(header));
        long first = (3 * t.Memory.Dialect.WordSize) + 1;
        Assert.That(t.Call(62, method), Is.EqualTo(Int(first + 4)));
        for (int i = 0; i < 5; i++)
        {
            t.Call(61, method, Int(first + i), Int(10 + i));
        }
        Assert.That(new Span<byte>(ObjectMemory.Bytes(method) + 24, 5).ToArray(), Is.EqualTo(new byte[] { 10, 11, 12, 13, 14 }));
        Assert.That(t.Call(60, method, Int(first + 4)), Is.EqualTo(Int(14)));
        Assert.That(t.Fails(60, method, Int(first - 1)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(60, method, Int(first + 5)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(61, method, Int(1), Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
    });

    [Test]
    public void The_header_of_a_method_can_be_read_in_V3_images() => Dialects.Each(t =>
    {
        // Two arguments: a bit in the fourth byte, one higher on disk than in the integer.
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(5), Int(2 << 24));
        if (t.Memory.Dialect.IsSpur)
        {
            Assert.That(t.Fails(60, method, Int(4)), Is.EqualTo(PrimitiveError.BadIndex));
            return;
        }
        Assert.That(t.Call(60, method, Int(1)), Is.EqualTo(Int(1)));
        Assert.That(t.Call(60, method, Int(2)), Is.EqualTo(Int(0)));
        Assert.That(t.Call(60, method, Int(4)), Is.EqualTo(Int(4)));
        Assert.That(t.Fails(60, method, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(61, method, Int(4), Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
    });

    [Test]
    public void A_broken_method_is_no_array() => Dialects.Each(t =>
    {
        Oop method = t.Call(79, t.Image.Class("CompiledMethod"), Int(5), Int(0));
        t.Memory.StoreUnchecked(0, method, Int(t.Memory.Dialect.IsSpur ? 200 : 200 << 9));
        Assert.That(t.Fails(60, method, Int(9)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(62, method), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(t.Fails(68, method, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Strings_answer_characters() => Dialects.Each(t =>
    {
        Oop text = t.Text("abc");
        Assert.That(t.Call(63, text, Int(2)), Is.EqualTo(t.Memory.Character('b')));
        Oop x = t.Memory.Character('x');
        Assert.That(t.Call(64, text, Int(3), x), Is.EqualTo(x));
        Assert.That(ObjectMemory.TextOf(text), Is.EqualTo("abx"));
        Assert.That(t.Fails(64, text, Int(1), Int(65)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(t.Fails(64, text, Int(4), x), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(63, text, Int(0)), Is.EqualTo(PrimitiveError.BadIndex));
        Assert.That(t.Fails(63, t.Array(t.Memory.Nil), Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
    });

    [Test]
    public void Wide_strings_hold_all_codes_that_the_image_has_characters_for() => Dialects.Each(t =>
    {
        Oop wide = t.New("WordArray", 2);
        t.Call(61, wide, Int(1), Int(0x1F600));
        if (t.Memory.Dialect.HasImmediateCharacters)
        {
            Assert.That(t.Call(63, wide, Int(1)).Character, Is.EqualTo(0x1F600));
            t.Call(64, wide, Int(2), Oop.FromCharacter(0x20AC));
            Assert.That(t.Call(60, wide, Int(2)), Is.EqualTo(Int(0x20AC)));
            Assert.That(t.Fails(64, t.Text("abc"), Int(1), Oop.FromCharacter(0x20AC)), Is.EqualTo(PrimitiveError.BadArgument));
        }
        else
        {
            Assert.That(t.Fails(63, wide, Int(1)), Is.EqualTo(PrimitiveError.BadReceiver));
        }
    });

    [Test]
    public void A_float_of_the_v3_interpreter_shows_its_high_word_first()
    {
        using PrimitiveTester old = new(MiniImage.V3);
        Assert.That(old.Call(60, old.Float(1.0), Int(1)), Is.EqualTo(Int(0x3FF00000)));
        Assert.That(old.Call(60, old.Float(1.0), Int(2)), Is.EqualTo(Int(0)));
        Oop made = old.Float(1.0);
        old.Call(61, made, Int(1), old.Memory.UnsignedInteger(0x40000000));
        Assert.That(old.Memory.TryFloat(made, out double two) ? two : 0, Is.EqualTo(2.0));
        using PrimitiveTester native = new(MiniImage.V3Closures);
        Assert.That(native.Call(60, native.Float(1.0), Int(2)), Is.EqualTo(Int(0x3FF00000)));
    }
}
