namespace OneLead.Sources.Webhooks;

/// <summary>Whether a delivery is the sender's.</summary>
public enum Verdict
{
    Genuine,

    /// <summary>It carries no signature or key, or none that could be one.</summary>
    Unsigned,

    /// <summary>Its timestamp is outside the window: it may be a recording.</summary>
    Stale,

    /// <summary>Its signature or key belongs to none of the source's secrets.</summary>
    Forged,
}
