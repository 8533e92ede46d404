using System.Globalization;

namespace OneLead.Testing;

/// <summary>The members of a cluster in one process.</summary>
internal sealed class MemoryMembership : IMembershipTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, (MembershipEntry Entry, string ETag)> _rows = [];
    private TableVersion _version = new(0, "0");
    private int _etag;

    public Task InitializeMembershipTable(bool tryInitTableVersion) => Task.CompletedTask;

    public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => Task.CompletedTask;

    public Task<MembershipTableData> ReadRow(SiloAddress key) => Task.FromResult(Read(r => r.SiloAddress.Equals(key)));

    public Task<MembershipTableData> ReadAll() => Task.FromResult(Read(static _ => true));

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        Task.FromResult(Write(entry, tableVersion, isKnown: false, null));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        Task.FromResult(Write(entry, tableVersion, isKnown: true, etag));

    public Task UpdateIAmAlive(MembershipEntry entry)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(entry.SiloAddress, out var row))
                row.Entry.IAmAliveTime = entry.IAmAliveTime;
        }
        return Task.CompletedTask;
    }

    private MembershipTableData Read(Func<MembershipEntry, bool> isWanted)
    {
        lock (_gate)
            return new MembershipTableData(
                [.. _rows.Values.Where(r => isWanted(r.Entry)).Select(static r => Tuple.Create(Copy(r.Entry), r.ETag))], _version);
    }

    private bool Write(MembershipEntry entry, TableVersion version, bool isKnown, string? etag)
    {
        lock (_gate)
        {
            if (version.VersionEtag != _version.VersionEtag || _rows.ContainsKey(entry.SiloAddress) != isKnown
                || (isKnown && _rows[entry.SiloAddress].ETag != etag))
                return false;
            _rows[entry.SiloAddress] = (Copy(entry), Next());
            _version = new TableVersion(version.Version, Next());
            return true;
        }
    }

    private string Next() => (++_etag).ToString(CultureInfo.InvariantCulture);

    private static MembershipEntry Copy(MembershipEntry entry) => new()
    {
        SiloAddress = entry.SiloAddress,
        Status = entry.Status,
        SuspectTimes = entry.SuspectTimes is { } suspects ? [.. suspects] : null,
        ProxyPort = entry.ProxyPort,
        HostName = entry.HostName,
        SiloName = entry.SiloName,
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
        StartTime = entry.StartTime,
        IAmAliveTime = entry.IAmAliveTime,
    };
}
