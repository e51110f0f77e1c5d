namespace JitTalk.Perf.Native;

/// <summary>The sun and the four great planets attract each other; the result is the energy in billionths.</summary>
/// <param name="steps">How long; the published number is 250000, which gives -169085989.</param>
internal sealed class NBody(int steps) : INativeBenchmark
{
    private const double Time = 0.01;

    public string Name => "nbody";

    public long Run()
    {
        Body[] bodies = SolarSystem();
        for (int step = 0; step < steps; step++)
        {
            Advance(bodies);
        }
        return (long)Math.Round(Energy(bodies) * 1.0e9);
    }

    private static void Advance(Body[] bodies)
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            for (int j = i + 1; j < bodies.Length; j++)
            {
                bodies[i].Attract(bodies[j], Time);
            }
        }
        foreach (Body body in bodies)
        {
            body.Move(Time);
        }
    }

    private static double Energy(Body[] bodies)
    {
        double energy = 0.0;
        for (int i = 0; i < bodies.Length; i++)
        {
            energy += bodies[i].KineticEnergy;
            for (int j = i + 1; j < bodies.Length; j++)
            {
                energy -= bodies[i].PotentialEnergyTo(bodies[j]);
            }
        }
        return energy;
    }

    private static Body[] SolarSystem()
    {
        Body sun = new(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0);
        Body jupiter = new(
            4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
            0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
            0.000954791938424326609);
        Body saturn = new(
            8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
            -0.00276742510726862411, 0.00499852801234917238, 0.0000230417297573763929,
            0.000285885980666130812);
        Body uranus = new(
            12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
            0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
            0.0000436624404335156298);
        Body neptune = new(
            15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
            0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
            0.0000515138902046611451);
        Body[] bodies = [sun, jupiter, saturn, uranus, neptune];
        sun.Balance(bodies);
        return bodies;
    }

    /// <summary>Lengths are in astronomical units, times in years; the mass of the sun is 4 pi^2.</summary>
    private sealed class Body(double x, double y, double z, double dailyX, double dailyY, double dailyZ, double suns)
    {
        private const double DaysPerYear = 365.24;
        private const double SolarMass = 4 * Math.PI * Math.PI;

        private readonly double _mass = suns * SolarMass;
        private double _x = x;
        private double _y = y;
        private double _z = z;
        private double _vx = dailyX * DaysPerYear;
        private double _vy = dailyY * DaysPerYear;
        private double _vz = dailyZ * DaysPerYear;

        public double KineticEnergy => 0.5 * _mass * ((_vx * _vx) + (_vy * _vy) + (_vz * _vz));

        public double PotentialEnergyTo(Body other)
        {
            double dx = _x - other._x;
            double dy = _y - other._y;
            double dz = _z - other._z;
            return _mass * other._mass / Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        }

        /// <summary>Takes the velocity with which the momenta of all bodies cancel out.</summary>
        public void Balance(Body[] bodies)
        {
            double px = 0.0;
            double py = 0.0;
            double pz = 0.0;
            foreach (Body body in bodies)
            {
                px += body._vx * body._mass;
                py += body._vy * body._mass;
                pz += body._vz * body._mass;
            }
            _vx = -(px / _mass);
            _vy = -(py / _mass);
            _vz = -(pz / _mass);
        }

        public void Attract(Body other, double time)
        {
            double dx = _x - other._x;
            double dy = _y - other._y;
            double dz = _z - other._z;
            double square = (dx * dx) + (dy * dy) + (dz * dz);
            double magnitude = time / (square * Math.Sqrt(square));
            other._vx += dx * _mass * magnitude;
            other._vy += dy * _mass * magnitude;
            other._vz += dz * _mass * magnitude;
            _vx -= dx * other._mass * magnitude;
            _vy -= dy * other._mass * magnitude;
            _vz -= dz * other._mass * magnitude;
        }

        public void Move(double time)
        {
            _x += time * _vx;
            _y += time * _vy;
            _z += time * _vz;
        }
    }
}
