using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>A lead's score from a journal row until the next point.</summary>
/// <param name="Cause">The row that changed the score.</param>
/// <param name="Score">Null if the lead does not exist from this row on.</param>
public sealed record LeadPoint(ChangeCause Cause, decimal? Score, Priority? Priority, LeadFactors? Factors);

/// <summary>Derives the history of a lead's score from the journal.</summary>
public interface ILeadHistory
{
    /// <summary>
    /// Returns the last two points at which the lead's score or priority changed, the later one last. It replays the account's
    /// stream row by row; the result is empty for an account with too many rows.
    /// </summary>
    Task<ImmutableArray<LeadPoint>> GetAsync(string tenant, string account, string lead);
}
