namespace OneLead.Sources.Values;

/// <summary>How the numbers of a column or file are written, as far as its unambiguous numbers tell.</summary>
public enum DecimalMark
{
    /// <summary>No number tells.</summary>
    Unknown,

    /// <summary>1,234.50</summary>
    Point,

    /// <summary>1.234,50</summary>
    Comma,

    /// <summary>Both forms occur.</summary>
    Mixed,
}

/// <summary>Combines evidence.</summary>
public static class DecimalMarks
{
    public static DecimalMark And(this DecimalMark one, DecimalMark other) =>
        one == DecimalMark.Unknown || one == other ? other : other == DecimalMark.Unknown ? one : DecimalMark.Mixed;
}
