using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead;

/// <summary>A lead's score from a row of the journal on, until the next point.</summary>
/// <param name="Cause">The row that moved it.</param>
/// <param name="Score">Null: from here on the lead is not there.</param>
public sealed record LeadPoint(ChangeCause Cause, decimal? Score, Priority? Priority);

/// <summary>How a lead came to its score: told by the journal, so it is the same after any restart.</summary>
public interface ILeadHistory
{
    /// <summary>The last two places at which the lead's score or priority moved, the later one last. It folds the account's stream row by row, once; of an account with very many rows it is empty.</summary>
    Task<ImmutableArray<LeadPoint>> GetAsync(string tenant, string account, string lead);
}
