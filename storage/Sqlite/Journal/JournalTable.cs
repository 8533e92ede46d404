using System.Globalization;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The table of journal.db: its schema and the statements that insert and read rows.</summary>
internal sealed class JournalTable
{
    private const string FirstColumns =
        "id, account, kind, entity, version, source, source_id, occurred_at, received_at, home, former, decider, data, checksum";
    private const string Columns = FirstColumns + ", author";
    private const int AuthorColumn = 14, Formats = 2;

    // The view is for people who use SQLite's shell.
    private const string Schema = """
        CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE log (
            id INTEGER PRIMARY KEY,
            account TEXT NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL, version INTEGER NOT NULL,
            source TEXT NOT NULL, source_id TEXT NOT NULL, occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
            home TEXT, former TEXT, decider INTEGER, data TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE VIEW journal AS SELECT t.name AS tenant, l.id & 1099511627775 AS seq, l.account, l.kind, l.entity, l.version, l.source,
            l.source_id,
            strftime('%Y-%m-%dT%H:%M:%fZ', (l.occurred_at - 621355968000000000) / 10000000.0, 'unixepoch') AS occurred_at,
            strftime('%Y-%m-%dT%H:%M:%fZ', (l.received_at - 621355968000000000) / 10000000.0, 'unixepoch') AS received_at,
            coalesce(l.home, l.account) AS home, l.former, l.data
            FROM log l JOIN tenants t ON t.id = l.id >> 40;
        """;

    // The index finds rows with an author, newest first, among millions without.
    private const string Authors = """
        ALTER TABLE log ADD COLUMN author TEXT;
        CREATE INDEX log_author ON log (id) WHERE author IS NOT NULL;
        CREATE TABLE seal (id INTEGER PRIMARY KEY, through INTEGER NOT NULL, mac BLOB NOT NULL, digests BLOB NOT NULL);
        DROP VIEW journal;
        CREATE VIEW journal AS SELECT t.name AS tenant, l.id & 1099511627775 AS seq, l.account, l.kind, l.entity, l.version, l.source,
            l.source_id,
            strftime('%Y-%m-%dT%H:%M:%fZ', (l.occurred_at - 621355968000000000) / 10000000.0, 'unixepoch') AS occurred_at,
            strftime('%Y-%m-%dT%H:%M:%fZ', (l.received_at - 621355968000000000) / 10000000.0, 'unixepoch') AS received_at,
            coalesce(l.home, l.account) AS home, l.former, l.data, l.author
            FROM log l JOIN tenants t ON t.id = l.id >> 40;
        """;

    private readonly Statement _get, _range, _head;
    private readonly Connection _connection;
    private readonly string _columns;
    private Statement? _authored;

    public JournalTable(Connection connection)
    {
        _connection = connection;
        // A backup of a former version is only read.
        _columns = connection.Scalar("PRAGMA user_version") < Formats ? FirstColumns + ", NULL" : Columns;
        _get = connection.Prepare($"SELECT {_columns} FROM log WHERE id = ?");
        _range = connection.Prepare($"SELECT {_columns} FROM log WHERE id > ? AND id <= ? ORDER BY id LIMIT ?");
        _head = connection.Prepare($"SELECT {_columns} FROM log WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1");
    }

    public static void Create(Connection connection) => connection.CreateSchema(Schema, Authors);

