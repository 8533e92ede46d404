using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;

namespace OneLead.Sources.Tests.Cdc;

public sealed class PostgresSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-cdc-").FullName;

    private string File => Path.Combine(_folder, SourcesFile.Name);

    [Fact]
    public void A_database_is_written_and_read_again()
    {
        PostgresSource[] databases =
        [
            new("crm", "Host=db;Password=\"a b\"", "onelead", "onelead_crm", "crm-warehouse", []),
            new("star", "env:STAR_DB", "facts", "facts", "onelead-star",
                [new("dw.customer", "customer"), new("dw.Install Base", "install_base")]),
        ];
        Assert.Empty(SourcesFile.Write(File, [], databases));
        var read = SourcesFile.Read(File, loads: false);
        Assert.Empty(read.Errors);
        Assert.Equal(databases.Select(d => d with { Tables = [] }), read.Databases.Select(d => d with { Tables = [] }));
        Assert.Equal(databases.SelectMany(d => d.Tables), read.Databases.SelectMany(d => d.Tables));
    }

    [Fact]
    public void What_is_not_said_has_a_default_and_what_is_loaded_has_its_mapping_in_the_order_of_changes()
    {
        Write("""
            sources:
              crm-eu.2:
                format: postgres
                connection: Host=db;Username=onelead
                publication: onelead
            """);
        var source = Assert.Single(SourcesFile.Read(File, loads: true).Databases);
        Assert.Equal(("onelead_crm_eu_2", "crm-warehouse", "Host=db;Username=onelead"),
            (source.Slot, source.Mapping, source.ConnectionString));
        Assert.Equal("deals", source.EntityOf(TestSource.Deals));
    }

    [Fact]
    public void Errors_name_line_and_key_and_show_no_connection()
    {
        Write("""
            sources:
              crm:
                format: postgres
                connection: "Host=db;Password=secret-word;Nonsense=1"
                publication: onelead
                slot: Big
                mapping: none.yaml
                tables: { deals: deals }
                url: https://example.com
              other:
                format: postgres
                connection: env:ONELEAD_TEST_NOT_SET
            """);
        var errors = SourcesFile.Read(File, loads: true).Errors;
        Assert.Equal(
            [
                (4, "sources.crm.connection", "must be a connection string: Host=…;Database=…;Username=…"),
                (6, "sources.crm.slot", "must be 1 to 63 lower-case letters, digits and '_'"),
                (7, "sources.crm.mapping", errors.Single(e => e.Key == "sources.crm.mapping").Reason),
                (8, "sources.crm.tables.deals", "must be a table with its schema, public.deals"),
                (9, "sources.crm.url", "is not allowed here. Allowed: format, connection, publication, slot, mapping, tables"),
                (11, "sources.other.publication", "is missing"),
            ],
            errors.Select(e => (e.Line, e.Key, e.Reason)).OrderBy(e => e.Line));
        Assert.DoesNotContain(errors, e => e.ToString().Contains("secret-word", StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_may_stand_in_the_environment()
    {
        var source = new PostgresSource("crm", "env:ONELEAD_TEST_NOT_SET", "onelead", "onelead_crm", "crm-warehouse", []);
        Assert.Equal("names the environment variable ONELEAD_TEST_NOT_SET, which is not set",
            Assert.Throws<FormatException>(source.Connected).Message);
        Assert.Equal("crm", source.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string yaml) => System.IO.File.WriteAllText(File, yaml);
}
