using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>
/// Serializes an account's view for snapshot rows, without its entities, which are separate records. Repeated texts are
/// written once and then referenced by index, because products, families and territories repeat from lead to lead.
/// </summary>
public static class AccountDeltaCodec
{
    // Rows with another format are rebuilt from the journal.
    private const byte Format = 6;

    public static byte[] Write(AccountDelta delta)
    {
        var w = new ViewWriter(Format);
        w.Text(delta.AccountId);
        Write(w, delta.Version);
        Write(w, delta.Previous);
        w.Flag(delta.IsWhole);
        w.Flag(delta.Row is not null);
        if (delta.Row is { } row)
            Write(w, row);
        w.Number(delta.Changed.Length);
        foreach (var lead in delta.Changed)
            Write(w, lead);
        w.Texts(delta.Removed);
        w.Number(delta.Ending.Length);
        foreach (var ending in delta.Ending)
            Write(w, ending);
        return w.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes have another format or are damaged.</exception>
    public static AccountDelta Read(byte[] bytes)
    {
        try
        {
            var r = new ViewReader(bytes, Format);
            var (id, version, previous, isWhole) = (r.Text(), ReadVersion(r), ReadVersion(r), r.Flag());
            var row = r.Flag() ? ReadAccount(r) : null;
            var leads = ImmutableArray.CreateBuilder<LeadRow>(r.Count());
            for (var i = leads.Capacity; i > 0; i--)
                leads.Add(ReadLead(r));
            var removed = r.Texts();
            var endings = ImmutableArray.CreateBuilder<SupportEnding>(r.Count());
            for (var i = endings.Capacity; i > 0; i--)
                endings.Add(
                    new(
                        r.Text(), r.Text(), r.Text(), DateOnly.FromDayNumber(r.Int()), r.Flag() ? r.Number() : null, r.OptionalText(),
                        r.OptionalText()));
            return new(id, version, previous, row, isWhole, leads.MoveToImmutable(), removed) { Ending = endings.MoveToImmutable() };
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or FormatException or OverflowException)
        {
            throw new InvalidDataException("The view of an account is damaged.", e);
        }
    }

    private static void Write(ViewWriter w, StateVersion version)
    {
        w.Number(version.Sequence);
        w.Number(version.Engine);
    }

    private static StateVersion ReadVersion(ViewReader r) => new(r.Number(), r.Int());

    private static void Write(ViewWriter w, SupportEnding e)
    {
        w.Text(e.Item);
        w.Text(e.Serial);
        w.Text(e.Product);
        w.Number(e.End.DayNumber);
        w.Flag(e.Value is not null);
        if (e.Value is { } value)
            w.Number(value);
        w.Optional(e.Currency);
        w.Optional(e.Territory);
    }

    private static void Write(ViewWriter w, AccountRow a)
    {
        w.Text(a.Id);
        w.Text(a.Name);
        w.Optional(a.Territory);
        w.Number(a.Health.Classic);
        w.Number(a.Health.ClassicUncapped);
        w.Number(a.Health.View);
        w.Optional(a.Health.Composite);
        w.Number((int)a.Health.Risk);
        var parts = a.Health.Parts;
        foreach (var part in (ReadOnlySpan<int?>)
            [parts.Usage, parts.Support, parts.Payment, parts.Engagement, parts.Sentiment, parts.Lifecycle])
            w.Number(part ?? -1);
        w.Flag(a.AtRisk);
        Write(w, a.Totals);
        w.Optional(a.CreditUtilization);
        w.Number(a.Projects);
        w.Number(a.ClosedProjects);
        w.Optional(a.Tier);
        w.Optional(a.AccountManager);
        w.Texts(a.Aliases);
        w.Instant(a.UpdatedAt);
        w.Flag(a.Stale);
        w.Optional(a.Segment);
        w.Number(a.EarliestEndOfLife?.DayNumber ?? -1);
    }

    private static AccountRow ReadAccount(ViewReader r) => new(
        r.Text(), r.Text(), r.OptionalText(), ReadHealth(r), r.Flag(), ReadContribution(r),
        r.OptionalAmount(),
        r.Int(), r.Int(), r.OptionalText(), r.OptionalText(), r.Texts(), r.Instant(), r.Flag())
    {
        Segment = r.OptionalText(),
        EarliestEndOfLife = Day(r.Int()),
    };

    private static Health ReadHealth(ViewReader r)
    {
        return new(r.Int(), r.Int(), r.Int(), r.OptionalAmount(), (RiskLevel)r.Int(), new(Part(), Part(), Part(), Part(), Part(), Part()));

        int? Part() => r.Int() is >= 0 and var part ? part : null;
    }

    /// <summary>Writes a contribution alone, for the column from which territories load their sums.</summary>
    public static byte[] Write(Contribution contribution)
    {
        var w = new ViewWriter(Format);
        Write(w, contribution);
        return w.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes have another format or are damaged.</exception>
    public static Contribution ReadContribution(byte[] bytes) => ReadContribution(new ViewReader(bytes, Format));

    private static void Write(ViewWriter w, Contribution c)
    {
        foreach (var number in (ReadOnlySpan<long>)
            [c.Accounts, c.Items, c.Leads.Renewal, c.Leads.HardwareRefresh, c.Leads.ServiceAttach, c.Leads.Critical,
             c.Leads.High, c.Leads.Medium, c.Leads.Low, c.Leads.RenewalDue,
             c.ValueUnknown, c.OpenOpportunities, c.PipelineUnknown, c.AtRisk, c.ItemsPastEndOfLife, c.AtRiskUnknown])
            w.Number(number);
        w.Sum(c.EstimatedAtRisk);
        w.Number(c.EstimatedItems);
        w.Number(c.Sums?.All.Length ?? 0);
        foreach (var sum in c.Sums?.All ?? [])
        {
            w.Text(sum.Currency);
            foreach (var (value, parts) in (ReadOnlySpan<(Int128, int)>)
                [(sum.LeadValue, sum.Leads), (sum.Weighted, sum.Opportunities), (sum.ValueAtRisk, sum.AtRisk)])
            {
                w.Sum(value);
                w.Number(parts);
            }
        }
    }

    private static Contribution ReadContribution(ViewReader r)
    {
        var contribution = new Contribution(
            r.Int(), r.Int(), new(r.Int(), r.Int(), r.Int(), r.Int(), r.Int(), r.Int(), r.Int(), r.Int()), r.Int(), r.Int(), r.Int(),
            r.Int(), r.Int(), r.Int())
        {
            EstimatedAtRisk = r.Sum(),
            EstimatedItems = r.Int(),
        };
        var sums = ImmutableArray.CreateBuilder<CurrencySum>(r.Count());
        for (var i = sums.Capacity; i > 0; i--)
            sums.Add(new(r.Text(), r.Sum(), r.Int(), r.Sum(), r.Int(), r.Sum(), r.Int()));
        return sums.Count == 0 ? contribution : contribution with { Sums = new(sums.MoveToImmutable()) };
    }

    private static void Write(ViewWriter w, LeadRow l)
    {
        w.Text(l.Id);
        w.Number((int)l.Type);
        w.Number((int)l.Status);
        w.Number((int)l.Priority);
        w.Amount(l.Score);
        w.Number(l.Factors.Urgency);
        w.Number(l.Factors.Value);
        w.Number(l.Factors.Propensity);
        w.Number(l.Factors.StrategicFit);
        w.Flag(l.Value is not null);
        if (l.Value is { } value)
        {
            w.Amount(value.Min);
            w.Amount(value.Max);
            w.Text(value.Currency);
            w.Text(value.Basis);
        }
        w.Text(l.AccountId);
        w.Optional(l.Territory);
        w.Text(l.Serial);
        w.Text(l.ProductId);
        w.Text(l.Product);
        w.Text(l.Family);
        w.Text(l.ServiceRow);
        w.Flag(l.IsComponent);
        w.Number((int)l.Risk);
        w.Optional(l.Assignee);
        w.Number(l.Version);
        w.Instant(l.UpdatedAt);
        w.Number(l.NextChange?.DayNumber ?? -1);
        w.Optional(l.StatusReason);
        w.Optional(l.ItemTerritory);
        w.Flag(l.Contract is not null);
        if (l.Contract is { } contract)
        {
            w.Text(contract.Id);
            w.Optional(contract.Number);
            w.Number(contract.End?.DayNumber ?? -1);
            w.Number(contract.Items);
        }
        w.Number(l.PrioritySince?.DayNumber ?? -1);
        w.Flag(l.Work is not null);
        if (l.Work is not { } work)
            return;
        w.Instant(work.LastAt);
        foreach (var at in (ReadOnlySpan<DateTimeOffset?>)[work.AssignedAt, work.ContactedAt, work.ClosedAt, work.UnassignedAt])
            w.Number(at?.UtcTicks ?? -1);
        w.Number(work.SnoozedUntil?.DayNumber ?? -1);
        w.Number(work.Notes);
    }

    private static LeadWork ReadWork(ViewReader r)
    {
        var (last, assigned, contacted, closed, unassigned) =
            (r.Instant(), Instant(r.Number()), Instant(r.Number()), Instant(r.Number()), Instant(r.Number()));
        return new(last, assigned, contacted, closed, Day(r.Int()), r.Int()) { UnassignedAt = unassigned };
    }

    private static DateTimeOffset? Instant(long ticks) => ticks < 0 ? null : new(ticks, TimeSpan.Zero);

    private static DateOnly? Day(int number) => number < 0 ? null : DateOnly.FromDayNumber(number);

    private static LeadRow ReadLead(ViewReader r) => new(
        r.Text(), (LeadType)r.Int(), (LeadStatus)r.Int(), (Priority)r.Int(), r.Amount(), new(r.Int(), r.Int(), r.Int(), r.Int()),
        r.Flag() ? new(r.Amount(), r.Amount(), r.Text(), r.Text()) : null,
        r.Text(), r.OptionalText(), r.Text(), r.Text(), r.Text(), r.Text(), r.Text(), r.Flag(), (RiskLevel)r.Int(), r.OptionalText(),
        r.Int(), r.Instant(),
        Day(r.Int()), r.OptionalText())
    {
        ItemTerritory = r.OptionalText(),
        Contract = r.Flag() ? new(r.Text(), r.OptionalText(), Day(r.Int()), r.Int()) : null,
        PrioritySince = Day(r.Int()),
        Work = r.Flag() ? ReadWork(r) : null,
    };
}
