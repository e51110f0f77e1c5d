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
        HeapCheck.Verify(image.Memory);
        ImageBrowser browser = new(image.Memory);
        Oop smallInteger = image.Memory.ClassOf(Oop.FromInteger(1));
        Assert.That(browser.NameOf(smallInteger), Does.EndWith("SmallInteger"));
        Assert.That(browser.NameOf(image.Memory.ClassOf(smallInteger)), Does.EndWith("SmallInteger class"));
    }
}
