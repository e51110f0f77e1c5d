using JitTalk.Core.Contracts;
using JitTalk.Core.Image;
using JitTalk.Core.Memory;
using JitTalk.Tests.Support;
using static JitTalk.Tests.Support.PrimitiveTester;

namespace JitTalk.Tests.Primitives;

/// <summary>
/// The digests are what the plugin of Debian's squeak-vm 4.10 made of the same picture, in mini-startup.image.
/// </summary>
public class ScratchPluginTests
{
    private const string Module = "ScratchPlugin";
    private const int Width = 13;
    private const int Height = 11;

    private static readonly int[] Shifts = [-1000, -200, -77, -3, 0, 1, 25, 60, 99, 180, 300, 5000];
    private static readonly int[] Hues = [17314, 409517, 990038, 693846, 475823, 521426, 873198, 304216, 282769, 380399, 556932, 663823];
    private static readonly int[] Saturations = [437918, 437918, 799979, 656401, 303132, 419143, 294815, 841461, 130828, 130828, 130828, 130828];
    private static readonly int[] Brightnesses = [840144, 840144, 80769, 63566, 896927, 560225, 516295, 483322, 926071, 27117, 27117, 27117];
    private static readonly int[] Powers = [10, 50, 90, 100, 130, 250, 400];
    private static readonly int[] Fisheyes = [23480, 660567, 39985, 520708, 293768, 422866, 191277];
    private static readonly int[] Whirls = [165536, 324213, 303996, 443199, 974594, 479518, 978006];

    [TestCase("primitiveHueShift", nameof(Hues))]
    [TestCase("primitiveSaturationShift", nameof(Saturations))]
    [TestCase("primitiveBrightnessShift", nameof(Brightnesses))]
    public void Colours_shift_as_in_the_reference(string name, string digests)
    {
        int[] expected = digests switch { nameof(Hues) => Hues, nameof(Saturations) => Saturations, _ => Brightnesses };
        foreach (ImageDialect dialect in MiniImage.Dialects)
        {
            using PrimitiveTester tester = new(dialect);
            for (int i = 0; i < Shifts.Length; i++)
            {
                Assert.That(Filtered(tester, name, Int(Shifts[i])), Is.EqualTo(expected[i]), $"{Shifts[i]}");
            }
        }
    }

    [Test]
    public void Pictures_are_distorted_as_in_the_reference()
    {
        using PrimitiveTester tester = new();
        Assert.That(Filtered(tester, "primitiveBlur", Int(Width)), Is.EqualTo(775095));
        for (int i = 0; i < Powers.Length; i++)
        {
            Assert.That(Filtered(tester, "primitiveFisheye", Int(Width), Int(Powers[i])), Is.EqualTo(Fisheyes[i]), $"fisheye {Powers[i]}");
            Assert.That(Filtered(tester, "primitiveWhirl", Int(Width), Int(Powers[i])), Is.EqualTo(Whirls[i]), $"whirl {Powers[i]}");
        }
        Assert.That(Filtered(tester, "primitiveWhirl", Int(Height), Int(-720)), Is.EqualTo(995602));
    }

    [Test]
    public void Colours_are_interpolated_as_in_the_reference()
    {
        using PrimitiveTester tester = new();
        Oop picture = Picture(tester);
        long digest = 0;
        for (int x = -2048; x <= 16384; x += 333)
        {
            for (int y = -2048; y <= 16384; y += 517)
            {
                Oop color = tester.Call(Module, "primitiveInterpolate", tester.Memory.Nil, picture, Int(Width), Int(x), Int(y));
                digest = ((digest * 31) + color.Integer) % 1_000_003;
            }
        }
        Assert.That(digest, Is.EqualTo(326059));
    }

    [TestCase(13, 11, 843055)]
    [TestCase(26, 22, 302808)]
    [TestCase(5, 4, 20852)]
    [TestCase(40, 3, 27554)]
    [TestCase(1, 1, 352292)]
    [TestCase(7, 30, 598898)]
    public void Pictures_are_scaled_as_in_the_reference(int width, int height, int digest)
    {
        using PrimitiveTester tester = new();
        Oop to = Bitmap(tester, width * height);
        _ = tester.Call(Module, "primitiveScale", tester.Memory.Nil, Picture(tester), Int(Width), Int(Height), to, Int(width), Int(height));
        Assert.That(Digest(to), Is.EqualTo(digest));
    }

    [Test]
    public void Doubled_and_halved_pictures_are_those_of_the_reference()
    {
        using PrimitiveTester tester = new();
        Oop picture = Picture(tester);
        Oop to = Bitmap(tester, 30 * 30);
        _ = tester.Call(Module, "primitiveDoubleSize",
            tester.Memory.Nil, picture, Int(Width), Int(Height), to, Int(30), Int(30), Int(3), Int(2));
        Assert.That(Digest(to), Is.EqualTo(435293));
        Assert.That(Halved(tester, "primitiveHalfSizeAverage"), Is.EqualTo(81922));
        Assert.That(Halved(tester, "primitiveHalfSizeDiagonal"), Is.EqualTo(531826));
    }

