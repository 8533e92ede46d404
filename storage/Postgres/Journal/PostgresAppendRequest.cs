using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>An append whose events are encoded as columns in COPY's format.</summary>
internal sealed class PostgresAppendRequest : AppendRequest
{
    public const string Columns = "account, kind, entity, version, source, source_id, occurred_at, author, data";
    public const int ColumnCount = 9;

    private readonly int[] _ends, _data;

    /// <exception cref="ArgumentException">A text contains an unpaired surrogate.</exception>
    public PostgresAppendRequest(AppendTicket ticket, ImmutableArray<ChangeEvent> events) : base(ticket, events)
    {
        (_ends, _data) = (new int[events.Length], new int[events.Length]);
        using var json = CreateJson();
        for (var i = 0; i < events.Length; i++)
        {
            _data[i] = Encode(events[i], json);
            _ends[i] = Buffer.Length;
        }
    }

    /// <summary>Returns the encoded columns of an event.</summary>
    public ReadOnlySpan<byte> Row(int index) => Buffer.Span[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Returns the JSON data of an event.</summary>
    public string Data(int index) => Encoding.UTF8.GetString(Buffer.Span[_data[index].._ends[index]]);

    /// <summary>Returns the JSON of an event's author; null if it has none.</summary>
    public string? Author(int index)
    {
        if (Events[index].Author is not { } author)
            return null;
        using var buffer = new PooledBuffer(128);
        using var json = new Utf8JsonWriter(buffer, Json);
        AuthorText.Write(json, author);
        json.Flush();
        return Encoding.UTF8.GetString(buffer.Span);
    }

    // Returns the start of the data.
    private int Encode(ChangeEvent e, Utf8JsonWriter json)
    {
        CopyRow.Text(Buffer, PostgresText.Escape(e.Account));
        CopyRow.Text(Buffer, KindNames.Of(e.Kind));
        CopyRow.Text(Buffer, PostgresText.Escape(e.Entity));
        CopyRow.Int(Buffer, e.Version);
        CopyRow.Text(Buffer, PostgresText.Escape(e.Source));
        CopyRow.Text(Buffer, PostgresText.Escape(e.SourceId));
        CopyRow.Long(Buffer, e.OccurredAt.UtcTicks);
        if (e.Author is { } author)
            WriteJson(() => WriteAuthor(json, author));
        else
            CopyRow.Null(Buffer);
        return WriteJson(() => WriteData(json, e.Data));
    }

    // Returns the start of the text.
    private int WriteJson(Action write)
    {
        // Reserves the length, which is known after the text is written.
        var start = Buffer.Length;
        CopyRow.Null(Buffer);
        write();
        BinaryPrimitives.WriteInt32BigEndian(Buffer.Written(start, 4), Buffer.Length - start - 4);
        return start + 4;
    }
}
