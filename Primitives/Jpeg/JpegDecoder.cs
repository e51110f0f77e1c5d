using BitMiracle.LibJpeg.Classic;

namespace JitTalk.Primitives.Jpeg;

/// <summary>
/// Reads a JPEG with the library, as far as the samples of its components. From there <see cref="JpegPlane"/> and
/// <see cref="JpegPicture"/> go on as libjpeg 6b does, which is what the VMs have; the library follows libjpeg 9,
/// whose pixels are others.
/// </summary>
/// <remarks>
/// What is wrong with the data, the library throws as a bare <see cref="Exception"/>, or as whatever an index that was
/// not checked brings about.
/// </remarks>
internal sealed class JpegDecoder
{
    private const int BlockSize = 8;

    // Each scan, of a few bytes, costs a pass over the whole picture. Progressive encoders write a dozen.
    private const int MostScans = 500;

    private readonly jpeg_decompress_struct _library = new(new SilentMessages());

    /// <summary>Reads the header.</summary>
    public JpegDecoder(Stream source)
    {
        _library.jpeg_stdio_src(source);
        _ = _library.jpeg_read_header(require_image: true);
    }

    public JpegHeader Header => new(_library.Image_width, _library.Image_height, _library.Num_components);

    /// <summary>It is gray, or made of red, green and blue somehow, and samples stand for whole pixels.</summary>
    public bool IsSupported =>
        _library.Jpeg_color_space is J_COLOR_SPACE.JCS_GRAYSCALE or J_COLOR_SPACE.JCS_RGB or J_COLOR_SPACE.JCS_YCbCr
        && Components.All(c => MostHorizontal % c.H_samp_factor == 0 && _library.Max_v_samp_factor % c.V_samp_factor == 0);

    private IEnumerable<jpeg_component_info> Components => _library.Comp_info.Take(_library.Num_components);

    private int MostHorizontal => Components.Max(c => c.H_samp_factor);

    /// <summary>
    /// Reads the rest. Data that end too early leave the rest of the picture gray, or as coarse as it came, as in
    /// libjpeg, which would also smooth what is coarse.
    /// </summary>
    public JpegPicture ReadPicture()
    {
        // Without it the DCT enlarges the samples.
        _library.Do_fancy_upsampling = false;
        // In the library it takes the first block of a row for all of them, and misses an index.
        _library.Do_block_smoothing = false;
        _library.Raw_data_out = true;
        jpeg_progress_mgr progress = new();
        progress.OnProgress += (_, _) => LimitScans();
        _library.Progress = progress;
        _ = _library.jpeg_start_decompress();
        jpeg_component_info[] components = [.. Components];
        byte[][][] rows = [.. components.Select(Rows)];
        while (_library.Output_scanline < _library.Output_height)
        {
            int group = _library.Output_scanline / _library.Max_v_samp_factor;
            byte[][][] target = [.. components.Zip(rows, (c, all) => all[(group * c.V_samp_factor)..][..(BlockSize * c.V_samp_factor)])];
            _ = _library.jpeg_read_raw_data(target, BlockSize * _library.Max_v_samp_factor);
        }
        JpegPlane[] planes = [.. components.Zip(rows, Plane)];
        bool isLuminance = _library.Jpeg_color_space == J_COLOR_SPACE.JCS_YCbCr;
        return new JpegPicture(_library.Output_width, _library.Output_height, planes, isLuminance);
    }

    private void LimitScans()
    {
        if (_library.Input_scan_number > MostScans)
        {
            throw new InvalidDataException("too many scans");
        }
    }

    private byte[][] Rows(jpeg_component_info component)
    {
        int groups = DivideUp(_library.Output_height, BlockSize * _library.Max_v_samp_factor);
        int width = BlockSize * component.Width_in_blocks;
        return [.. Enumerable.Range(0, groups * BlockSize * component.V_samp_factor).Select(_ => new byte[width])];
    }

    private JpegPlane Plane(jpeg_component_info component, byte[][] rows) => new(
        rows,
        component.Downsampled_width,
        DivideUp(_library.Output_height * component.V_samp_factor, _library.Max_v_samp_factor),
        MostHorizontal / component.H_samp_factor,
        _library.Max_v_samp_factor / component.V_samp_factor);

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;
}
