namespace JitTalk.Perf.Native;

/// <summary>Counts the primes below 5000 with the sieve of Eratosthenes.</summary>
internal sealed class Sieve : INativeBenchmark
{
    private const int Limit = 5000;

    public string Name => "sieve";

    public long Run()
    {
        bool[] isPrime = new bool[Limit + 1];
        Array.Fill(isPrime, true);
        int count = 0;
        for (int i = 2; i < isPrime.Length; i++)
        {
            if (isPrime[i])
            {
                count++;
                for (int multiple = i + i; multiple < isPrime.Length; multiple += i)
                {
                    isPrime[multiple] = false;
                }
            }
        }
        return count;
    }
}
