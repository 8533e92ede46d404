using OneLead.Views;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Storage;

namespace OneLead.Web.Tests.Cdc;

/// <summary>A web server and a PostgreSQL server whose databases it follows.</summary>
public sealed class CdcFixture : IAsyncLifetime
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, string Tags, double Value)> _measured = [];

    public ServerFixture Server { get; } = new();

    internal PrivatePostgres Postgres { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        // Other servers in this process have instruments of the same names: only this one's are listened to.
        var meters = Server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("onelead.cdc.", StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
        if (PrivatePostgres.Missing is null)
            Postgres = await PrivatePostgres.StartAsync("wal_level=logical", "max_replication_slots=40", "max_wal_senders=40",
                "max_slot_wal_keep_size=32MB", "min_wal_size=32MB", "max_wal_size=32MB");
    }

    /// <summary>What was measured of a source, in order; with a tag, of that alone.</summary>
    public double[] Measured(string instrument, string source, string tag = "")
    {
        _listener.RecordObservableInstruments();
        return [.. _measured.Where(m => m.Instrument == instrument && m.Tags.Contains($"source={source};", StringComparison.Ordinal)
            && m.Tags.Contains(tag, StringComparison.Ordinal)).Select(m => m.Value)];
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        _listener.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = "";
        foreach (var (key, of) in tags)
            text += $"{key}={of};";
        _measured.Enqueue((instrument.Name, text, value));
    }
}

/// <summary>A database of a test's own with accounts and deals, and its source.</summary>
internal sealed class FollowedDatabase
{
    private const string Tables = """
        CREATE TABLE accounts (id int PRIMARY KEY, name text, industry text);
        CREATE TABLE deals (id int PRIMARY KEY, account_id int, name text, stage text, amount text, notes text);
        CREATE TABLE deal_stage_history (id int PRIMARY KEY, deal_id int, to_stage text, changed_at timestamptz);
        CREATE PUBLICATION onelead FOR TABLE accounts, deals, deal_stage_history;
        INSERT INTO accounts SELECT i, 'Customer ' || i || ' of ' || current_database(), 'Ceramics' FROM generate_series(1, 2) i;
        """;

    private readonly CdcFixture _fixture;

    private FollowedDatabase(CdcFixture fixture, string name) => (_fixture, Name) = (fixture, name);

    /// <summary>Of the database and of the source.</summary>
    public string Name { get; }

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_fixture.Postgres.Port.ToString(CultureInfo.InvariantCulture)};"
        + $"Username=postgres;Database={Name};Pooling=false";

    public PostgresSource Source => new PostgresSource(Name, ConnectionString, "onelead", PostgresSource.DefaultSlot(Name),
        PostgresSource.DefaultMapping, []).Connected();

    public CdcStatus? Status => _fixture.Server.Services.GetRequiredService<CdcService>().Status(Name);

    /// <summary>Makes a database with rows and follows it until they are copied.</summary>
    public static async Task<FollowedDatabase> StartAsync(CdcFixture fixture, string name, string rows = "")
    {
        var database = new FollowedDatabase(fixture, name);
        await fixture.Postgres.ExecuteAsync($"CREATE DATABASE {name}");
        await database.ExecuteAsync(Tables + rows);
        database.Follow();
        await database.SettledAsync();
        return database;
    }

    /// <summary>Follows this database and no other.</summary>
    public void Follow() => Assert.Empty(SourcesFile.Write(Path.Combine(_fixture.Server.Data, SourcesFile.Name), [], [Source]));

    public async Task UnfollowAsync()
    {
        Assert.Empty(SourcesFile.Write(Path.Combine(_fixture.Server.Data, SourcesFile.Name), []));
        await ServerFixture.UntilAsync(() => Task.FromResult(Status is null));
    }

    public async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until all that is committed by now is journaled and the server has been told so.</summary>
    public async Task SettledAsync()
    {
        var end = Place(await AskAsync<string>("SELECT pg_current_wal_lsn()::text"));
        try
        {
            await ServerFixture.UntilAsync(
                () => Task.FromResult(Status is { State: CdcState.Streaming, Position: { } position } && Place(position) >= end));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{Status}", e);
        }
    }

    /// <summary>What the journal has of this source, in order.</summary>
    public async Task<IReadOnlyList<ChangeEvent>> EventsAsync(int after = 0)
    {
        var events = new List<ChangeEvent>();
        await foreach (var row in _fixture.Server.Services.GetRequiredService<IJournal>().ReadAllAsync(Keys.DefaultTenant, 0))
        {
            if (row.Event.Source == Name)
                events.Add(row.Event);
        }
        return [.. events.Skip(after)];
    }

    /// <summary>The fields of an account's opportunities as they are now, by the sender's id.</summary>
    public async Task<Dictionary<string, JsonElement>> DealsAsync(int account)
    {
        var detail = await _fixture.Server.GetAsync($"/api/v1/accounts/crm:{Name}:{account.ToString(CultureInfo.InvariantCulture)}");
        return detail.GetProperty("entities").TryGetProperty("opportunity", out var deals)
            ? deals.EnumerateArray().ToDictionary(d => d.GetProperty("id").GetString()![(Name.Length + 1)..], d => d.GetProperty("fields"))
            : [];
    }

    public async Task<JsonElement[]> LettersAsync() =>
        [.. (await _fixture.Server.GetAsync($"/api/v1/dead-letters?source={Name}&limit=500")).GetProperty("items").EnumerateArray()];

    /// <summary>What was counted of this source; with a tag, of that alone.</summary>
    public int Counted(string instrument, string tag = "") => (int)_fixture.Measured(instrument, Name, tag).Sum();

    public static ulong Place(string shown) => shown.Split('/') is [var high, var low] ? (ulong.Parse(high, NumberStyles.HexNumber,
        CultureInfo.InvariantCulture) << 32) | ulong.Parse(low, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
}
