namespace JitTalk.Perf.Native;

/// <summary>Balls fly about in a box; their bounces off its walls are counted.</summary>
internal sealed class Bounce : INativeBenchmark
{
    private const int Balls = 100;
    private const int Steps = 50;

    public string Name => "bounce";

    public long Run()
    {
        AwfyRandom random = new();
        Ball[] balls = new Ball[Balls];
        for (int i = 0; i < balls.Length; i++)
        {
            balls[i] = new Ball(random);
        }
        int bounces = 0;
        for (int step = 0; step < Steps; step++)
        {
            foreach (Ball ball in balls)
            {
                if (ball.Bounces())
                {
                    bounces++;
                }
            }
        }
        return bounces;
    }

    private sealed class Ball(AwfyRandom random)
    {
        private const int Limit = 500;

        private int _x = random.Next() % Limit;
        private int _y = random.Next() % Limit;
        private int _dx = (random.Next() % 300) - 150;
        private int _dy = (random.Next() % 300) - 150;

        /// <summary>Moves a step.</summary>
        /// <returns>Whether that led to a wall.</returns>
        public bool Bounces()
        {
            bool bounced = false;
            _x += _dx;
            _y += _dy;
            if (_x > Limit)
            {
                _x = Limit;
                _dx = -Math.Abs(_dx);
                bounced = true;
            }
            if (_x < 0)
            {
                _x = 0;
                _dx = Math.Abs(_dx);
                bounced = true;
            }
            if (_y > Limit)
            {
                _y = Limit;
                _dy = -Math.Abs(_dy);
                bounced = true;
            }
            if (_y < 0)
            {
                _y = 0;
                _dy = Math.Abs(_dy);
                bounced = true;
            }
            return bounced;
        }
    }
}
