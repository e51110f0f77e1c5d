using JitTalk.Core.Memory;
using JitTalk.Primitives.Graphics;

namespace JitTalk.Primitives.Geometry;

/// <summary>
/// An affine map as images hold it: six 32-bit floats a11 a12 a13 a21 a22 a23, where x' = a11 x + a12 y + a13 and
/// y' = a21 x + a22 y + a23.
/// </summary>
internal readonly unsafe record struct Matrix2x3(double A11, double A12, double A13, double A21, double A22, double A23)
{
    public const int Count = 6;

    public static Matrix2x3 Identity => new(1, 0, 0, 0, 1, 0);

    public bool IsIdentity => this == Identity;
    public bool IsPureTranslation => this == Identity with { A13 = A13, A23 = A23 };

    /// <summary>Reads a matrix; false for anything but six 32-bit words.</summary>
    public static bool TryLoad(Oop oop, out Matrix2x3 matrix)
    {
        matrix = default;
        if (!Fields.TryWords(oop, out uint* words, out long count) || count != Count)
        {
            return false;
        }
        float* a = (float*)words;
        matrix = new Matrix2x3(a[0], a[1], a[2], a[3], a[4], a[5]);
        return true;
    }

    /// <summary>Writes the elements into an object that <see cref="TryLoad"/> reads.</summary>
    public void Store(Oop oop)
    {
        float* a = (float*)ObjectMemory.Bytes(oop);
        (a[0], a[1], a[2]) = ((float)A11, (float)A12, (float)A13);
        (a[3], a[4], a[5]) = ((float)A21, (float)A22, (float)A23);
    }

    /// <summary>The map that does <paramref name="inner"/> first.</summary>
    public Matrix2x3 After(Matrix2x3 inner) => new(
        (A11 * inner.A11) + (A12 * inner.A21), (A11 * inner.A12) + (A12 * inner.A22), (A11 * inner.A13) + (A12 * inner.A23) + A13,
        (A21 * inner.A11) + (A22 * inner.A21), (A21 * inner.A12) + (A22 * inner.A22), (A21 * inner.A13) + (A22 * inner.A23) + A23);

    public (double X, double Y) Transform(double x, double y) =>
        ((x * A11) + (y * A12) + A13, (x * A21) + (y * A22) + A23);

    /// <summary>The point that is mapped to another; false where many are, or none.</summary>
    public bool TryInvert(double x, double y, out (double X, double Y) point)
    {
        point = default;
        (double dx, double dy) = (x - A13, y - A23);
        double determinant = (A11 * A22) - (A12 * A21);
        if (determinant == 0)
        {
            return false;
        }
        double inverse = 1 / determinant;
        point = (((dx * A22) - (A12 * dy)) * inverse, ((A11 * dy) - (dx * A21)) * inverse);
        return true;
    }
}
