using JitTalk.Core.Memory;
using JitTalk.Tests.Execution;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Jit;

/// <summary>new and new: in compiled code make what the primitives make.</summary>
[TestFixtureSource(typeof(EngineTest), nameof(EngineTest.Compiled))]
public class CompiledNewTests(string engine, string kind) : CompiledTest(engine, kind)
{
    private const int Refused = -7;

    private static readonly long[] Sizes = [0, 1, 2, 6, 7, 8, 9, 15, 16, 17, 199, 200, 201, 247, 255, 300, 70_000];

    [SetUp]
    public void DefineMethods()
    {
        foreach ((string name, ObjectFormat format, int slots) in new[]
        {
            ("Row", ObjectFormat.Indexable, 0), ("NamedRow", ObjectFormat.FixedAndIndexable, 3), ("Bytes", ObjectFormat.Bytes, 0),
        })
        {
            _ = Machine.Image.NewClass(name, "Object", format, slots);
        }
        Machine.DefinePrimitive("Object class", "new", 70);
        _ = Machine.Define("Object class", "new:", m => m.Arguments(1).Primitive(71).PushLiteral(Int(Refused)).ReturnTop());
        // make: behavior sized: n. ^behavior new: n
        _ = Machine.Define("Subject", "make:sized:", m => m.PushTemp(0).PushTemp(1).SendSpecial("new:").ReturnTop());
    }

    [Test]
    public void Objects_have_the_size_asked_for_and_nothing_in_them([Values("Row", "NamedRow", "Bytes")] string name)
    {
        Held behavior = Machine.Hold(Machine.Image.Class(name));
        bool isBytes = name == "Bytes";
        int named = name == "NamedRow" ? 3 : 0;
        for (int turn = 0; turn < 3; turn++)
        {
            foreach (long size in Sizes)
            {
                Oop made = Machine.Send(Machine.Receiver, "make:sized:", behavior.Oop, Int(size));
                AreSame(Memory.ClassOf(made), behavior.Oop);
                Assert.That(
                    isBytes ? ObjectMemory.ByteLength(made) : ObjectMemory.SlotCount(made), Is.EqualTo(size + named), $"{name} of {size}");
                for (int i = 0; i < size + named; i++)
                {
                    Assert.That(
                        isBytes ? BytesOf(made)[i] == 0 : Memory.Fetch(i, made) == Nil, Is.True, $"element {i} of {name} of {size}");
                }
            }
        }
    }

    [TestCase(-1)]
    [TestCase(null)]
    public void What_is_no_size_is_left_to_the_image(int? size)
    {
        foreach (string name in new[] { "Row", "Bytes" })
        {
            Held behavior = Machine.Hold(Machine.Image.Class(name));
            for (int turn = 0; turn < 12; turn++)
            {
                AreSame(Machine.Send(Machine.Receiver, "make:sized:", behavior.Oop, size is { } n ? Int(n) : Nil), Int(Refused));
            }
        }
    }

    [Test]
    public void Arrays_in_braces_and_vectors_are_made_while_there_is_room_and_after()
    {
        if (!Memory.Dialect.HasClosures)
        {
            Assert.Ignore("images of BlockContexts have no such bytecodes");
        }
        const int more = 3_000;
        // pair: x. | v | v := a vector of two. v's second := x. ^{x. v. v's second}
        Held method = Machine.Hold(Machine.Define("Subject", "pair:", m => m.Temps(1)
            .PushNewArray(2).StorePopTemp(1).PushTemp(0).StorePopRemoteTemp(1, 1)
            .PushTemp(0).PushTemp(1).PushRemoteTemp(1, 1).PushNewArray(3, popsElements: true).ReturnTop()));
        for (int i = 0; i < more; i++)
        {
            Oop made = Machine.Send(Machine.Receiver, "pair:", Int(i));
            AreSame(Memory.ClassOf(made), Machine.Image.Class("Array"));
            Assert.That(ObjectMemory.SlotCount(made), Is.EqualTo(3));
            AreSame(Memory.Fetch(0, made), Int(i));
            Oop vector = Memory.Fetch(1, made);
            Assert.That(ObjectMemory.SlotCount(vector), Is.EqualTo(2));
            AreSame(Memory.Fetch(0, vector), Nil);
            AreSame(Memory.Fetch(1, vector), Int(i));
            AreSame(Memory.Fetch(2, made), Int(i));
        }
        AssertCompiled(method);
    }

    private static unsafe ReadOnlySpan<byte> BytesOf(Oop oop) => new(ObjectMemory.Bytes(oop), (int)ObjectMemory.ByteLength(oop));
}
