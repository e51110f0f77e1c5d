using JitTalk.Core.Contracts;
using JitTalk.Core.Memory;
using JitTalk.Primitives.SystemControl;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Primitives;

public class DisplayAndInputTests
{
    private FakeHost _host = null!;
    private PrimitiveTester _tester = null!;

    [SetUp]
    public void Begin()
    {
        _host = new FakeHost();
        _tester = new PrimitiveTester(MiniImage.V3Closures, host: _host);
    }

    [TearDown]
    public void End() => _tester.Dispose();

    private ObjectMemory Memory => _tester.Memory;
    private Oop Nil => Memory.Nil;

    private Oop Form(int slots) => Memory.Instantiate(_tester.Image.NewClass("Form", "Object", ObjectFormat.Fixed, slots));

    private (long X, long Y) Point(Oop point) =>
        (Memory.Fetch(Layouts.Point.X, point).Integer, Memory.Fetch(Layouts.Point.Y, point).Integer);

    [Test]
    public void The_screen_is_the_hosts()
    {
        Assert.That(Point(_tester.Call(106, Nil)), Is.EqualTo((640L, 480L)));
        Assert.That(_tester.Call("", "primitiveScreenDepth", Nil).Integer, Is.EqualTo(16));
        Assert.That(Memory.TryFloat(_tester.Call("", "primitiveScreenScaleFactor", Nil), out double factor), Is.True);
        Assert.That(factor, Is.EqualTo(1.0));
    }

