namespace JitTalk.Perf.Native.CD;

/// <summary>An entry of a tree, with its children before and after it; or the leaf that ends all its branches.</summary>
internal sealed class RedBlackNode<TKey, TValue>
{
    private RedBlackNode<TKey, TValue> _left;
    private RedBlackNode<TKey, TValue> _right;

    /// <summary>The leaf.</summary>
    public RedBlackNode()
    {
        Key = default!;
        Value = default!;
        _left = this;
        _right = this;
        Parent = this;
    }

    public RedBlackNode(TKey key, TValue value, RedBlackNode<TKey, TValue> parent, RedBlackNode<TKey, TValue> leaf)
    {
        Key = key;
        Value = value;
        _left = leaf;
        _right = leaf;
        Parent = parent;
        IsRed = true;
    }

    public TKey Key { get; private set; }

    public TValue Value { get; set; }

    public bool IsRed { get; set; }

    public RedBlackNode<TKey, TValue> Parent { get; set; }

    public RedBlackNode<TKey, TValue> Left => _left;

    public RedBlackNode<TKey, TValue> Right => _right;

    public bool IsLeft => Parent._left == this;

    public RedBlackNode<TKey, TValue> Sibling => Parent.Child(!IsLeft);

    public RedBlackNode<TKey, TValue> Uncle => Parent.Sibling;

    public RedBlackNode<TKey, TValue> Child(bool left) => left ? _left : _right;

    public void SetChild(bool left, RedBlackNode<TKey, TValue> node)
    {
        if (left)
        {
            _left = node;
        }
        else
        {
            _right = node;
        }
    }

    public void TakeEntryOf(RedBlackNode<TKey, TValue> node)
    {
        Key = node.Key;
        Value = node.Value;
    }
}
