using System.ComponentModel;
using System.Diagnostics;

namespace JitTalk.Primitives.Scratch;

/// <summary>Shows pages of the web to the user, in the program that the desktop has for them.</summary>
internal static class WebBrowser
{
    private const string Opener = "xdg-open";

    /// <summary>
    /// Opens a page; false for what is no address of the web, and where nothing opens it. No shell sees the address: it
    /// comes out of a project that anybody may have written.
    /// </summary>
    public static bool TryOpen(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return false;
        }
        try
        {
            using Process? opener = Process.Start(new ProcessStartInfo(Opener, [uri.AbsoluteUri]));
            return opener is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
