using JitTalk.Core.Memory;
using JitTalk.Tests.Support;

namespace JitTalk.Tests.Stress;

/// <summary>
/// A graph of objects of all formats in object memory, and the same graph in .NET objects: whatever a collector does, the
/// two stay isomorphic from the roots on, but for what weak objects alone referred to.
/// </summary>
internal sealed unsafe class GraphModel : IRoots, IDisposable
{
    private const int MostSlots = 12;
    private const int MostRoots = 20;

    private static readonly MemoryOptions Small = new()
    {
        EdenBytes = 16 << 10,
        EdenReserveBytes = 8 << 10,
        SurvivorBytes = 4 << 10,
        LargeObjectBytes = 2 << 10,
        MaximumBytes = 256 << 20,
        VerifyHeap = HeapVerification.Always,
    };

    private readonly MiniImage _image = new(MiniImage.Spur64, Small);
    private readonly Random _random;
    private readonly List<Held> _roots = [];
    private readonly List<Node> _rootNodes = [];
    private readonly Dictionary<Node, Oop> _oops = [];
    private int _count;

    public GraphModel(int seed)
    {
        _random = new Random(seed);
        _ = _image.NewClass("Ephemeron", "Object", ObjectFormat.Ephemeron, 3);
        Memory.Roots.Add(this);
    }

    public ObjectMemory Memory => _image.Memory;

    /// <summary>Objects that the graph holds at present.</summary>
    public int Size => _oops.Count;

    /// <summary>Makes, links, and drops some objects.</summary>
    public void Change(int steps)
    {
        for (int i = 0; i < steps && !Memory.ScavengeWanted; i++)
        {
            switch (_random.Next(10))
            {
                case 0 when _roots.Count > 1:
                    int dropped = _random.Next(_roots.Count);
                    _roots.RemoveAt(dropped);
                    _rootNodes.RemoveAt(dropped);
                    break;
                case 1 when _roots.Count < MostRoots:
                    Node root = Make();
                    _roots.Add(new Held(_oops[root]));
                    _rootNodes.Add(root);
                    break;
                case < 6 when Pick(n => n.Slots.Length > 0) is { } holder:
                    Store(holder, _random.Next(holder.Slots.Length), Make());
                    break;
                case < 9 when Pick(n => n.Slots.Length > 0) is { } holder:
                    Store(holder, _random.Next(holder.Slots.Length), Pick(_ => true));
                    break;
                default:
                    _ = Make();
                    break;
            }
        }
    }

    /// <summary>Compares memory with the model after a collection, from the roots on.</summary>
    /// <param name="clearsWeakSlots">Whether the collection must have found all that is only weakly held.</param>
    public void Compare(bool clearsWeakSlots)
    {
        HashSet<Node> strong = StronglyReachable();
        _oops.Clear();
        Dictionary<Oop, Node> nodes = [];
        Queue<(Node Node, Oop Oop)> pending = new();
        for (int i = 0; i < _roots.Count; i++)
        {
            pending.Enqueue((_rootNodes[i], _roots[i].Oop));
        }
        while (pending.TryDequeue(out (Node Node, Oop Oop) next))
        {
            (Node node, Oop oop) = next;
            if (_oops.TryGetValue(node, out Oop known))
            {
                Assert.That(oop, Is.EqualTo(known), $"node {node.Number} has two objects");
                continue;
            }
            Assert.That(nodes.TryAdd(oop, node), $"node {node.Number} shares its object");
            _oops.Add(node, oop);
            CheckBody(node, oop);
            for (int slot = 0; slot < node.Slots.Length; slot++)
            {
                Oop value = Memory.Fetch(node.FirstSlot + slot, oop);
                if (node.IsWeak && node.Slots[slot] is { } referent && !strong.Contains(referent) && (clearsWeakSlots || value == Memory.Nil))
                {
                    Assert.That(value, Is.EqualTo(Memory.Nil), $"node {node.Number} still has what only it refers to");
                    node.Slots[slot] = null;
                }
                if (node.Slots[slot] is { } target)
                {
                    Assert.That(value.IsPointer && value != Memory.Nil, $"slot {slot} of node {node.Number} lost node {target.Number}");
                    pending.Enqueue((target, value));
                }
                else
                {
                    Assert.That(value, Is.EqualTo(Memory.Nil), $"slot {slot} of node {node.Number}");
                }
            }
        }
    }

    public void VisitRoots(RootVisitor visitor)
    {
        foreach (Held held in _roots)
        {
            visitor(ref held.Oop);
        }
    }

    public void ObjectsMoved(bool oldOnesToo) { }

    public void Dispose() => _image.Dispose();

