using JitTalk.Core.Contracts;
using JitTalk.Core.Execution;
using JitTalk.Core.Memory;

namespace JitTalk.Primitives.Files;

/// <summary>The files that an image has open, and whether it may have any.</summary>
internal sealed class FileTable : IDisposable
{
    private readonly HandleTable<OpenFile> _files = new();
    private readonly long[] _standard = new long[3];

    /// <summary>Once false it stays so: an image gives the right away before it runs what it does not trust.</summary>
    public bool IsAccessAllowed { get; private set; } = true;

    public void DisableAccess() => IsAccessAllowed = false;

    public OpenFile? Find(VirtualMachine vm, Oop handle) => _files.Find(vm, handle);

    public OpenFile? Remove(VirtualMachine vm, Oop handle) => _files.Remove(vm, handle);

    /// <summary>Answers the handle of a file opened just now. Without memory for it the file is closed again.</summary>
    public Oop Add(VirtualMachine vm, OpenFile file)
    {
        Oop handle = HandleTable<OpenFile>.Handle(vm, _files.Add(file));
        if (handle.IsNone)
        {
            _ = file.TryClose();
        }
        return vm.OrNoMemory(handle);
    }

    /// <summary>A handle of standard input, output or error.</summary>
    /// <param name="vm">The machine.</param>
    /// <param name="which">0 to 2.</param>
    public Oop StandardHandle(VirtualMachine vm, int which)
    {
        if (!_files.Contains(_standard[which]))
        {
            StandardStreams streams = vm.Options.StandardStreams;
            _standard[which] = _files.Add(which switch
            {
                0 => OpenFile.Input(streams.Input, streams.IsTerminal),
                1 => OpenFile.Output(streams.Output),
                _ => OpenFile.Output(streams.Error),
            });
        }
        return HandleTable<OpenFile>.Handle(vm, _standard[which]);
    }

    public void Dispose()
    {
        foreach (OpenFile file in _files.Entries)
        {
            _ = file.TryClose();
        }
    }
}
