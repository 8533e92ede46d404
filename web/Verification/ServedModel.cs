using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Verification;

/// <summary>The read model of this node as a verification sees it.</summary>
internal sealed class ServedModel(LiveModel live, IIngest ingest) : IServedAccounts
{
    // A roll-up and its accounts arrive one after the other, so under load their sums differ for moments.
    private const int MostAttempts = 10;

    public IReadOnlyCollection<string> Accounts => live.Unfiltered.AccountIds();

    public string? FindDifference(AccountDelta replayed) => ModelDifferences.Of(live.Unfiltered, replayed);

    /// <summary>Names the territories that are not the sum of their accounts, and the portfolio if it is not.</summary>
    public async Task<IReadOnlyList<string>> FindRollUpDifferencesAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (attempt > 1)
                await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant, cancellation);
            var differences = ModelDifferences.OfRollUps(live.Unfiltered.State()).Select(d => d.ToString()).ToList();
            if (differences.Count == 0 || attempt == MostAttempts)
                return differences;
        }
    }
}
