using JitTalk.Jit.Emit;

namespace JitTalk.Jit.Translation;

/// <summary>
/// What is known of a frame at one point of the code. Where paths meet, what all of them know alike holds: a local that
/// stands for a slot on each of them was written before they parted.
/// </summary>
internal sealed class FlowState(int slots)
{
    /// <summary>By slot: the local that holds the same as the frame.</summary>
    public IlLocal?[] Cached { get; } = new IlLocal?[slots];

    /// <summary>By slot: the local that holds its value as a Float.</summary>
    public IlLocal?[] Doubles { get; } = new IlLocal?[slots];

    /// <summary>By slot: the class index; 0 for unknown.</summary>
    public int[] Known { get; } = new int[slots];

    /// <summary>By slot: how many temps it is proven to have as a vector.</summary>
    public int[] VectorSlots { get; } = new int[slots];

    /// <summary>The local that holds the receiver.</summary>
    public IlLocal? Receiver { get; set; }

    /// <summary>The local that holds the home context, which has the temps.</summary>
    public IlLocal? Home { get; set; }

    /// <summary>The receiver's class index; 0 for unknown.</summary>
    public int ReceiverClass { get; set; }

    /// <summary>The receiver is not read-only.</summary>
    public bool IsReceiverWritable { get; set; }

    /// <summary>After a call, which may have moved or changed everything.</summary>
    public void Clear()
    {
        Array.Clear(Cached);
        Array.Clear(Doubles);
        Array.Clear(Known);
        Array.Clear(VectorSlots);
        (Receiver, ReceiverClass, IsReceiverWritable, Home) = (null, 0, false, null);
    }

    public FlowState Copy()
    {
        FlowState copy = new(Cached.Length);
        copy.Set(this);
        return copy;
    }

    public void Set(FlowState other)
    {
        other.Cached.CopyTo(Cached, 0);
        other.Doubles.CopyTo(Doubles, 0);
        other.Known.CopyTo(Known, 0);
        other.VectorSlots.CopyTo(VectorSlots, 0);
        (Receiver, ReceiverClass, IsReceiverWritable, Home) = (other.Receiver, other.ReceiverClass, other.IsReceiverWritable, other.Home);
    }

    /// <summary>Keeps what another path knows too.</summary>
    public void Meet(FlowState other)
    {
        for (int i = 0; i < Cached.Length; i++)
        {
            Cached[i] = Cached[i] == other.Cached[i] ? Cached[i] : null;
            Doubles[i] = Doubles[i] == other.Doubles[i] ? Doubles[i] : null;
            Known[i] = Known[i] == other.Known[i] ? Known[i] : 0;
            VectorSlots[i] = Math.Min(VectorSlots[i], other.VectorSlots[i]);
        }
        Receiver = Receiver == other.Receiver ? Receiver : null;
        Home = Home == other.Home ? Home : null;
        ReceiverClass = ReceiverClass == other.ReceiverClass ? ReceiverClass : 0;
        IsReceiverWritable &= other.IsReceiverWritable;
    }
}
