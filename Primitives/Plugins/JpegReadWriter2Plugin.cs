using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;
using JitTalk.Primitives.Jpeg;

namespace JitTalk.Primitives.Plugins;

/// <summary>
/// JPEG from and into byte arrays (VMMaker <c>JPEGReadWriter2Plugin</c>). Of the structures that the image keeps for
/// libjpeg only one has a content here, a <see cref="JpegHeader"/>: nothing is held from one call to the next.
/// </summary>
internal static unsafe class JpegReadWriter2Plugin
{
    private const string Module = "JPEGReadWriter2Plugin";

    [Primitive(Module, "primJPEGPluginIsPresent")]
    public static bool IsPresent(VirtualMachine vm, Oop receiver) => true;

    [Primitive(Module, "primSupports8BitGrayscaleJPEGs")]
    public static bool SupportsGray(VirtualMachine vm, Oop receiver) => true;

    [Primitive(Module, "primJPEGDecompressStructSize")]
    public static Oop DecompressStructSize(VirtualMachine vm, Oop receiver) => Oop.FromInteger(JpegHeader.ByteCount);

    /// <summary>Writing keeps nothing.</summary>
    [Primitive(Module, "primJPEGCompressStructSize")]
    public static Oop CompressStructSize(VirtualMachine vm, Oop receiver) => Oop.FromInteger(0);

    /// <summary>Errors are failures, not records.</summary>
    [Primitive(Module, "primJPEGErrorMgr2StructSize")]
    public static Oop ErrorStructSize(VirtualMachine vm, Oop receiver) => Oop.FromInteger(0);

    [Primitive(Module, "primImageWidth")]
    public static Oop ImageWidth(VirtualMachine vm, Oop receiver, Oop decompressStruct) =>
        TryHeader(decompressStruct, out JpegHeader header)
            ? vm.OrNoMemory(vm.Memory.Integer(header.Width))
            : vm.Fail(PrimitiveError.BadArgument);

    [Primitive(Module, "primImageHeight")]
    public static Oop ImageHeight(VirtualMachine vm, Oop receiver, Oop decompressStruct) =>
        TryHeader(decompressStruct, out JpegHeader header)
            ? vm.OrNoMemory(vm.Memory.Integer(header.Height))
            : vm.Fail(PrimitiveError.BadArgument);

    [Primitive(Module, "primImageNumComponents")]
    public static Oop ImageComponents(VirtualMachine vm, Oop receiver, Oop decompressStruct) =>
        TryHeader(decompressStruct, out JpegHeader header)
            ? vm.OrNoMemory(vm.Memory.Integer(header.Components))
            : vm.Fail(PrimitiveError.BadArgument);

