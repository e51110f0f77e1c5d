using System.Diagnostics.CodeAnalysis;

namespace JitTalk.Perf.Native.CD;

/// <summary>
/// A map whose red nodes have black children, and where all ways from the root to a leaf pass as many black nodes, so that none
/// is longer than twice another. What is done to the left is done to the right likewise; a flag says which it is.
/// </summary>
internal sealed partial class RedBlackTree<TKey, TValue> where TKey : IComparable<TKey>
{
    // Stands for every missing child and for the parent of the root. Its parent means something only during a removal.
    private readonly RedBlackNode<TKey, TValue> _leaf = new();
    private RedBlackNode<TKey, TValue> _root;

    public RedBlackTree() => _root = _leaf;

    public bool Contains(TKey key) => Find(key) != _leaf;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        RedBlackNode<TKey, TValue> node = Find(key);
        value = node.Value;
        return node != _leaf;
    }

    /// <returns>Whether there was a value before.</returns>
    public bool Put(TKey key, TValue value, [MaybeNullWhen(false)] out TValue before)
    {
        RedBlackNode<TKey, TValue> node = _root;
        RedBlackNode<TKey, TValue> parent = _leaf;
        bool left = false;
        while (node != _leaf)
        {
            int order = key.CompareTo(node.Key);
            if (order == 0)
            {
                before = node.Value;
                node.Value = value;
                return true;
            }
            left = order < 0;
            parent = node;
            node = node.Child(left);
        }
        before = default;
        Insert(new RedBlackNode<TKey, TValue>(key, value, parent, _leaf), left);
        return false;
    }

    /// <summary>Of a node with two children it is the next node in order that goes; its entry stays.</summary>
    /// <returns>Whether there was a value.</returns>
    public bool Remove(TKey key)
    {
        RedBlackNode<TKey, TValue> node = Find(key);
        if (node == _leaf)
        {
            return false;
        }
        RedBlackNode<TKey, TValue> goer = node.Left == _leaf || node.Right == _leaf ? node : First(node.Right);
        if (goer != node)
        {
            node.TakeEntryOf(goer);
        }
        CutOut(goer);
        return true;
    }

    /// <summary>In the order of the keys.</summary>
    public void ForEach(Action<TKey, TValue> action) => ForEach(_root, action);

    private void ForEach(RedBlackNode<TKey, TValue> node, Action<TKey, TValue> action)
    {
        if (node != _leaf)
        {
            ForEach(node.Left, action);
            action(node.Key, node.Value);
            ForEach(node.Right, action);
        }
    }

    private RedBlackNode<TKey, TValue> Find(TKey key)
    {
        RedBlackNode<TKey, TValue> node = _root;
        while (node != _leaf)
        {
            int order = key.CompareTo(node.Key);
            if (order == 0)
            {
                break;
            }
            node = node.Child(order < 0);
        }
        return node;
    }

    private RedBlackNode<TKey, TValue> First(RedBlackNode<TKey, TValue> node)
    {
        while (node.Left != _leaf)
        {
            node = node.Left;
        }
        return node;
    }
}
