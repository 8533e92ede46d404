using System.Globalization;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>What OneLead does with the events of a row besides listing them.</summary>
internal enum RowUse
{
    /// <summary>Nothing reads this kind (see <see cref="EventKinds.Use"/>).</summary>
    OnlyListed,

    /// <summary>The row names no account, and only records of accounts count.</summary>
    WithoutAccount,

    /// <summary>A score, a sum or a page reads it.</summary>
    Used,
}

/// <summary>Counts the rows of a table that are stored and not used yet.</summary>
internal sealed class UnusedRows
{
    // The page Services shows offers, and people look for this sheet there.
    private const string Practices = "This list of practices and services is only listed, in the deep dive. "
        + "The page Services shows what the workbook of service SKUs offers (its sheet begins with Product | Services Offered).";

    private long _onlyListed, _withoutAccount;

    public long Count => _onlyListed + _withoutAccount;

    /// <summary>Says why the rows are not used, in a sentence; null if all are.</summary>
    public string? ReasonFor(EventKind? kind) => (_onlyListed, _withoutAccount) switch
    {
        (0, 0) => null,
        (_, 0) when kind == EventKind.Service => Practices,
        ( > 0, > 0) => string.Create(
            CultureInfo.InvariantCulture,
            $"No score or page is built on {_onlyListed:N0} of them yet; {_withoutAccount:N0} name no account. Deep dive lists them."),
        (_, 0) => "No score or page is built on this table yet. Deep dive lists its rows.",
        _ => "They name no account, so they count in no score. Deep dive lists them.",
    };

    public static RowUse Of(EventKind kind, string account) =>
        kind.Use() == KindUse.Listed ? RowUse.OnlyListed
        // Action required lists credits without an account.
        : kind.IsTenantWide() || !Keys.IsNoAccount(account) || account == Keys.UnassignedCredits ? RowUse.Used
        : RowUse.WithoutAccount;

    public void Add(RowUse use)
    {
        _onlyListed += use == RowUse.OnlyListed ? 1 : 0;
        _withoutAccount += use == RowUse.WithoutAccount ? 1 : 0;
    }
}
