namespace OneLead.Rules;

/// <summary>Decides the territory of an account. Lists, filters, pages and sums use it, whatever a record says of its own.</summary>
public static class AccountTerritory
{
    /// <summary>
    /// Returns the territory in which the reconciliation matched the account: that of its own record, else that of its id.
    /// Without either it is that of most of its items, else that of its keys.
    /// </summary>
    /// <param name="recorded">The territory of the account's own record.</param>
    /// <param name="ofItems">The territory of most of its items.</param>
    public static string? Of(string id, string? recorded, string? ofItems, IEnumerable<string> keys) =>
        recorded ?? Keys.TerritoryOf(id) ?? ofItems
            ?? keys.Select(Keys.TerritoryOf).OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault();
}
