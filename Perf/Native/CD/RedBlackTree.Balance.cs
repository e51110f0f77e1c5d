namespace JitTalk.Perf.Native.CD;

// Nodes that come and go, and the balance after that.
internal sealed partial class RedBlackTree<TKey, TValue>
{
    private void Insert(RedBlackNode<TKey, TValue> node, bool left)
    {
        if (node.Parent == _leaf)
        {
            _root = node;
        }
        else
        {
            node.Parent.SetChild(left, node);
        }
        // Nothing can be wrong but that the node and its parent are both red.
        while (node.Parent.IsRed)
        {
            node = node.Uncle.IsRed ? RecolorAbove(node) : StraightenAbove(node);
        }
        _root.IsRed = false;
    }

    // Answers the node that may be wrong now.
    private static RedBlackNode<TKey, TValue> RecolorAbove(RedBlackNode<TKey, TValue> node)
    {
        RedBlackNode<TKey, TValue> grandparent = node.Parent.Parent;
        node.Parent.IsRed = false;
        node.Uncle.IsRed = false;
        grandparent.IsRed = true;
        return grandparent;
    }

    // Answers a red node with a black parent: all is right then.
    private RedBlackNode<TKey, TValue> StraightenAbove(RedBlackNode<TKey, TValue> node)
    {
        RedBlackNode<TKey, TValue> grandparent = node.Parent.Parent;
        bool left = node.Parent.IsLeft;
        if (node.IsLeft != left)
        {
            node = node.Parent;
            Rotate(node, left);
        }
        node.Parent.IsRed = false;
        grandparent.IsRed = true;
        Rotate(grandparent, !left);
        return node;
    }

    // The node has one child at most.
    private void CutOut(RedBlackNode<TKey, TValue> node)
    {
        RedBlackNode<TKey, TValue> child = node.Left == _leaf ? node.Right : node.Left;
        Replace(node, child);
        if (!node.IsRed)
        {
            RestoreBlackAt(child);
        }
    }

    // The ways through the node, a leaf maybe, have one black node less than the others.
    private void RestoreBlackAt(RedBlackNode<TKey, TValue> node)
    {
        while (node != _root && !node.IsRed)
        {
            node = LendBlackTo(node);
        }
        node.IsRed = false;
    }

    // Answers the node whose ways lack a black node now; the root lacks nothing.
    private RedBlackNode<TKey, TValue> LendBlackTo(RedBlackNode<TKey, TValue> node)
    {
        RedBlackNode<TKey, TValue> parent = node.Parent;
        bool left = node.IsLeft;
        RedBlackNode<TKey, TValue> sibling = BlackSiblingOf(node);
        if (!sibling.Left.IsRed && !sibling.Right.IsRed)
        {
            sibling.IsRed = true;
            return parent;
        }
        if (!sibling.Child(!left).IsRed)
        {
            sibling.Child(left).IsRed = false;
            sibling.IsRed = true;
            Rotate(sibling, !left);
            sibling = parent.Child(!left);
        }
        sibling.IsRed = parent.IsRed;
        parent.IsRed = false;
        sibling.Child(!left).IsRed = false;
        Rotate(parent, left);
        return _root;
    }

    private RedBlackNode<TKey, TValue> BlackSiblingOf(RedBlackNode<TKey, TValue> node)
    {
        RedBlackNode<TKey, TValue> sibling = node.Sibling;
        if (sibling.IsRed)
        {
            sibling.IsRed = false;
            node.Parent.IsRed = true;
            Rotate(node.Parent, node.IsLeft);
        }
        return node.Sibling;
    }

    // The child on the other side comes up, and the node goes down as its child.
    private void Rotate(RedBlackNode<TKey, TValue> node, bool left)
    {
        RedBlackNode<TKey, TValue> riser = node.Child(!left);
        Connect(node, riser.Child(left), !left);
        Replace(node, riser);
        Connect(riser, node, left);
    }

    private void Connect(RedBlackNode<TKey, TValue> node, RedBlackNode<TKey, TValue> child, bool left)
    {
        node.SetChild(left, child);
        if (child != _leaf)
        {
            child.Parent = node;
        }
    }

    // A leaf that comes into a place has to know it: see RestoreBlackAt.
    private void Replace(RedBlackNode<TKey, TValue> node, RedBlackNode<TKey, TValue> other)
    {
        if (node.Parent == _leaf)
        {
            _root = other;
        }
        else
        {
            node.Parent.SetChild(node.IsLeft, other);
        }
        other.Parent = node.Parent;
    }
}