    [TestCase(1, 487288)]
    [TestCase(2, 837491)]
    [TestCase(3, 303646)]
    [TestCase(7, 640686)]
    [TestCase(100, 882942)]
    public void Sounds_are_condensed_as_in_the_reference(int factor, int digest)
    {
        using PrimitiveTester tester = new();
        Oop to = Bitmap(tester, Width * Height);
        _ = tester.Call(Module, "primitiveCondenseSound", tester.Memory.Nil, Picture(tester), to, Int(factor));
        Assert.That(Digest(to), Is.EqualTo(digest));
    }

    [Test]
    public void Channels_are_extracted_as_in_the_reference()
    {
        using PrimitiveTester tester = new();
        foreach ((bool isRight, int digest) in new[] { (true, 705492), (false, 873725) })
        {
            Oop to = Bitmap(tester, ((Width * Height) + 1) / 2);
            _ = tester.Call(Module, "primitiveExtractChannel", tester.Memory.Nil, Picture(tester), to, tester.Memory.Boolean(isRight));
            Assert.That(Digest(to), Is.EqualTo(digest), $"{isRight}");
        }
    }

    [Test]
    public void Water_moves_pixels_about_but_not_at_the_edge()
    {
        using PrimitiveTester tester = new();
        Oop picture = Picture(tester);
        Oop to = Bitmap(tester, Width * Height);
        Oop past = Bitmap(tester, 2 * Width * Height);
        Oop present = Bitmap(tester, 2 * Width * Height);
        // Of one drop at most none falls, and still water shows the picture.
        Ripple(1);
        Assert.That(Words(to).ToArray(), Is.EqualTo(Words(picture).ToArray()));
        // A drop is seen at the next turn; few of a thousand may fall, or none.
        Ripple(1000);
        Ripple(1000);
        Ripple(1000);
        Assert.That(Words(to).ToArray(), Is.Not.EqualTo(Words(picture).ToArray()), "drops move nothing");
        Assert.That(Words(to).ToArray().Except(Words(picture).ToArray()), Is.Empty);
        Assert.That(Words(to)[..Width].ToArray(), Is.EqualTo(Words(picture)[..Width].ToArray()), "the edge moves");

        void Ripple(int drops) => tester.Call(Module, "primitiveWaterRipples1",
            tester.Memory.Nil, picture, to, Int(Width), Int(drops), past, present);
    }

    [Test]
    public void What_does_not_fit_fails_and_draws_nothing()
    {
        using PrimitiveTester tester = new();
        Oop nil = tester.Memory.Nil;
        Oop picture = Picture(tester);
        Oop small = Bitmap(tester, (Width * Height) - 1);
        Oop big = Bitmap(tester, 30 * 30);
        Assert.Multiple(() =>
        {
            Fails("primitiveHueShift", picture, small, Int(1));
            Fails("primitiveHueShift", picture, nil, Int(1));
            Fails("primitiveHueShift", Int(7), big, Int(1));
            Fails("primitiveHueShift", tester.Text("abcd"), big, Int(1));
            Fails("primitiveHueShift", picture, Bitmap(tester, Width * Height), nil);
            Fails("primitiveBlur", picture, Bitmap(tester, Width * Height), Int(0));
            Fails("primitiveFisheye", picture, Bitmap(tester, Width * Height), Int(-1), Int(100));
            Fails("primitiveWhirl", picture, Bitmap(tester, Width * Height), Int(1L << 40), Int(100));
            Fails("primitiveInterpolate", picture, Int(0), Int(0), Int(0));
            Fails("primitiveScale", picture, Int(Width), Int(Height), big, Int(30), Int(31));
            Fails("primitiveScale", picture, Int(-Width), Int(-Height), big, Int(30), Int(30));
            Fails("primitiveScale", Bitmap(tester, 0), Int(0), Int(0), big, Int(30), Int(30));
            Fails("primitiveScale", picture, Int(Width), Int(Height), Bitmap(tester, 0), Int(0), Int(5));
            Fails("primitiveDoubleSize", picture, Int(Width), Int(Height), big, Int(30), Int(30), Int(5), Int(0));
            Fails("primitiveDoubleSize", picture, Int(Width), Int(Height), big, Int(30), Int(30), Int(-1), Int(0));
            Fails("primitiveDoubleSize", picture, Int(Width + 1), Int(Height), big, Int(30), Int(30), Int(0), Int(0));
            FailsToHalve(0, 0, 0, 0, 7, 5);
            FailsToHalve(2, 0, 0, 0, 6, 5);
            FailsToHalve(0, 0, 27, 0, 4, 5);
            FailsToHalve(0, 0, 0, -1, 4, 5);
            FailsToHalve(0, 0, 0, 0, -1, 5);
            FailsToHalve(long.MaxValue >> 4, 0, 0, 0, 1, 1);
            Fails("primitiveCondenseSound", picture, Bitmap(tester, 10), Int(2));
            Fails("primitiveCondenseSound", picture, big, Int(0));
            Fails("primitiveExtractChannel", picture, Bitmap(tester, 70), tester.Memory.True);
            Fails("primitiveExtractChannel", picture, big, nil);
            Fails("primitiveWaterRipples1", picture, Bitmap(tester, Width * Height), Int(Width), Int(5), Bitmap(tester, 285), big);
            Fails("primitiveWaterRipples1", picture, Bitmap(tester, Width * Height), Int(Width), Int(0), big, big);
        });
        Assert.That(Words(big).ToArray(), Is.All.Zero);

        void Fails(string name, params Oop[] arguments) => tester.Fails(Module, name, [nil, .. arguments]);

        void FailsToHalve(long sourceX, long sourceY, long x, long y, long width, long height)
        {
            Oop[] arguments =
            [
                picture, Int(Width), Int(Height), big, Int(30), Int(30),
                Int(sourceX), Int(sourceY), Int(x), Int(y), Int(width), Int(height),
            ];
            Fails("primitiveHalfSizeAverage", arguments);
            Fails("primitiveHalfSizeDiagonal", arguments);
        }
    }

