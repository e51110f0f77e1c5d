namespace JitTalk.Core.Compiler;

/// <summary>Braces of more elements than a stack may hold are streamed: (Array braceStream: n) nextPut: …; braceArray.</summary>
internal static class BraceStream
{
    /// <summary>The most elements that one bytecode collects (Squeak: BraceNode&gt;&gt;maxElementsForConsArray).</summary>
    public const int MostOnStack = 8;

    /// <summary>What a brace is coded as: itself, or a cascade over the same elements.</summary>
    public static Node Coded(BraceNode brace, ICompilationScope scope)
    {
        if (brace.Elements.Count <= MostOnStack)
        {
            return brace;
        }
        GlobalBinding array = scope.FindBinding("Array")
            ?? throw new SyntaxErrorException($"A brace of more than {MostOnStack} elements needs the class Array", brace.Start);
        VariableNode variable = new(array.Name, brace.Start) { Variable = new GlobalVariable(array) };
        LiteralNode size = new(new IntegerLiteral(brace.Elements.Count), brace.Start);
        List<MessageNode> messages = [.. brace.Elements.Select(element => new MessageNode(null, "nextPut:", [element], element.Start))];
        messages.Add(new MessageNode(null, "braceArray", [], brace.Start));
        return new CascadeNode(new MessageNode(variable, "braceStream:", [size], brace.Start), messages, brace.Start);
    }
}
