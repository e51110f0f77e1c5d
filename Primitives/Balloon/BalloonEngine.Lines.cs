namespace JitTalk.Primitives.Balloon;

// Stepping lines from scan line to scan line (Bresenham), and wide ones, which are drawn with a square brush.
internal ref partial struct BalloonEngine
{
    private readonly void StepToFirstLine(int line, int y)
    {
        if (y >= Field(line, BalloonLayout.EndY))
        {
            Field(line, BalloonLayout.Lines) = 0;
            return;
        }
        StartLine(line);
        int start = Field(line, BalloonLayout.Y);
        SkipLines(line, y - start);
        Field(line, BalloonLayout.Lines) -= y - start;
    }

    private readonly void StartLine(int line)
    {
        int width = Field(line, BalloonLayout.EndX) - Field(line, BalloonLayout.X);
        int height = Field(line, BalloonLayout.EndY) - Field(line, BalloonLayout.Y);
        int direction = width >= 0 ? 1 : -1;
        Field(line, BalloonLayout.Lines) = height;
        Field(line, BalloonLayout.XDirection) = direction;
        // Of a horizontal line, the increment is its width and direction.
        Field(line, BalloonLayout.XIncrement) = height == 0 ? width : Math.Abs(width) / height * direction;
        Field(line, BalloonLayout.Error) = height == 0 || width >= 0 ? 0 : 1 - height;
        Field(line, BalloonLayout.ErrorUp) = height == 0 ? 0 : Math.Abs(width) % height;
        Field(line, BalloonLayout.ErrorDown) = height;
    }

    private readonly void StepLine(int line) => SkipLines(line, 1);

    /// <summary>Steps over so many scan lines at once.</summary>
    private readonly void SkipLines(int line, long count)
    {
        long down = Field(line, BalloonLayout.ErrorDown);
        long error = Field(line, BalloonLayout.Error) + (count * Field(line, BalloonLayout.ErrorUp));
        // The error is to end above -down and not above 0.
        long over = error > 0 && down > 0 ? (error + down - 1) / down : 0;
        Field(line, BalloonLayout.Error) = (int)(error - (over * down));
        Field(line, BalloonLayout.X) += (int)((count * Field(line, BalloonLayout.XIncrement)) + (over * Field(line, BalloonLayout.XDirection)));
    }

    private readonly void StepToFirstWideLine(int line, int y)
    {
        int extent = Field(line, BalloonLayout.WideExtent);
        int startX = Field(line, BalloonLayout.X);
        int startY = Field(line, BalloonLayout.Y);
        StartLine(line);
        int increment = Field(line, BalloonLayout.XIncrement);
        bool isRightward = Field(line, BalloonLayout.XDirection) > 0;
        Field(line, BalloonLayout.X) = startX - (extent / 2) + (isRightward ? 0 : increment);
        Field(line, BalloonLayout.WideWidth) = extent + Math.Abs(increment);
        StartWide(line, extent);
        for (int i = startY; i < y; i++)
        {
            StepWideLine(line);
        }
        Field(line, BalloonLayout.Lines) -= y - startY;
    }

    private readonly void StepWideLine(int line)
    {
        int extent = Field(line, BalloonLayout.WideExtent);
        (int entry, int exit) = StepWide(line, extent);
        int lastX = Field(line, BalloonLayout.X);
        StepLine(line);
        if (entry <= extent || exit + (extent / 2) >= 0)
        {
            AdjustWideLine(line, lastX, entry, exit);
        }
    }

    /// <summary>At the ends, the brush does not move aside, but the line gets wider or narrower.</summary>
    private readonly void AdjustWideLine(int line, int lastX, int entry, int exit)
    {
        int extent = Field(line, BalloonLayout.WideExtent);
        bool isLeftward = Field(line, BalloonLayout.XDirection) < 0;
        int increment = Field(line, BalloonLayout.XIncrement);
        int moved = Field(line, BalloonLayout.X) - lastX;
        ref int width = ref Field(line, BalloonLayout.WideWidth);
        if (entry < extent)
        {
            width += isLeftward ? -moved : moved;
            Field(line, BalloonLayout.X) = isLeftward ? Field(line, BalloonLayout.X) : lastX;
        }
        int beyond = exit + (extent / 2);
        if (beyond == 0)
        {
            width += isLeftward ? increment : -increment;
            Field(line, BalloonLayout.X) = isLeftward ? lastX : Field(line, BalloonLayout.X);
        }
        else if (beyond > 0)
        {
            width += isLeftward ? moved : -moved;
            Field(line, BalloonLayout.X) = isLeftward ? lastX : Field(line, BalloonLayout.X);
        }
    }

    /// <summary>
    /// A wide edge lasts longer by its width; the fills at its sides begin half the width after it does, and end half the
    /// width before.
    /// </summary>
    private readonly void StartWide(int edge, int extent)
    {
        int height = Field(edge, BalloonLayout.Lines);
        Field(edge, BalloonLayout.Lines) = height + extent;
        Field(edge, BalloonLayout.WideEntry) = 0;
        Field(edge, BalloonLayout.WideExit) = -height - (extent / 2);
        SetFillsValid(edge, extent / 2 <= 0 && Field(edge, BalloonLayout.WideExit) < 0);
    }

    private readonly (int Entry, int Exit) StepWide(int edge, int extent)
    {
        int entry = ++Field(edge, BalloonLayout.WideEntry);
        int exit = ++Field(edge, BalloonLayout.WideExit);
        if (entry >= extent / 2)
        {
            SetFillsValid(edge, true);
        }
        if (exit >= 0)
        {
            SetFillsValid(edge, false);
        }
        return (entry, exit);
    }

    private readonly void SetFillsValid(int edge, bool areValid) =>
        Field(edge, BalloonLayout.Type) = TypeOf(edge) | (areValid ? 0 : BalloonType.FillsInvalid);

    private readonly bool AreFillsValid(int edge) => (Field(edge, BalloonLayout.Type) & BalloonType.FillsInvalid) == 0;
}
