using System.Runtime.InteropServices;
using JitTalk.Core.Contracts;
using JitTalk.Display.Screen;

namespace JitTalk.Display.Sdl;

/// <summary>Brings a screen buffer into a window: what was damaged to a streaming texture, and that to the window.</summary>
internal sealed unsafe class SdlRenderer : IDisposable
{
    private const uint GlRendererName = 0x1F01;

    private readonly nint _renderer;
    private nint _texture;
    private ScreenBuffer? _shown;

    /// <exception cref="SdlException">Neither a graphics card nor the processor can draw.</exception>
    public SdlRenderer(nint window)
    {
        _renderer = SdlLibrary.CreateRenderer(window, -1, SdlLibrary.RendererAccelerated | SdlLibrary.RendererPresentVsync);
        if (_renderer != 0 && IsSoftwareGl())
        {
            SdlLibrary.DestroyRenderer(_renderer);
            _renderer = 0;
        }
        if (_renderer == 0)
        {
            _renderer = SdlLibrary.CreateRenderer(window, -1, SdlLibrary.RendererSoftware);
        }
        if (_renderer == 0)
        {
            throw new SdlException($"the window cannot be drawn in: {SdlLibrary.Error}");
        }
    }

    /// <summary>The size of the window's content in pixels of the screen.</summary>
    public (int Width, int Height) OutputSize
    {
        get
        {
            _ = SdlLibrary.GetRendererOutputSize(_renderer, out int width, out int height);
            return (width, height);
        }
    }

    /// <summary>Shows a buffer in the upper left corner, enlarged.</summary>
    public void Show(ScreenBuffer buffer, double scale)
    {
        if (buffer != _shown)
        {
            MakeTexture(buffer);
        }
        PixelArea area = buffer.TakeDamage();
        if (!area.IsEmpty)
        {
            SdlRect rectangle = new(area.Left, area.Top, area.Width, area.Height);
            fixed (uint* pixels = buffer.Pixels)
            {
                _ = SdlLibrary.UpdateTexture(_texture, rectangle, pixels + ((long)area.Top * buffer.Width) + area.Left, buffer.Width * sizeof(uint));
            }
        }
        SdlRect target = new(0, 0, (int)Math.Round(buffer.Width * scale), (int)Math.Round(buffer.Height * scale));
        _ = SdlLibrary.RenderClear(_renderer);
        _ = SdlLibrary.RenderCopy(_renderer, _texture, 0, target);
        SdlLibrary.RenderPresent(_renderer);
    }

    /// <summary>The graphics card has forgotten its textures.</summary>
    public void Reset() => _shown = null;

    public void Dispose()
    {
        SdlLibrary.DestroyRenderer(_renderer);
    }

    private void MakeTexture(ScreenBuffer buffer)
    {
        if (_texture != 0)
        {
            SdlLibrary.DestroyTexture(_texture);
        }
        _texture = SdlLibrary.CreateTexture(
            _renderer, SdlLibrary.PixelFormatArgb8888, SdlLibrary.TextureAccessStreaming, buffer.Width, buffer.Height);
        _ = SdlLibrary.SetTextureBlendMode(_texture, SdlLibrary.BlendModeNone);
        _shown = buffer;
        _ = buffer.DamageAll();
    }

    /// <summary>Mesa without a graphics card: then SDL's own drawing takes less of the processor.</summary>
    private static bool IsSoftwareGl()
    {
        nint function = SdlLibrary.GetGlFunction("glGetString");
        if (function == 0)
        {
            return false;
        }
        nint name = ((delegate* unmanaged<uint, nint>)function)(GlRendererName);
        string renderer = Marshal.PtrToStringUTF8(name) ?? string.Empty;
        return renderer.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase)
            || renderer.Contains("softpipe", StringComparison.OrdinalIgnoreCase)
            || renderer.Contains("swrast", StringComparison.OrdinalIgnoreCase);
    }
}
