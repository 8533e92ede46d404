using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>Packs a contribution into the bytes of its column.</summary>
internal static class ContributionCodec
{
    private const byte Format = 2;

    public static byte[] Write(Contribution c)
    {
        var writer = new CompactWriter();
        writer.Byte(Format);
        foreach (var number in (ReadOnlySpan<long>)[
            c.Accounts, c.Items, c.Leads.Renewal, c.Leads.HardwareRefresh, c.Leads.ServiceAttach, c.Leads.Critical, c.Leads.High, c.Leads.Medium, c.Leads.Low, c.Leads.RenewalDue,
            c.LeadValue, c.ValueUnknown, c.OpenOpportunities, c.WeightedPipeline, c.PipelineUnknown, c.AtRisk, c.ItemsPastEndOfLife])
            writer.Number(number);
        return writer.ToArray();
    }

    /// <summary>Null for no bytes: the account was removed.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a contribution in a known format.</exception>
    public static Contribution? Read(byte[] bytes)
    {
        if (bytes.Length == 0)
            return null;
        var reader = new CompactReader(bytes);
        var format = reader.Byte();
        if (format is < 1 or > Format)
            throw new InvalidDataException("A contribution has an unknown format.");
        // What an earlier version stored is read until its account has stored it again. It counted no renewals that are due.
        var n = new long[17];
        for (var i = 0; i < n.Length; i++)
            n[i] = i == 9 && format == 1 ? 0 : reader.Number();
        return new Contribution(
            (int)n[0], (int)n[1], new LeadCounts((int)n[2], (int)n[3], (int)n[4], (int)n[5], (int)n[6], (int)n[7], (int)n[8],
                (int)n[9]),
            n[10], (int)n[11], (int)n[12], n[13], (int)n[14], (int)n[15], (int)n[16]);
    }
}