    private HashSet<Node> StronglyReachable()
    {
        HashSet<Node> reached = [.. _rootNodes];
        Queue<Node> pending = new(reached);
        while (pending.TryDequeue(out Node? node))
        {
            foreach (Node? target in node.IsWeak ? [] : node.Slots)
            {
                if (target is not null && reached.Add(target))
                {
                    pending.Enqueue(target);
                }
            }
        }
        return reached;
    }

    private void CheckBody(Node node, Oop oop)
    {
        Assert.That(ObjectMemory.FormatOf(oop), Is.EqualTo(node.Format), $"node {node.Number}");
        Assert.That(ObjectMemory.SlotCount(oop), Is.EqualTo(node.SlotCount), $"node {node.Number}");
        Assert.That(ObjectMemory.ClassIndexOf(oop), Is.EqualTo(node.ClassIndex), $"node {node.Number}");
        Assert.That(ObjectHeader.Hash(ObjectMemory.Header(oop)), Is.EqualTo(node.Hash), $"node {node.Number}");
        if (node.PinnedAt is { } place)
        {
            Assert.That(oop, Is.EqualTo(place), $"node {node.Number} is pinned");
        }
        if (node.Format.IsBits())
        {
            Assert.That(ObjectMemory.Slots(oop)[0].Bits, Is.EqualTo(node.Number), "contents");
        }
    }

    private Node? Pick(Func<Node, bool> isMeant)
    {
        Node[] candidates = [.. _oops.Keys.Where(isMeant)];
        return candidates.Length == 0 ? null : candidates[_random.Next(candidates.Length)];
    }

    private void Store(Node holder, int slot, Node? target)
    {
        holder.Slots[slot] = target;
        Memory.Store(holder.FirstSlot + slot, _oops[holder], target is null ? Memory.Nil : _oops[target]);
    }

    private Node Make()
    {
        Node node = _random.Next(8) switch
        {
            0 or 1 => NewNode("Array", ObjectFormat.Indexable, _random.Next(1, MostSlots)),
            2 => NewNode("Point", ObjectFormat.Fixed, 2),
            3 => NewNode("WeakArray", ObjectFormat.Weak, _random.Next(1, MostSlots)),
            4 => NewNode("DoubleWordArray", ObjectFormat.Words64, _random.Next(1, MostSlots)),
            5 => NewNode("Context", ObjectFormat.FixedAndIndexable, Layouts.Context.SmallSlots),
            6 => NewNode("Array", ObjectFormat.Indexable, _random.Next(200, 400)),
            _ => NewNode("Ephemeron", ObjectFormat.Ephemeron, 3),
        };
        if (node.Format.IsBits())
        {
            Memory.StoreUnchecked(0, _oops[node], new Oop(node.Number));
        }
        if (node.ClassIndex == Memory.Known.Context)
        {
            Memory.StoreUnchecked(Layouts.Context.StackPointer, _oops[node], Oop.FromInteger(node.Slots.Length));
        }
        if (_random.Next(3) == 0)
        {
            node.Hash = Memory.IdentityHash(_oops[node]);
        }
        return node;
    }

    private Node NewNode(string className, ObjectFormat format, int slots)
    {
        int index = Memory.EnsureClassIndex(_image.Class(className));
        bool isOld = _random.Next(4) == 0;
        Oop oop = isOld ? Memory.AllocateOld(index, format, slots) : Memory.AllocateRaw(index, format, slots);
        Assert.That(oop.IsNone, Is.False);
        ObjectMemory.Fill(ObjectMemory.Slots(oop), slots, format.IsPointers() ? Memory.Nil : default);
        bool isContext = index == Memory.Known.Context;
        Node node = new(++_count, format, index, slots)
        {
            FirstSlot = isContext ? Layouts.Context.FirstTemp : format == ObjectFormat.Ephemeron ? 1 : 0,
            Slots = new Node?[isContext ? _random.Next(1, 16) : format == ObjectFormat.Ephemeron ? 2 : format.IsBits() ? 0 : slots],
        };
        if (isOld && _random.Next(4) == 0)
        {
            ObjectMemory.Header(oop) = ObjectHeader.WithPinned(ObjectMemory.Header(oop), true);
            node.PinnedAt = oop;
        }
        _oops.Add(node, oop);
        return node;
    }

    /// <summary>What an object is to look like. Its slots are those that may refer to others.</summary>
    private sealed class Node(long number, ObjectFormat format, int classIndex, long slotCount)
    {
        public long Number => number;
        public ObjectFormat Format => format;
        public int ClassIndex => classIndex;
        public long SlotCount => slotCount;
        public bool IsWeak => format == ObjectFormat.Weak;
        public int FirstSlot { get; init; }
        public Node?[] Slots { get; init; } = [];
        public int Hash { get; set; }
        public Oop? PinnedAt { get; set; }
    }
}
