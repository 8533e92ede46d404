using OneLead.Web.ReadModel;

namespace OneLead.Web.Analytics;

/// <summary>Whether a lead is open or how it was closed. A lead that is not there has none.</summary>
internal enum LeadPhase : byte { Open, Converted, Rejected }

/// <summary>
/// The movements of leads between two moments: <c>OpenBefore + Opened + Reopened − Resolved − Converted − Rejected = Open</c>.
/// </summary>
/// <param name="Opened">Leads that are there now and were not.</param>
/// <param name="Reopened">Leads that were closed and are open again.</param>
/// <param name="Resolved">Open leads that are gone, because their reason no longer holds.</param>
internal sealed record LeadMoves(int OpenBefore, int Opened, int Reopened, int Resolved, int Converted, int Rejected)
{
    public int Open => OpenBefore + Opened + Reopened - Resolved - Converted - Rejected;

    /// <summary>
    /// Compares two moments lead by lead. Nothing counts twice, however the leads got from one to the other: a lead keeps its id
    /// when its item moves to another account, and when its type changes from renewal due to renewal.
    /// </summary>
    public static LeadMoves Between(IReadOnlyDictionary<string, LeadPhase> before, IReadOnlyDictionary<string, LeadPhase> now)
    {
        var (open, opened, reopened, resolved, converted, rejected) = (0, 0, 0, 0, 0, 0);
        foreach (var (id, phase) in now)
        {
            var isKnown = before.TryGetValue(id, out var was);
            if (isKnown && was == phase)
                continue;
            opened += isKnown ? 0 : 1;
            // Also when it was closed in another way: it had to be open in between.
            reopened += isKnown && was != LeadPhase.Open ? 1 : 0;
            converted += phase == LeadPhase.Converted ? 1 : 0;
            rejected += phase == LeadPhase.Rejected ? 1 : 0;
        }
        foreach (var (id, was) in before)
        {
            if (was != LeadPhase.Open)
                continue;
            open++;
            resolved += now.ContainsKey(id) ? 0 : 1;
        }
        return new(open, opened, reopened, resolved, converted, rejected);
    }

    public static LeadPhase PhaseOf(LeadStatus status) => status switch
    {
        LeadStatus.Converted => LeadPhase.Converted,
        LeadStatus.Rejected => LeadPhase.Rejected,
        _ => LeadPhase.Open,
    };

    public static Dictionary<string, LeadPhase> PhasesOf(ModelState state)
    {
        var phases = new Dictionary<string, LeadPhase>(state.Leads.Count, StringComparer.Ordinal);
        foreach (ref readonly var lead in state.Leads)
            phases[lead.Id] = PhaseOf(lead.Status);
        return phases;
    }
}
