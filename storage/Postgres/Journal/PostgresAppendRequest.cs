using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// A queued append. The caller's thread encodes the event columns, so the single writer thread only copies bytes.
/// </summary>
internal sealed class PostgresAppendRequest : IDisposable
{
    public const string Columns = "account, kind, entity, version, source, source_id, occurred_at, data";
    public const int ColumnCount = 8;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PooledBuffer _buffer;
    private readonly int[] _ends, _data;

    /// <exception cref="ArgumentException">A text contains an unpaired surrogate.</exception>
    public PostgresAppendRequest(AppendTicket ticket, ImmutableArray<ChangeEvent> events)
    {
        (Ticket, Events) = (ticket, events);
        (_ends, _data) = (new int[events.Length], new int[events.Length]);
        _buffer = new PooledBuffer(events.Length * 384);
        using var json = new Utf8JsonWriter(_buffer, Json);
        for (var i = 0; i < events.Length; i++)
        {
            _data[i] = Encode(events[i], json);
            _ends[i] = _buffer.Length;
        }
    }

    public AppendTicket Ticket { get; }

    public string Tenant => Ticket.Writer.Tenant;

    public ImmutableArray<ChangeEvent> Events { get; }

    public int Bytes => _buffer.Length;

    /// <summary>Completed by the writer after the commit. Continuations do not run on the writer's thread.</summary>
    public TaskCompletionSource<ImmutableArray<Appended>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Returns the encoded columns of an event.</summary>
    public ReadOnlySpan<byte> Row(int index) => _buffer.Span[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Returns the JSON data of an event.</summary>
    public string Data(int index) => Encoding.UTF8.GetString(_buffer.Span[_data[index].._ends[index]]);

    // Returns the start of the data.
    private int Encode(ChangeEvent e, Utf8JsonWriter json)
    {
        CopyRow.Text(_buffer, PostgresText.Escape(e.Account));
        CopyRow.Text(_buffer, KindNames.Of(e.Kind));
        CopyRow.Text(_buffer, PostgresText.Escape(e.Entity));
        CopyRow.Int(_buffer, e.Version);
        CopyRow.Text(_buffer, PostgresText.Escape(e.Source));
        CopyRow.Text(_buffer, PostgresText.Escape(e.SourceId));
        CopyRow.Long(_buffer, e.OccurredAt.UtcTicks);
        // Reserves the length, which is known after the data is written.
        var start = _buffer.Length;
        CopyRow.Null(_buffer);
        json.Reset(_buffer);
        e.Data.Write(json);
        json.Flush();
        BinaryPrimitives.WriteInt32BigEndian(_buffer.Written(start, 4), _buffer.Length - start - 4);
        return start + 4;
    }

    public void Dispose() => _buffer.Dispose();
}