    [Test]
    public void The_window_gets_the_title()
    {
        FakeHost host = new();
        using PrimitiveTester tester = new(host: host);
        _ = tester.Call(Module, "primitiveSetWindowTitle", tester.Memory.Nil, tester.Text("Spiel – Scratch"));
        Assert.That(host.WindowTitle, Is.EqualTo("Spiel – Scratch"));
        Assert.That(tester.Fails(Module, "primitiveSetWindowTitle", tester.Memory.Nil, Int(3)), Is.EqualTo(PrimitiveError.BadArgument));
    }

    [Test]
    public void Folders_of_the_user_lie_at_home()
    {
        Assume.That(Environment.GetEnvironmentVariable("HOME"), Is.Not.Null.And.Not.Empty);
        using PrimitiveTester tester = new();
        string home = Environment.GetEnvironmentVariable("HOME")!.TrimEnd('/');
        Assert.That(Folder(1), Is.EqualTo(home));
        Assert.That(Folder(3), Is.EqualTo(home + "/Documents"));
        Assert.That(tester.Fails(Module, "primitiveGetFolderPath", tester.Memory.Nil, Int(6)), Is.EqualTo(PrimitiveError.NotFound));

        string Folder(int number) => ObjectMemory.TextOf(tester.Call(Module, "primitiveGetFolderPath", tester.Memory.Nil, Int(number)));
    }

    [TestCase("file:///etc/passwd")]
    [TestCase("--help")]
    [TestCase("http:// ; rm -rf x")]
    public void Only_pages_of_the_web_are_opened(string address)
    {
        using PrimitiveTester tester = new(host: new FakeHost());
        Assert.That(
            tester.Fails(Module, "primitiveOpenURL", tester.Memory.Nil, tester.Text(address)),
            Is.EqualTo(PrimitiveError.OperationFailed));
    }

    [Test]
    public void Without_a_window_no_browser_opens()
    {
        using PrimitiveTester tester = new(host: new NullHost());
        Assert.That(
            tester.Fails(Module, "primitiveOpenURL", tester.Memory.Nil, tester.Text("https://scratch.mit.edu")),
            Is.EqualTo(PrimitiveError.OperationFailed));
        Assert.That(tester.Call(Module, "primitiveIsHidden", tester.Memory.Nil, tester.Text("/tmp")), Is.EqualTo(tester.Memory.False));
    }

    private static long Filtered(PrimitiveTester tester, string name, params Oop[] settings)
    {
        Oop to = Bitmap(tester, Width * Height);
        _ = tester.Call(Module, name, [tester.Memory.Nil, Picture(tester), to, .. settings]);
        return Digest(to);
    }

    private static long Halved(PrimitiveTester tester, string name)
    {
        Oop to = Bitmap(tester, 9 * 9);
        _ = tester.Call(Module, name, tester.Memory.Nil, Picture(tester), Int(Width), Int(Height), to, Int(9), Int(9),
            Int(1), Int(2), Int(3), Int(4), Int(5), Int(4));
        return Digest(to);
    }

    /// <summary>Transparent, gray, black and coloured pixels, without system.</summary>
    private static Oop Picture(PrimitiveTester tester)
    {
        Oop picture = Bitmap(tester, Width * Height);
        uint seed = 1;
        foreach (ref uint pixel in Words(picture))
        {
            (uint kind, uint first, uint second) = (Next() % 8, Next(), Next());
            pixel = kind switch
            {
                0 => 0,
                1 => (first >> 8) * 0x10101,
                2 => 1,
                _ => ((first & 0xFF00) << 8) + second,
            };
        }
        Assert.That(Digest(picture), Is.EqualTo(843055));
        return picture;

        uint Next() => seed = ((seed * 1309) + 13849) & 0xFFFF;
    }

    private static Oop Bitmap(PrimitiveTester tester, int words) => tester.Memory.Instantiate(tester.Image.Class("Bitmap"), words);

    private static Span<uint> Words(Oop bitmap) => BitBltBench.Words(bitmap);

    private static long Digest(Oop bitmap)
    {
        long digest = 0;
        foreach (uint word in Words(bitmap))
        {
            digest = ((digest * 31) + word) % 1_000_003;
        }
        return digest;
    }
}
