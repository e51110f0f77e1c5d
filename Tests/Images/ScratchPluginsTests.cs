namespace JitTalk.Tests.Images;

/// <summary>
/// Scratch 1.4 zips, transforms and codes sounds with primitives. What comes out is compared with what its own code made before
/// there were the primitives.
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

    [Test]
    public void Primitives_code_sounds_as_the_images_code_does()
    {
        using RunningImage image = Scratch();
        image.Expect(
            """
            | buf code enc dec sum out st right | buf := SoundBuffer newMonoSampleCount: 2000. 1 to: 2000 do: [:i | buf at: i put: ((i / 17.0) sin * 20000 + ((i * 7919 \\ 997) - 500)) truncated]. out := WriteStream on: String new.
            #(2 3 4 5) do: [:bits |
                #(1 64 4096) do: [:frame |
                    code := ADPCMCodec new. enc := code encodeLeft: buf right: nil bitsPerSample: bits frameSize: frame forFlash: false.
                    sum := 0.
                    enc do: [:b | sum := sum * 31 + b \\ 1000003]. out nextPutAll: sum printString, ' '.
                    code := ADPCMCodec new. dec := code decode: enc sampleCount: 1998 bitsPerSample: bits frameSize: frame stereo: false.
                    sum := 0. 1 to: 1998 do: [:i | sum := sum * 31 + (dec at: i) \\ 1000003]. out nextPutAll: sum printString, ' '.
                    code := ADPCMCodec new. dec := code decode: enc sampleCount: 900 bitsPerSample: bits frameSize: frame stereo: true.
                    sum := 0. 1 to: 900 do: [:i | sum := sum * 31 + ((dec at: 1) at: i) + ((dec at: 2) at: i) \\ 1000003]. out nextPutAll: sum printString, '; ']].
            out contents
            """,
            "'139046 978687 580299; 287081 531784 515648; 50514 801340 46009; 435537 684057 402792; 116550 585650 807051; 772856 254305 560184; 795165 191174 203881; 20862 834382 415185; 698563 880687 480317; 128586 539788 674004; 281678 21417 635175; 218056 608518 901782; '");
    }

    private static RunningImage Scratch()
    {
        Assume.That(File.Exists(ImagePath), "Debian's package scratch is not installed");
        return new RunningImage(ImagePath);
    }
}