    [Test]
    public void A_form_becomes_the_display()
    {
        Oop form = Form(5);
        Assert.That(_tester.Call(102, form), Is.EqualTo(form));
        Assert.That(Memory.Special(SpecialObject.Display), Is.EqualTo(form));
        Assert.That(_tester.Fails(102, Memory.NewArray(3)), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(_tester.Fails(102, _tester.Text("a form of many bytes, but no Form, however long it is")), Is.EqualTo(PrimitiveError.BadReceiver));
        Assert.That(Memory.Special(SpecialObject.Display), Is.EqualTo(form));
    }

    [Test]
    public void Updates_are_deferred_until_they_are_not()
    {
        _ = _tester.Call(126, Nil, Memory.True);
        Assert.That(_tester.Vm.State<DisplayState>().UpdatesDeferred, Is.True);
        Assert.That(_tester.Fails(126, Nil, Oop.FromInteger(1)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Vm.State<DisplayState>().UpdatesDeferred, Is.True);
        _ = _tester.Call(126, Nil, Memory.False);
        Assert.That(_tester.Vm.State<DisplayState>().UpdatesDeferred, Is.False);
    }

    [Test]
    public void Showing_takes_four_integers()
    {
        Oop one = Oop.FromInteger(1);
        Assert.That(_tester.Call(127, Nil, one, one, one, one), Is.EqualTo(Nil));
        Assert.That(_tester.Fails(127, Nil, one, one, one, Nil), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Fails(127, Nil, one), Is.EqualTo(PrimitiveError.BadNumberOfArguments));
        Assert.That(_tester.Call(231, Nil), Is.EqualTo(Nil));
    }

    [Test]
    public void Full_screen_is_a_header_flag()
    {
        _tester.Vm.Settings.HeaderFlags = 0x10;
        _ = _tester.Call(233, Nil, Memory.True);
        Assert.That(_tester.Vm.Settings.HeaderFlags, Is.EqualTo(0x11));
        Assert.That(_host.IsFullScreen, Is.True);
        _ = _tester.Call(233, Nil, Memory.False);
        Assert.That(_tester.Vm.Settings.HeaderFlags, Is.EqualTo(0x10));
        Assert.That(_host.IsFullScreen, Is.False);
        _ = _tester.Fails(233, Nil, Nil);
    }

    [TestCase(1, true)]
    [TestCase(32, true)]
    [TestCase(-8, true)]
    [TestCase(3, false)]
    [TestCase(0, false)]
    [TestCase(64, false)]
    public void Depths_are_powers_of_two_up_to_32(long depth, bool exists) =>
        Assert.That(_tester.Call(91, Nil, Oop.FromInteger(depth)), Is.EqualTo(Memory.Boolean(exists)));

    [TestCase(16, 640, 480, false, true)]
    [TestCase(3, 640, 480, false, false)]
    [TestCase(16, 800, 480, false, false)]
    [TestCase(16, 640, 480, true, false)]
    public void The_only_display_mode_is_the_one_there_is(long depth, long width, long height, bool full, bool isThere)
    {
        Oop answer = _tester.Call(92, Nil, Oop.FromInteger(depth), Oop.FromInteger(width), Oop.FromInteger(height), Memory.Boolean(full));
        Assert.That(answer, Is.EqualTo(Memory.Boolean(isThere)));
        Assert.That(_host.IsFullScreen, Is.False);
        _ = _tester.Fails(92, Nil, Oop.FromInteger(depth), Oop.FromInteger(width), Oop.FromInteger(height), Nil);
    }

    [Test]
    public void The_host_beeps_and_wears_the_title()
    {
        _ = _tester.Call(140, Nil);
        Assert.That(_host.Beeps, Is.EqualTo(1));
        _ = _tester.Call("", "primitiveSetWindowLabel", Nil, _tester.Text("Titel ö"));
        Assert.That(_host.WindowTitle, Is.EqualTo("Titel ö"));
        Assert.That(ObjectMemory.ByteLength(_tester.Call("", "primitiveGetWindowLabel", Nil)), Is.EqualTo(8));
        _ = _tester.Fails("", "primitiveSetWindowLabel", Nil, Nil);
    }

    [Test]
    public void Old_images_poll_mouse_and_keys()
    {
        _host.MousePosition = (12, 34);
        _host.MouseButtons = 4;
        _host.Keys.Enqueue('a');
        Assert.That(Point(_tester.Call(90, Nil)), Is.EqualTo((12L, 34L)));
        Assert.That(_tester.Call(107, Nil).Integer, Is.EqualTo(4));
        Assert.That(_tester.Call(109, Nil).Integer, Is.EqualTo('a'));
        Assert.That(_tester.Call(108, Nil).Integer, Is.EqualTo('a'));
        Assert.That(_tester.Call(108, Nil), Is.EqualTo(Nil));
        Assert.That(_tester.Call(109, Nil), Is.EqualTo(Nil));
        using PrimitiveTester spur = new();
        Assert.That(spur.Vm.Primitives.Find(107), Is.Null);
    }

    [Test]
    public void Without_input_the_mouse_rests_at_the_origin()
    {
        using PrimitiveTester headless = new(MiniImage.V3);
        Oop point = headless.Call(90, headless.Memory.Nil);
        Assert.That(headless.Memory.Fetch(0, point), Is.EqualTo(Oop.FromInteger(0)));
        Assert.That(headless.Call(107, headless.Memory.Nil), Is.EqualTo(Oop.FromInteger(0)));
        Assert.That(headless.Call(108, headless.Memory.Nil), Is.EqualTo(headless.Memory.Nil));
    }

    [Test]
    public void Events_fill_the_buffer_and_zeros_when_there_are_none()
    {
        _host.Events.Enqueue([1, 2_000_000_000, 10, 20, 4, 0, 0, 1]);
        Oop buffer = Memory.NewArray(8);
        Assert.That(_tester.Call(94, Nil, buffer), Is.EqualTo(Nil));
        Assert.That(Memory.Fetch(0, buffer).Integer, Is.EqualTo(1));
        Assert.That(Memory.TryUnsigned32(Memory.Fetch(1, buffer), out uint time), Is.True);
        Assert.That(time, Is.EqualTo(2_000_000_000));
        Assert.That(Memory.Fetch(7, buffer).Integer, Is.EqualTo(1));
        _ = _tester.Call(94, Nil, buffer);
        for (int i = 0; i < 8; i++)
        {
            Assert.That(Memory.Fetch(i, buffer), Is.EqualTo(Oop.FromInteger(0)));
        }
    }

    [Test]
    public void An_event_is_not_lost_to_a_bad_buffer()
    {
        _host.Events.Enqueue(new long[8]);
        Assert.That(_tester.Fails(94, Nil, Memory.NewArray(7)), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_tester.Fails(94, Nil, _tester.Text("12345678")), Is.EqualTo(PrimitiveError.BadArgument));
        Assert.That(_host.Events, Has.Count.EqualTo(1));
    }

    [Test]
    public void Input_semaphore_and_interrupt_key_are_registered()
    {
        Assert.That(_tester.Call(93, Nil, Oop.FromInteger(3)), Is.EqualTo(Nil));
        Assert.That(_tester.Vm.InputSemaphoreIndex, Is.EqualTo(3));
        _ = _tester.Fails(93, Nil, Oop.FromInteger(0));
        _ = _tester.Fails(93, Nil, Nil);
        Assert.That(_tester.Vm.InputSemaphoreIndex, Is.EqualTo(3));
        _ = _tester.Call(133, Nil, Oop.FromInteger(2094));
        Assert.That(_tester.Vm.InterruptKey, Is.EqualTo(2094));
        _ = _tester.Fails(133, Nil, Oop.FromInteger(-1));
    }
}
