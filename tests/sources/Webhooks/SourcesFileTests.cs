using OneLead.Sources.Mapping;
using OneLead.Testing.Senders;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Configuration;

namespace OneLead.Sources.Tests.Webhooks;

public sealed class SourcesFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-sources-test-").FullName;

    private string File => Path.Combine(_folder, SourcesFile.Name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        WebhookSource[] written = [.. Sender.All.Select(s => s.Source(s.Secret, s.OtherSecret) with { Name = s.Format }),
            Sender.Of("cloudevents").Source() with
            {
                Name = "all", Mapping = "a \"quoted\": mapping.yaml", Key = "x-key", Window = TimeSpan.FromSeconds(60),
                AllowedOrigins = ["eventgrid.azure.net", "*"], Rate = 600,
            }];
        Assert.Empty(SourcesFile.Write(File, written));
        var (read, _, errors) = SourcesFile.Read(File, loads: false);
        Assert.Empty(errors);
        Assert.Equal(written.Select(Plain), read.Select(Plain));
        foreach (var sender in Sender.All)
            Assert.Equal(VerificationResult.Valid, WebhookFormat.All[sender.Format].Verify(sender.Send(sender.Change(1, Sender.Now),
                Sender.Now, sender.OtherSecret).Request(), read.Single(s => s.Name == sender.Format), Sender.Now));
    }

    [Fact]
    public void Nobody_else_can_read_the_file_and_keys_are_hashes_in_it()
    {
        SourcesFile.Write(File, [.. Sender.All.Select(s => s.Source() with { Name = s.Format })]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        var text = System.IO.File.ReadAllText(File);
        foreach (var sender in Sender.All)
            Assert.Equal(sender.Signs, text.Contains(sender.Secret, StringComparison.Ordinal));
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Fact]
    public void Errors_name_line_and_key_and_never_the_secret()
    {
        System.IO.File.WriteAllText(File, """
            sources:
              crm:
                format: hubspot
                secrets:
                  - { id: k1, value: short, since: 2026-01-01T00:00:00Z }
              Bad Name:
                format: salesforce
                colour: red
                window: soon
                secrets:
                  - { id: k1, value: my-plain-api-key-in-the-file, since: yesterday }
                  - { id: k1, value: my-plain-api-key-in-the-file, since: 2026-01-01T00:00:00Z }
              none:
                format: soap
              api:
                format: standard
                secrets: []
            """);
        var (sources, databases, errors) = SourcesFile.Read(File, loads: false);
        Assert.Empty(sources);
        Assert.Empty(databases);
        Assert.Equal(
            [
                (3, "sources.crm.url", "is missing: hubspot signs the registered URL"),
                (5, "sources.crm.secrets[1].value", "must have at least 16 characters"),
                (7, "sources.Bad Name", "must be 1 to 60 lower-case letters, digits, '.', '_' and '-', and start with a letter or digit"),
                (8, "sources.Bad Name.colour",
                    "is not allowed here. Allowed: format, url, mapping, key, window, allowedOrigins, rate, secrets"),
                (9, "sources.Bad Name.window", "must be a number from 1 to 3600"),
                (11, "sources.Bad Name.secrets[1].since", "must be a time in RFC 3339"),
                (12, "sources.Bad Name.secrets[2].value",
                    "must be sha256: and the SHA-256 of the key in hex: keys are not stored in plain text"),
                (14, "sources.none.format", "must be one of cloudevents, dynamics, hubspot, pipedrive, postgres, salesforce, standard"),
                (16, "sources.api", "is reserved"),
                (17, "sources.api.secrets", "must have one or two secrets, not 0"),
            ],
            errors.Select(e => (e.Line, e.Key, e.Reason)));
        Assert.DoesNotContain(errors, e => e.ToString().Contains("plain-api-key", StringComparison.Ordinal)
            || e.ToString().Contains("short", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_can_stand_in_the_environment()
    {
        const string Variable = "ONELEAD_TEST_WEBHOOK_SECRET";
        var source = Sender.Of("dynamics").Source() with
        {
            Mapping = "hubspot",
            Secrets = [new WebhookSecret("k1", "env:" + Variable, Sender.Now, null, null)],
        };
        SourcesFile.Write(File, [source]);
        Assert.Equal([$"names the environment variable {Variable}, which is not set"],
            SourcesFile.Read(File, loads: true).Errors.Select(e => e.Reason));
        Environment.SetEnvironmentVariable(Variable, Sender.Of("dynamics").Secret);
        try
        {
            var read = Assert.Single(SourcesFile.Read(File, loads: true).Sources);
            var sender = Sender.Of("dynamics");
            Assert.Equal(VerificationResult.Valid,
                read.Format.Verify(sender.Send(sender.Change(1, Sender.Now)).Request(), read, Sender.Now));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }

    [Fact]
    public void The_list_takes_notice_of_changes_and_keeps_what_it_had_when_the_file_goes_bad()
    {
        var readings = new List<IReadOnlyList<MappingError>>();
        var list = new SourceList(File, (_, errors) => readings.Add(errors));
        Assert.True(list.IsReadable);
        Assert.Null(list.Find("hubspot"));
        var source = Sender.Of("hubspot").Source() with { Name = "hubspot" };
        SourcesFile.Write(File, [source]);
        Assert.Equal("hubspot", list.Find("hubspot")?.Rules?.Name);
        System.IO.File.WriteAllText(File, "sources: [");
        Assert.NotNull(list.Find("hubspot"));
        Assert.NotEmpty(readings[^1]);
        SourcesFile.Write(File, [source with { Name = "other" }]);
        Assert.Null(list.Find("hubspot"));
        Assert.NotNull(list.Find("other"));
        Assert.Equal(4, readings.Count);
    }

    [Fact]
    public void The_list_takes_notice_of_a_changed_mapping()
    {
        var mapping = Path.Combine(_folder, "own.yaml");
        System.IO.File.WriteAllText(mapping, SourceMapping.ShippedText("hubspot")!);
        SourcesFile.Write(File, [Sender.Of("hubspot").Source() with { Name = "hubspot", Mapping = "own.yaml" }]);
        var list = new SourceList(File);
        Assert.True(list.Find("hubspot")!.Rules!.Knows("deal"));
        System.IO.File.WriteAllText(mapping, "name: own\ntables:\n  thing:\n    kind: raw\n");
        Assert.Equal((false, true), (list.Find("hubspot")!.Rules!.Knows("deal"), list.Find("hubspot")!.Rules!.Knows("thing")));
    }

    [Fact]
    public void A_list_whose_file_was_never_good_says_so()
    {
        System.IO.File.WriteAllText(File, "sources: 3");
        Assert.False(new SourceList(File).IsReadable);
    }

    private static (string, string, string?, string?, string?, TimeSpan?, string, int?, string) Plain(WebhookSource source) => (
        source.Name, source.Format.Name, source.Url, source.Mapping, source.Key, source.Window,
        string.Join(' ', source.AllowedOrigins), source.Rate,
        string.Join(' ', source.Secrets.Select(s => $"{s.Id} {s.Value} {s.Since.ToUnixTimeSeconds()}")));
}
