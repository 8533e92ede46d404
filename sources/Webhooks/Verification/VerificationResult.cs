namespace OneLead.Sources.Webhooks;

/// <summary>The result of verifying a delivery.</summary>
public enum VerificationResult
{
    Valid,

    /// <summary>It has no signature or API key.</summary>
    Unsigned,

    /// <summary>Its timestamp is outside the window; it may be a replay.</summary>
    Stale,

    /// <summary>Its signature or API key matches no secret of the source.</summary>
    InvalidSignature,
}
