using System.Runtime.InteropServices;
using System.Text;

namespace JitTalk.Tests.Support;

/// <summary>
/// The library <c>so.UnicodePlugin</c> of Debian's squeak-vm, whose functions need no interpreter; where it is missing, or
/// what it is linked to, the running test is skipped.
/// </summary>
internal static unsafe class ReferenceUnicodePlugin
{
    private static readonly nint Library = Load();

    public static void SetFont(string name, int size, bool isBold, bool isItalic, bool isSmooth)
    {
        delegate* unmanaged<byte*, int, int, int, int, void> function =
            (delegate* unmanaged<byte*, int, int, int, int, void>)Function("unicodeSetFont");
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            function(text, size, isBold ? 1 : 0, isItalic ? 1 : 0, isSmooth ? 1 : 0);
        }
    }

    public static void SetColors(byte[] colors, bool isBackgroundClear)
    {
        delegate* unmanaged<int, int, int, int, int, int, int, void> function =
            (delegate* unmanaged<int, int, int, int, int, int, int, void>)Function("unicodeSetColors");
        function(colors[0], colors[1], colors[2], colors[3], colors[4], colors[5], isBackgroundClear ? 1 : 0);
    }

    public static (int Width, int Height) Measure(byte[] utf8)
    {
        delegate* unmanaged<byte*, int, int*, int*, void> function =
            (delegate* unmanaged<byte*, int, int*, int*, void>)Function("unicodeMeasureString");
        int width = 0;
        int height = 0;
        fixed (byte* text = utf8)
        {
            function(text, utf8.Length, &width, &height);
        }
        return (width, height);
    }

    public static (int Width, int Height) Draw(byte[] utf8, int width, int height, Span<uint> pixels)
    {
        delegate* unmanaged<byte*, int, int*, int*, uint*, void> function =
            (delegate* unmanaged<byte*, int, int*, int*, uint*, void>)Function("unicodeDrawString");
        fixed (byte* text = utf8)
        {
            fixed (uint* bits = pixels)
            {
                function(text, utf8.Length, &width, &height, bits);
            }
        }
        return (width, height);
    }

    public static int StoreEdges(byte[] utf8, Span<int> edges)
    {
        delegate* unmanaged<byte*, int, int*, int, int> function =
            (delegate* unmanaged<byte*, int, int*, int, int>)Function("unicodeGetXRanges");
        fixed (byte* text = utf8)
        {
            fixed (int* room = edges)
            {
                return function(text, utf8.Length, room, edges.Length);
            }
        }
    }

    private static nint Load()
    {
        string[] files = Directory.Exists("/usr/lib/squeak") ? Directory.GetFiles("/usr/lib/squeak", "so.UnicodePlugin", SearchOption.AllDirectories) : [];
        return files.Length > 0 && NativeLibrary.TryLoad(files[0], out nint library) ? library : 0;
    }

    private static void* Function(string name) => Library != 0
        ? (void*)NativeLibrary.GetExport(Library, name)
        : throw new IgnoreException("Debian's squeak-vm, or the library libpangocairo-1.0 that its plugin needs, is not here");
}