    /// <summary>Reads a JPEG's size and number of components into the structure.</summary>
    [Primitive(Module, "primJPEGReadHeaderfromByteArrayerrorMgr")]
    public static Oop ReadHeader(VirtualMachine vm, Oop receiver, Oop decompressStruct, Oop source, Oop errorStruct)
    {
        if (!TryHeader(decompressStruct, out _) || !ObjectMemory.IsByteObject(source) || !ObjectMemory.IsByteObject(errorStruct))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(decompressStruct))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        JpegHeader header = default;
        PrimitiveError error = Guarded(() => header = Decoder(source).Header);
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        header.Write(ObjectMemory.ByteSpan(decompressStruct));
        return receiver;
    }

    /// <summary>
    /// Reads a JPEG, whose header has been read, into the upper left of a Form of 16 or 32 bits, or, if it is gray, 8.
    /// </summary>
    [Primitive(Module, "primJPEGReadImagefromByteArrayonFormdoDitheringerrorMgr")]
    public static Oop ReadImage(
        VirtualMachine vm, Oop receiver, Oop decompressStruct, Oop source, Oop destination, Oop dithering, Oop errorStruct)
    {
        if (!TryHeader(decompressStruct, out JpegHeader expected) || !ObjectMemory.IsByteObject(source)
            || !TryForm(vm, destination, out Form form) || !vm.Memory.TryBoolean(dithering, out bool isDithered)
            || !ObjectMemory.IsByteObject(errorStruct))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(form.BitsObject))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        JpegPicture? picture = null;
        PrimitiveError reason = PrimitiveError.None;
        PrimitiveError error = Guarded(() =>
        {
            JpegDecoder decoder = Decoder(source);
            // Before anything is allocated: the sizes of hostile data are bounded by what the image has provided.
            reason = Fits(decoder.Header, expected, form) ? PrimitiveError.None : PrimitiveError.BadArgument;
            if (reason == PrimitiveError.None)
            {
                reason = decoder.IsSupported ? PrimitiveError.None : PrimitiveError.UnsupportedOperation;
                picture = decoder.IsSupported ? decoder.ReadPicture() : null;
            }
        });
        if (picture is null || error != PrimitiveError.None)
        {
            return vm.Fail(error != PrimitiveError.None ? error : reason);
        }
        FormPixels.Write(picture, form, isDithered);
        return receiver;
    }

    /// <summary>
    /// Writes a Form of 8 bits, which are shades of gray, 16 or 32 as a JPEG; answers its length in bytes, 0 when the
    /// byte array is too short.
    /// </summary>
    [Primitive(Module, "primJPEGWriteImageonByteArrayformqualityprogressiveJPEGerrorMgr")]
    public static Oop WriteImage(
        VirtualMachine vm, Oop receiver, Oop compressStruct, Oop destination, Oop source, long quality, Oop progressive, Oop errorStruct)
    {
        if (!ObjectMemory.IsByteObject(compressStruct) || !ObjectMemory.IsByteObject(destination)
            || !TryForm(vm, source, out Form form) || !vm.Memory.TryBoolean(progressive, out bool isProgressive)
            || !ObjectMemory.IsByteObject(errorStruct))
        {
            return vm.Fail(PrimitiveError.BadArgument);
        }
        if (IsReadOnly(destination))
        {
            return vm.Fail(PrimitiveError.NoModification);
        }
        MemoryStream written = new();
        PrimitiveError error = Guarded(() =>
            written = JpegEncoder.Encode(form, (int)Math.Clamp(quality, int.MinValue, int.MaxValue), isProgressive));
        if (error != PrimitiveError.None)
        {
            return vm.Fail(error);
        }
        bool hasRoom = written.Length <= ObjectMemory.ByteLength(destination);
        if (hasRoom)
        {
            written.GetBuffer().AsSpan(0, (int)written.Length).CopyTo(ObjectMemory.ByteSpan(destination));
        }
        return Oop.FromInteger(hasRoom ? written.Length : 0);
    }

    private static bool TryHeader(Oop decompressStruct, out JpegHeader header)
    {
        bool isHeader = ObjectMemory.IsByteObject(decompressStruct) && ObjectMemory.ByteLength(decompressStruct) >= JpegHeader.ByteCount;
        header = isHeader ? JpegHeader.Read(ObjectMemory.ByteSpan(decompressStruct)) : default;
        return isHeader;
    }

    private static bool TryForm(VirtualMachine vm, Oop oop, out Form form) =>
        Form.TryLoad(vm.Memory, oop, out form) && FormPixels.IsDepth(form.Depth);

    private static bool Fits(JpegHeader header, JpegHeader expected, Form form) =>
        header == expected && header.Width <= form.Width && header.Height <= form.Height
        && (form.Depth > 8 || header.Components == 1);

    private static JpegDecoder Decoder(Oop source) =>
        new(new UnmanagedMemoryStream(ObjectMemory.Bytes(source), ObjectMemory.ByteLength(source)));

    /// <summary>Does what the library may refuse; see <see cref="JpegDecoder"/> for why any exception says that it did.</summary>
    private static PrimitiveError Guarded(Action work)
    {
        try
        {
            work();
            return PrimitiveError.None;
        }
        catch (OutOfMemoryException)
        {
            return PrimitiveError.NoCMemory;
        }
        catch (Exception)
        {
            return PrimitiveError.OperationFailed;
        }
    }

    private static bool IsReadOnly(Oop oop) => ObjectHeader.IsReadOnly(ObjectMemory.Header(oop));
}
