namespace JitTalk.Core.Execution;

/// <summary>Placeholder of the clone "cli": evaluates nothing.</summary>
internal sealed class Evaluator(VirtualMachine vm)
{
    public Evaluation? Result { get; private set; }

    public void Start(string code) => Result = new Evaluation(false, $"not evaluated in {vm.ImagePath}: {code}", []);
}
