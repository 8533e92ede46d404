namespace OneLead.Web.Analytics;

/// <summary>
/// Whether a lead is open, how it was closed, or that it was open and has disappeared after somebody worked on it. Leads that
/// were never seen, and untouched ones that have disappeared, have no phase.
/// </summary>
internal enum LeadPhase : byte { Open, Converted, Rejected, Resolved }

/// <summary>
/// The movements of leads on a day: <c>OpenBefore + Opened + Reopened − Resolved − Converted − Rejected = Open</c>.
/// </summary>
/// <param name="Opened">Leads that were not there before.</param>
/// <param name="Reopened">Closed leads that are open again, and resolved ones that come back with their history.</param>
/// <param name="Resolved">Open leads that are gone, because their reason no longer holds.</param>
internal sealed record LeadMoves(int OpenBefore, int Opened, int Reopened, int Resolved, int Converted, int Rejected)
{
    public int Open => OpenBefore + Opened + Reopened - Resolved - Converted - Rejected;

    public static LeadMoves None(int open) => new(open, 0, 0, 0, 0, 0);

    /// <summary>Adds the step of a lead from one phase to another; takes it back with a negative sign.</summary>
    public LeadMoves Plus(LeadPhase? from, LeadPhase? to, int sign = 1) => from == to ? this : new(
        OpenBefore,
        Opened + (from is null && IsThere(to) ? sign : 0),
        // Also when it was closed in another way: it was open in between.
        Reopened + (from is LeadPhase.Converted or LeadPhase.Rejected or LeadPhase.Resolved && IsThere(to) ? sign : 0),
        Resolved + (from == LeadPhase.Open && !IsThere(to) ? sign : 0),
        Converted + (to == LeadPhase.Converted ? sign : 0),
        Rejected + (to == LeadPhase.Rejected ? sign : 0));

    public static bool IsThere(LeadPhase? phase) => phase is LeadPhase.Open or LeadPhase.Converted or LeadPhase.Rejected;

    public static LeadPhase PhaseOf(LeadStatus status) => status switch
    {
        LeadStatus.Converted => LeadPhase.Converted,
        LeadStatus.Rejected => LeadPhase.Rejected,
        _ => LeadPhase.Open,
    };
}
