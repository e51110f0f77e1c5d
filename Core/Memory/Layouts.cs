namespace JitTalk.Core.Memory;

// Slot numbers of the objects that the VM knows. (VMMaker: the class-side `initialize…Indices` methods.)
internal static class Layouts
{
    public static class Class
    {
        public const int Superclass = 0;
        public const int MethodDictionary = 1;
        public const int Format = 2;
        public const int InstanceVariables = 3;
        public const int Organization = 4;
        /// <summary>The slot of a metaclass that names its sole instance; found by size where images differ.</summary>
        public const int MetaclassThisClass = 5;
        public const int Name = 6;
    }

    public static class MethodDictionary
    {
        public const int Tally = 0;
        public const int Methods = 1;
        public const int FirstSelector = 2;
    }

    public static class Association
    {
        public const int Key = 0;
        public const int Value = 1;
    }

    public static class Ephemeron
    {
        public const int Key = 0;
    }

    public static class AdditionalMethodState
    {
        public const int Method = 0;
        public const int Selector = 1;
    }

    public static class Message
    {
        public const int Selector = 0;
        public const int Arguments = 1;
        public const int LookupClass = 2;
    }

    /// <summary>A method context; its temporaries and stack follow from <see cref="FirstTemp"/>.</summary>
    public static class Context
    {
        public const int Sender = 0;
        public const int Pc = 1;
        public const int StackPointer = 2;
        public const int Method = 3;
        /// <summary>The closure of a block activation, or nil.</summary>
        public const int Closure = 4;
        public const int Receiver = 5;
        public const int FirstTemp = 6;
        public const int SmallSlots = FirstTemp + 16;
        public const int LargeSlots = FirstTemp + 56;
    }

    /// <summary>A BlockContext of images without closures; its stack follows from <see cref="FirstStack"/>.</summary>
    public static class BlockContext
    {
        public const int Caller = 0;
        public const int Pc = 1;
        public const int StackPointer = 2;
        public const int ArgumentCount = 3;
        public const int InitialPc = 4;
        public const int Home = 5;
        public const int FirstStack = 6;
    }

    /// <summary>BlockClosure and, with a CompiledBlock in place of the start pc, FullBlockClosure.</summary>
    public static class Closure
    {
        public const int OuterContext = 0;
        public const int StartPcOrMethod = 1;
        public const int ArgumentCount = 2;
        public const int FirstCopied = 3;
        public const int FullReceiver = 3;
        public const int FullFirstCopied = 4;
    }

    public static class LinkedList
    {
        public const int First = 0;
        public const int Last = 1;
    }

    public static class Semaphore
    {
        public const int First = 0;
        public const int Last = 1;
        public const int ExcessSignals = 2;
    }

    public static class Mutex
    {
        public const int First = 0;
        public const int Last = 1;
        public const int Owner = 2;
    }

    public static class Process
    {
        public const int NextLink = 0;
        public const int SuspendedContext = 1;
        public const int Priority = 2;
        public const int MyList = 3;
    }

    public static class Scheduler
    {
        public const int ProcessLists = 0;
        public const int ActiveProcess = 1;
    }

    public static class Point
    {
        public const int X = 0;
        public const int Y = 1;
    }

    /// <summary>A Character that is an object, in V3 images.</summary>
    public static class Character
    {
        public const int Value = 0;
    }

    public static class Stream
    {
        public const int Array = 0;
        public const int Index = 1;
        public const int ReadLimit = 2;
        public const int WriteLimit = 3;
    }
}
