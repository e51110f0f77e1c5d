namespace JitTalk.Tests.Images;

/// <summary>
/// Scratch 1.4 zips and transforms with primitives, which it calls without a module. What it zips is compared with what its
/// own code made before there were the primitives.
/// </summary>
public class ScratchPluginsTests
{
    private const string ImagePath = "/usr/share/scratch/Scratch.image";

    [Test]
    public void Primitives_zip_as_the_images_code_does()
    {
        using RunningImage image = Scratch();
        image.Expect(
            """
            | text zip sum back |
            text := WriteStream on: String new.
            1 to: 6000 do: [:i |
                text nextPutAll: (i * i) printString, ' squared ', i printString; nextPut: (Character value: i * 7919 \\ 256);
                    nextPutAll: (String new: i \\ 400 withAll: $x)].
            text := text contents.
            zip := (RWBinaryOrTextStream on: (String new: 100)) binary.
            (ZipWriteStream on: zip) nextPutAll: text asByteArray; close.
            zip := zip contents asByteArray.
            sum := 0. zip do: [:b | sum := sum * 31 + b \\ 1000003].
            back := (FastInflateStream on: zip) upToEnd.
            (Array with: text size with: zip size with: sum with: back asString = text),
                (Array with: (GZipWriteStream basicNew updateCrc: 16rFFFFFFFF from: 1 to: text size in: text))
            """,
            "(1323274 61435 359423 true 4091733168)");
    }

    [Test]
    public void A_transform_and_its_inverse_give_the_data_back()
    {
        using RunningImage image = Scratch();
        image.Expect(
            """
            | fft data sum |
            fft := FFT new nu: 6.
            data := (1 to: 64) asArray collect: [:i | (i * i \\ 17) asFloat].
            fft realData: data. fft pluginPrepareData. fft pluginTransformData: true.
            sum := fft realData first. fft pluginTransformData: false.
            (Array with: sum rounded with: ((1 to: 64) inject: 0.0 into: [:m :i | m max: ((fft realData at: i) - (data at: i)) abs]) < 0.001)
            """,
            "(530 true)");
    }

    private static RunningImage Scratch()
    {
        Assume.That(File.Exists(ImagePath), "Debian's package scratch is not installed");
        return new RunningImage(ImagePath);
    }
}