    public static Statement PrepareInsert(Connection connection) =>
        connection.Prepare($"INSERT INTO log ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    public static void Insert(Statement insert, in LogRow row, SqliteAppendRequest call, in EncodedRow encoded)
    {
        var e = row.Entry.Event;
        var at = encoded.Start;
        insert.Bind(1, row.Id);
        insert.BindText(2, Next(encoded.Account));
        insert.BindText(3, KindNames.Utf8(e.Kind));
        insert.BindText(4, Next(encoded.Entity));
        insert.Bind(5, e.Version);
        insert.BindText(6, Next(encoded.Source));
        insert.BindText(7, Next(encoded.SourceId));
        insert.Bind(8, e.OccurredAt.UtcTicks);
        insert.Bind(9, row.Entry.ReceivedAt.UtcTicks);
        insert.Bind(10, StoredHome(row));
        insert.Bind(11, row.Entry.Former);
        insert.Bind(12, row.Decider == row.Entry.Sequence ? null : (long?)row.Decider);
        insert.BindText(13, Next(encoded.Data));
        insert.Bind(14, row.Checksum);
        if (encoded.Author > 0)
            insert.BindText(15, Next(encoded.Author));
        else
            insert.BindNull(15);
        insert.Run();

        ReadOnlySpan<byte> Next(int length)
        {
            var slice = call.Slice(at, length);
            at += length;
            return slice;
        }
    }

    /// <summary>Replaces the data of a row, whose checksum then counts for the new data.</summary>
    /// <param name="update">Takes data, checksum and id.</param>
    public void Replace(Statement update, long id, ReadOnlySpan<byte> data)
    {
        _get.Bind(1, id);
        try
        {
            if (!_get.Step())
                throw Damaged(id, "is missing");
            CheckRow(_get);
            update.BindText(1, data).Bind(2, Checksum(_get, data)).Bind(3, id).Run();
        }
        finally { _get.Reset(); }
    }

    private static string? StoredHome(in LogRow row) => row.Entry.Home == row.Entry.Event.Account ? null : row.Entry.Home;

    /// <summary>Creates a row with its checksum.</summary>
    public static LogRow Seal(long id, JournalEntry entry, long decider, uint ofEvent)
    {
        var row = new LogRow(id, entry, decider, 0);
        return row with { Checksum = RowChecksum.OfRow(ofEvent, id, entry.ReceivedAt.UtcTicks, decider, StoredHome(row), entry.Former) };
    }

    public List<SqliteTenantHead> Heads()
    {
        var heads = new List<SqliteTenantHead>();
        var tenants = _connection.Prepare("SELECT id, name FROM tenants ORDER BY id");
        while (tenants.Step())
            heads.Add(new SqliteTenantHead((int)tenants.Long(0), tenants.Text(1), 0, 0));
        return heads.ConvertAll(h => Head(h.Number) is { } row ? h with { Sequence = row.Entry.Sequence, Checksum = row.Checksum } : h);
    }

    public LogRow? Head(int tenant)
    {
        _head.Bind(1, RowId.Of(tenant, 0)).Bind(2, RowId.Of(tenant, RowId.MaxSequence));
        try { return _head.Step() ? Read(_head, withData: false) : null; }
        finally { _head.Reset(); }
    }

    public LogRow? Find(long id, bool withData)
    {
        _get.Bind(1, id);
        try { return _get.Step() ? Read(_get, withData) : null; }
        finally { _get.Reset(); }
    }

    /// <summary>Reads a row that must exist.</summary>
    public LogRow Get(long id, bool withData) => Find(id, withData) ?? throw Damaged(id, "is missing");

    /// <summary>Reads at most <paramref name="limit"/> rows of a tenant after a sequence and checks that there are no gaps.</summary>
    public void Range(int tenant, long after, long upTo, int limit, bool withData, List<LogRow> into)
    {
        _range.Bind(1, RowId.Of(tenant, after)).Bind(2, RowId.Of(tenant, upTo)).Bind(3, limit);
        try
        {
            for (var expected = after + 1; _range.Step(); expected++)
            {
                var row = Read(_range, withData);
                if (row.Entry.Sequence != expected)
                    throw Damaged(RowId.Of(tenant, expected), "is missing");
                into.Add(row);
            }
        }
        finally { _range.Reset(); }
    }

    /// <summary>Visits all rows of a tenant up to a sequence, in order, each with the texts of its data and its author.</summary>
    public void Visit(int tenant, long upTo, Action<LogRow, string, string?> visit)
    {
        _range.Bind(1, RowId.Of(tenant, 0)).Bind(2, RowId.Of(tenant, upTo)).Bind(3, -1);
        try
        {
            var expected = 1L;
            for (; _range.Step(); expected++)
            {
                var row = Read(_range, withData: false);
                if (row.Entry.Sequence != expected)
                    throw Damaged(RowId.Of(tenant, expected), "is missing");
                visit(row, _range.Text(12), _range.TextOrNull(AuthorColumn));
            }
            ThrowIfShort(tenant, expected - 1, upTo);
        }
        finally { _range.Reset(); }
    }

    /// <summary>Visits the stored columns of rows of a tenant, in order. See <see cref="ISealStore.VisitAsync"/>.</summary>
    public void VisitContent(int tenant, long after, long upTo, SealedRow visit)
    {
        using var buffer = new PooledBuffer(1_024);
        _range.Bind(1, RowId.Of(tenant, after)).Bind(2, RowId.Of(tenant, upTo)).Bind(3, -1);
        try
        {
            while (_range.Step())
            {
                CheckRow(_range);
                buffer.Clear();
                WriteContent(buffer, _range);
                visit(RowId.Sequence(_range.Long(0)), buffer.Span);
            }
        }
        finally { _range.Reset(); }
    }

    /// <summary>Reads at most <paramref name="limit"/> rows with an author before a sequence, the newest first.</summary>
    public void Authored(int tenant, long before, int limit, List<LogRow> into)
    {
        _authored ??= _connection.Prepare(
            $"SELECT {_columns} FROM log INDEXED BY log_author WHERE author IS NOT NULL AND id > ? AND id < ? ORDER BY id DESC LIMIT ?");
        _authored.Bind(1, RowId.Of(tenant, 0)).Bind(2, RowId.Of(tenant, before)).Bind(3, limit);
        try
        {
            while (_authored.Step())
                into.Add(Read(_authored, withData: true));
        }
        finally { _authored.Reset(); }
    }

    /// <summary>The first days of the months in which rows were received.</summary>
    public IReadOnlyCollection<DateOnly> Months()
    {
        var days = _connection.Prepare($"SELECT DISTINCT received_at / {TimeSpan.TicksPerDay} FROM log");
        var months = new SortedSet<DateOnly>();
        while (days.Step())
        {
            var day = DateOnly.FromDayNumber((int)days.Long(0));
            months.Add(new(day.Year, day.Month, 1));
        }
        return months;
    }

    /// <summary>Throws if the rows end at <paramref name="found"/> before <paramref name="upTo"/>.</summary>
    public static void ThrowIfShort(int tenant, long found, long upTo)
    {
        if (found < upTo)
            throw Damaged(RowId.Of(tenant, found + 1), "is missing");
    }

    private static LogRow Read(Statement s, bool withData)
    {
        var (id, decider, home, former, crc) = CheckRow(s);
        var (account, kind) = (s.Text(1), KindNames.Parse(s.Text(2)));
        var e = new ChangeEvent(
            account, kind ?? throw Damaged(id, $"has the unknown kind {s.Text(2)}"), s.Text(3), (int)s.Long(4), s.Text(5), s.Text(6),
            new DateTimeOffset(s.Long(7), TimeSpan.Zero), withData ? EventData.Parse(s.Bytes(12)) : EventData.Empty)
        {
            Author = s.IsNull(AuthorColumn) ? null : AuthorText.Parse(s.Bytes(AuthorColumn)),
        };
        return new LogRow(
            id, new JournalEntry(RowId.Sequence(id), StoredTime.OfTicks(s.Long(8)), e, home ?? account, former), decider,
            crc);
    }

    private static (long Id, long Decider, string? Home, string? Former, uint Checksum) CheckRow(Statement s)
    {
        var (id, home, former) = (s.Long(0), s.TextOrNull(9), s.TextOrNull(10));
        var decider = s.IsNull(11) ? RowId.Sequence(id) : s.Long(11);
        var crc = Checksum(s, s.Bytes(12));
        return crc == (uint)s.Long(13) ? (id, decider, home, former, crc) : throw Damaged(id, "does not match its checksum");
    }

    private static uint Checksum(Statement s, ReadOnlySpan<byte> data) => RowChecksum.OfRow(
        RowChecksum.OfEvent(
            s.Bytes(1), s.Bytes(3), s.Bytes(5), s.Bytes(6), data, s.Bytes(2), s.Long(4), s.Long(7), s.Bytes(AuthorColumn)),
        s.Long(0), s.Long(8), s.IsNull(11) ? RowId.Sequence(s.Long(0)) : s.Long(11), s.TextOrNull(9), s.TextOrNull(10));

    private static void WriteContent(PooledBuffer buffer, Statement s)
    {
        // Times of former versions have a digit more than PostgreSQL keeps.
        var receivedAt = StoredTime.OfTicks(s.Long(8)).UtcTicks;
        RowContent.Numbers(
            buffer, RowId.Sequence(s.Long(0)), receivedAt, s.Long(7), s.Long(4), s.IsNull(11) ? 0 : s.Long(11));
        foreach (var column in (ReadOnlySpan<int>)[1, 2, 3, 5, 6, 9, 10, 12, AuthorColumn])
        {
            if (s.IsNull(column))
                RowContent.Null(buffer);
            else
                RowContent.Text(buffer, s.Bytes(column));
        }
    }

    private static CorruptJournalException Damaged(long id, string what) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Row {RowId.Sequence(id)} of tenant number {RowId.Tenant(id)} in the journal {what}.\nRestore journal.db from a backup."),
            RowId.Sequence(id));
}
