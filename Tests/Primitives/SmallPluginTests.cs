using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

public class SmallPluginTests
{
    [Test]
    public void A_uuid_is_random_and_says_so()
    {
        using PrimitiveTester tester = new();
        Oop uuid = tester.Memory.AllocateBytes(tester.Memory.Known.ByteArray, 16);
        Assert.That(tester.Call("UUIDPlugin", "primitiveMakeUUID", uuid), Is.EqualTo(uuid));
        byte[] bytes = ObjectMemory.ByteSpan(uuid).ToArray();
        Assert.That(bytes[6] >> 4, Is.EqualTo(4), "version 4 of RFC 4122");
        Assert.That(bytes[8] >> 6, Is.EqualTo(2), "variant of RFC 4122");
        _ = tester.Call("UUIDPlugin", "primitiveMakeUUID", tester.Memory.Nil, uuid);
        Assert.That(ObjectMemory.ByteSpan(uuid).ToArray(), Is.Not.EqualTo(bytes));
        Oop small = tester.Memory.AllocateBytes(tester.Memory.Known.ByteArray, 15);
        Assert.That(tester.Fails("UUIDPlugin", "primitiveMakeUUID", small), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void The_right_to_save_is_given_up_for_good()
    {
        using PrimitiveTester tester = new();
        Oop nil = tester.Memory.Nil;
        Assert.That(tester.Call("SecurityPlugin", "primitiveCanWriteImage", nil), Is.EqualTo(tester.Memory.True));
        _ = tester.Call("SecurityPlugin", "primitiveDisableImageWrite", nil);
        Assert.That(tester.Call("SecurityPlugin", "primitiveCanWriteImage", nil), Is.EqualTo(tester.Memory.False));
    }

    [Test]
    public void Directories_of_the_user_lie_beside_the_image()
    {
        Assume.That(Environment.GetEnvironmentVariable("SQUEAK_SECUREDIR"), Is.Null);
        using PrimitiveTester tester = new(options: new VmOptions { ImagePath = "/images/any.image" });
        Oop secure = tester.Call("SecurityPlugin", "primitiveGetSecureUserDirectory", tester.Memory.Nil);
        Assert.That(ObjectMemory.TextOf(secure), Is.EqualTo("/images/secure"));
    }

    [TestCase("primitiveTimezoneOffset")]
    [TestCase("primitiveVMOffsetToUTC")]
    public void Offsets_are_in_minutes(string name)
    {
        FakeHost host = new() { UtcOffset = TimeSpan.FromMinutes(-210) };
        using PrimitiveTester tester = new(host: host);
        Assert.That(tester.Call("LocalePlugin", name, tester.Memory.Nil).Integer, Is.EqualTo(-210));
    }

    [Test]
    public void There_is_one_host_window()
    {
        FakeHost host = new() { ScreenSize = (300, 200) };
        using PrimitiveTester tester = new(host: host);
        Oop nil = tester.Memory.Nil;
        _ = tester.Call("HostWindowPlugin", "primitiveHostWindowTitle", nil, Int(1), tester.Text("Squeak"));
        Assert.That(host.WindowTitle, Is.EqualTo("Squeak"));
        Oop size = tester.Call("HostWindowPlugin", "primitiveHostWindowSize", nil, Int(1));
        Assert.That(tester.Memory.Fetch(0, size).Integer, Is.EqualTo(300));
        _ = tester.Fails("HostWindowPlugin", "primitiveHostWindowTitle", nil, Int(2), tester.Text("Squeak"));
        _ = tester.Fails("HostWindowPlugin", "primitiveHostWindowSize", nil, Int(0));
    }
}
