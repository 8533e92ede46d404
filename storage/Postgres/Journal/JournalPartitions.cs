using System.Globalization;
using Npgsql;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>Creates the monthly partitions of the journal, within the commits that need them.</summary>
internal sealed class JournalPartitions(NpgsqlConnection connection)
{
    private DateOnly _last, _created;

    /// <summary>
    /// Creates the partitions of the month and of the next one if they are missing, so that no commit waits for one when a month
    /// begins.
    /// </summary>
    public void Ensure(DateTimeOffset receivedAt)
    {
        var month = new DateOnly(receivedAt.Year, receivedAt.Month, 1);
        if (month == _last)
            return;
        Create(month);
        Create(month.AddMonths(1));
        _created = month;
    }

    /// <summary>Notes that the commit took place, and the partitions exist.</summary>
    public void Committed() => _last = _created;

    /// <summary>Creates the partition of a month if it is missing.</summary>
    // Attaching a table does not block readers, unlike creating the partition in place.
    public void Create(DateOnly month)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"journal_{month:yyyy_MM}");
        using var exists = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = name } } };
        if ((bool)exists.ExecuteScalar()!)
            return;
        using var create = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE {name} (LIKE journal INCLUDING ALL); ALTER TABLE journal ATTACH PARTITION {name} FOR "
                    + $"VALUES FROM ('{month:yyyy-MM-dd} 00:00:00+00') TO ('{month.AddMonths(1):yyyy-MM-dd} 00:00:00+00')"),
            connection);
        create.ExecuteNonQuery();
    }
}
