using System.IO.Compression;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Storage.Sqlite;

namespace OneLead.Silo.Tests;

/// <summary>Snapshots of a former version, in a store that FormerStoreTests use as a whole.</summary>
public sealed class FormerSnapshotTests : IDisposable
{
    private const string Account = "name:56088:Selwick~20Ceramics";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("onelead-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Records_of_a_former_version_are_read_with_unknown_fields_and_written_as_they_were()
    {
        using var store = OpenFormer();
        var snapshot = (await store.Snapshots.LoadAsync(TestSilo.Tenant, Account))!;

        var records = snapshot.Records.Select(r => (r.Key, r.Bytes, Record: RecordCodec.Read(r.Bytes!))).ToList();

        Assert.Equal(["item/hpe:OLD1", "item/hpe:OLD2", "opportunity/O-1"], records.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.All(records, r => Assert.Equal(r.Bytes, RecordCodec.Write(r.Record)));
        var item = records.Single(r => r.Key == "item/hpe:OLD1").Record.Fields;
        Assert.Equal(("kept", FieldValue.Json("""[1, {"a": null}]""")), (item["futureField"].Text, item["futureList"]));
        var header = JsonSerializer.Deserialize(snapshot.Header, AccountHeaderJson.Default.AccountHeader)!;
        Assert.Equal([LeadStatus.Contacted, LeadStatus.Rejected], header.Workflows.Select(w => w.Status).Order());
    }

    [Fact]
    public async Task Rows_of_a_former_version_are_read_with_unknown_fields()
    {
        using var store = OpenFormer();
        var rows = new List<JournalEntry>();
        await foreach (var row in store.Journal.ReadAllAsync(TestSilo.Tenant, 0))
            rows.Add(row);

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), rows.Select(r => r.Sequence));
        var item = rows.Single(r => r.Event.SourceId == "i-OLD1-2015-07-01").Event;
        Assert.Equal(("kept", "Prüfung „ü“ 日立 \u0001"), (item.Data["futureField"].Text, item.Data["note"].Text));
    }

    private SqliteStore OpenFormer()
    {
        ZipFile.ExtractToDirectory(
            Path.Combine(Repository.Root, "tests", "e2e", "Upgrade", "Former", "engine-11.zip"), _directory.FullName);
        return SqliteStore.Open(
            _directory.FullName, new SqliteStoreOptions { Directory = _directory.FullName }, TimeProvider.System, NullLogger.Instance);
    }
}
