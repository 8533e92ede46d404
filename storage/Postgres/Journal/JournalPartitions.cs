using System.Globalization;
using Npgsql;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>Creates the monthly partitions of the journal, within the commits that need them.</summary>
internal sealed class JournalPartitions(NpgsqlConnection connection)
{
    private DateOnly _last, _checked;

    /// <summary>True if the partitions exist that the next commit will need, unless the last one was more than a month ago.</summary>
    public bool AreReady => _last != default && _checked == _last;

    /// <summary>
    /// Creates the partitions of the month and of the next one if they are missing, so that no commit waits for one when a month
    /// begins.
    /// </summary>
    public void Ensure(DateTimeOffset receivedAt)
    {
        var month = Month(receivedAt);
        if (month == _checked)
            return;
        Create(month);
        Create(month.AddMonths(1));
    }

    /// <summary>Notes that a commit took place.</summary>
    /// <param name="ensured">True if it called <see cref="Ensure"/>.</param>
    public void Committed(DateTimeOffset receivedAt, bool ensured)
    {
        _last = Month(receivedAt);
        if (ensured)
            _checked = _last;
    }

    /// <summary>Has the next commit check the partitions.</summary>
    /// <returns>False if it would have done so in any case.</returns>
    public bool Forget()
    {
        var wereReady = AreReady;
        _checked = default;
        return wereReady;
    }

    private static DateOnly Month(DateTimeOffset time) => new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1);

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
