using JitTalk.Core.Diagnostics;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Diagnostics;

public class ImageBrowserTests
{
    private static IEnumerable<object> Dialects => MiniImage.Dialects;

    [TestCaseSource(nameof(Dialects))]
    public void Classes_are_found_by_name_and_named(object dialect)
    {
        using MiniImage image = new((ImageDialect)dialect);
        ImageBrowser browser = new(image.Memory);
        Oop point = image.Class("Point");
        Assert.That(browser.FindClass("Point"), Is.EqualTo(point));
        Assert.That(browser.FindClass("Point class"), Is.EqualTo(image.Memory.ClassOf(point)));
        Assert.That(browser.NameOf(point), Is.EqualTo("Point"));
        Assert.That(browser.NameOf(image.Memory.ClassOf(point)), Is.EqualTo("Point class"));
        Assert.That(browser.IsMetaclass(image.Memory.ClassOf(point)));
        Assert.That(browser.IsMetaclass(point), Is.False);
        Assert.That(browser.FindClass("Pointless").IsNone);
        Assert.That(browser.FindClass("Pointless class").IsNone);
    }

    [Test]
    public void A_class_without_instances_is_found()
    {
        using MiniImage image = new(MiniImage.Spur64);
        Oop behavior = image.NewClass("Lonely", "Object", ObjectFormat.Fixed);
        Assert.That(new ImageBrowser(image.Memory).FindClass("Lonely"), Is.EqualTo(behavior));
    }

    [Test]
    public void Methods_and_symbols_are_found()
    {
        using MiniImage image = new(MiniImage.Spur64);
        ImageBrowser browser = new(image.Memory);
        Oop point = image.Class("Point");
        Oop method = image.Memory.NewArray(0);
        image.Install(point, "doIt", method);
        Assert.That(browser.FindMethod(point, "doIt"), Is.EqualTo(method));
        Assert.That(browser.FindMethod(point, "doIt:").IsNone);
        Assert.That(browser.MethodsOf(point), Is.EqualTo(new[] { (image.Symbol("doIt"), method) }));
        Assert.That(browser.FindSymbol("doIt"), Is.EqualTo(image.Symbol("doIt")));
        Assert.That(browser.FindSymbol("dontIt").IsNone);
    }

    [Test]
    public void What_is_no_class_has_no_name_and_no_methods()
    {
        using MiniImage image = new(MiniImage.Spur64);
        ImageBrowser browser = new(image.Memory);
        foreach (Oop oop in new[] { Oop.None, Oop.FromInteger(3), image.Memory.Nil, image.Memory.NewString("x"), image.Memory.NewArray(7) })
        {
            Assert.That(browser.NameOf(oop), Is.EqualTo("(unnamed class)"));
            Assert.That(browser.MethodsOf(oop), Is.Empty);
        }
    }

    // The count stands in the README beside the images.
    [TestCase("Cuis5.0-3121-64.image", 13655)]
    [TestCase("Cuis5.0-3121-32.image", 13655)]
    public void All_methods_of_a_real_image_are_seen(string name, int expected)
    {
        using LoadedImage image = ImageReader.Load(SharedImages.Path(name));
        ObjectMemory memory = image.Memory;
        ImageBrowser browser = new(memory);
        int methods = 0;
        for (Oop oop = memory.FirstObject; !oop.IsNone; oop = memory.NextObject(oop))
        {
            if (ObjectMemory.IsVisible(oop) && (browser.IsMetaclass(oop) || browser.IsMetaclass(memory.ClassOf(oop))))
            {
                methods += browser.MethodsOf(oop).Count();
            }
        }
        Assert.That(methods, Is.EqualTo(expected));
        Oop printString = browser.FindMethod(browser.FindClass("Object"), "printString");
        Assert.That(ObjectMemory.FormatOf(printString).IsCompiledMethod());
    }
}
