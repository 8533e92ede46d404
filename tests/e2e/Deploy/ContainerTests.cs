using System.IO.Enumeration;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>
/// The container image and the compose file. Without a container engine their facts are checked, and the program itself is tried.
/// </summary>
public sealed class ContainerTests
{
    private readonly ContainerImage _image = new();
    private readonly JsonNode _compose = Yaml.Load("deploy/docker/compose.yaml");

    [Fact]
    public void The_image_runs_as_a_user_without_rights_and_writes_into_its_volume_only()
    {
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", _image.User);
        Assert.Equal(_image.Volume, _image.Environment["ONELEAD__Data"]);
        Assert.Equal(_image.KeyVolume, Path.GetDirectoryName(_image.Environment["ONELEAD__KeyFile"]));
        Assert.Contains(_image.All("COPY"), c => c == $"--from=build --chown={_image.User} {_image.KeyVolume} {_image.KeyVolume}");
        Assert.Contains(_image.All("COPY"), c => c == $"--from=build --chown={_image.User} {_image.Volume} {_image.Volume}");
        Assert.Equal($"http://*:{_image.Port}", _image.Environment["ASPNETCORE_URLS"]);
        Assert.DoesNotContain("--allow-remote-without-users", _image.Entrypoint);
        KnownSettings.AssertKnown(_image.Environment.Keys);
        var framework = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value;
        Assert.StartsWith($"mcr.microsoft.com/dotnet/aspnet:{framework["net".Length..]}-", _image.Base, StringComparison.Ordinal);
        // The program formats dates and compares names by culture, and knows time zones.
        Assert.EndsWith("-extra", _image.Base, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_build_needs_is_sent_to_it_and_nothing_else()
    {
        string[] needed = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json",
            "web/wwwroot/app/index.html", .. Projects("web/OneLead.Web.csproj")];
        Assert.Equal(8, needed.Count(n => n.EndsWith(".csproj", StringComparison.Ordinal)));
        Assert.All(needed, n => Assert.True(File.Exists(Path.Combine(Repository.Root, n)) && !IsIgnored(n), n));
        Assert.All(
            ["data/journal.db", ".git/config", "artifacts/bin/x", "web/app/node_modules/x", "tests/e2e/Assembly.cs", "web/obj/x", "run"],
            n => Assert.True(IsIgnored(n), n));
    }

    [Fact]
    public async Task The_health_check_says_whether_the_server_is_ready()
    {
        Assert.Equal(_image.Entrypoint[0], _image.HealthCheck[0]);
        using var data = new DataDirectory();
        Assert.Contains("No server runs", (await OneLeadProgram.RunAsync(data, _image.HealthCheck[1..])).With(1).Errors,
            StringComparison.Ordinal);
        await using (var server = await RunningServer.StartAsync(data, null, "--no-sample"))
            Assert.Equal("ready\n", (await OneLeadProgram.RunAsync(data, _image.HealthCheck[1..])).With(0).Output);
        Assert.Contains("does not answer",
            (await OneLeadProgram.RunAsync(data, [.. _image.HealthCheck[1..], "--server", "http://127.0.0.1:9"])).With(1).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_compose_file_agrees_with_itself_and_with_the_image()
    {
        var services = _compose["services"]!.AsObject();
        Assert.Equal(["single"], Services("single"));
        Assert.Equal(["node1", "node2", "postgres", "prometheus", "grafana"], Services("cluster"));
        foreach (var (name, service) in services)
        {
            var environment = service!["environment"] as JsonObject ?? [];
            Assert.All(service["ports"].Each(), p => Assert.StartsWith("127.0.0.1:", p.Text(), StringComparison.Ordinal));
            foreach (var volume in service["volumes"].Each().Select(v => v.Text().Split(':')))
            {
                Assert.True(volume[0].StartsWith('.')
                    ? Path.Exists(Path.Combine(Repository.Root, "deploy/docker", volume[0]))
                    : _compose["volumes"]!.AsObject().ContainsKey(volume[0]), volume[0]);
            }
            Assert.All(service["depends_on"] as JsonObject ?? [], d => Assert.True(services.ContainsKey(d.Key)));
            // Secrets come from the environment of the one who starts it.
            Assert.All(environment.Select(e => e.Value.Text()).Where(v => v.Contains("Password=", StringComparison.Ordinal)),
                v => Assert.Contains("Password=${", v, StringComparison.Ordinal));
            if (!IsNode(service))
                continue;
            Assert.EndsWith($":{_image.Port}", service["ports"]![0].Text(), StringComparison.Ordinal);
            Assert.EndsWith($":{_image.Volume}", service["volumes"]![0].Text(), StringComparison.Ordinal);
            Assert.Equal($"{(name == "single" ? "single" : "cluster")}-key:{_image.KeyVolume}", service["volumes"]![1].Text());
            Assert.Equal("true", service["read_only"].Text());
            Assert.True(int.Parse(service["stop_grace_period"].Text().TrimEnd('s'), null) > 30);
            KnownSettings.AssertKnown(environment.Select(e => e.Key));
            if (name != "single")
                Assert.Contains(name, environment["AllowedHosts"].Text().Split(';'));
        }
        var targets = Yaml.Load("deploy/docker/prometheus.yml")["scrape_configs"]![0]!["static_configs"]![0]!["targets"].Each();
        Assert.Equal(services.Where(s => s.Key.StartsWith("node", StringComparison.Ordinal)).Select(s => $"{s.Key}:{_image.Port}"),
            targets.Select(t => t.Text()));
        var grafana = services["grafana"]!["volumes"].Each().Select(v => v.Text().Split(':')).ToDictionary(v => v[0], v => v[1],
            StringComparer.Ordinal);
        Assert.Equal(Yaml.Load("deploy/grafana/provisioning/dashboards/onelead.yaml")["providers"]![0]!["options"]!["path"].Text(),
            grafana["../grafana/dashboards"]);

        string[] Services(string profile) =>
            [.. services.Where(s => s.Value!["profiles"].Each().Any(p => p.Text() == profile)).Select(s => s.Key)];
    }

    [Fact]
    public async Task The_program_serves_with_the_image_s_and_a_node_s_environment()
    {
        var node = _compose["services"]!["node1"]!;
        using var data = new DataDirectory();
        foreach (var (name, value) in _image.Environment.Where(
            e => e.Key is not ("ONELEAD__Data" or "ONELEAD__KeyFile" or "ASPNETCORE_URLS")))
            data.Environment[name] = value;
        data.Environment["AllowedHosts"] = node["environment"]!["AllowedHosts"].Text();
        await using var server = await RunningServer.StartAsync(
            data, _image.Environment["ASPNETCORE_URLS"].Replace(_image.Port, "0", StringComparison.Ordinal),
            [.. node["command"].Each().Select(a => a.Text())]);
        Assert.Equal(200, await AskedAsAsync(server, $"node1:{_image.Port}", "/metrics"));
        Assert.Equal(200, await AskedAsAsync(server, "localhost:5080", "/"));
        Assert.Equal(400, await AskedAsAsync(server, "evil.example", "/"));
    }

    [Fact]
    public async Task The_program_needs_no_rights_and_a_root_that_is_read_only()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && (await Tool.RunAsync("unshare", "--mount", "true")).Code == 0,
            "Not tried: a root that is read-only, which only an administrator can mount.");
        using var data = new DataDirectory();
        using var root = new DataDirectory();
        var user = _image.User.Split(':')[0];
        (await Tool.RunAsync("chown", _image.User, data.Path)).With(0);
        const string Script = """
            set -e
            root=$1 data=$2 user=$3 repository=$4
            shift 4
            mount --make-rprivate /
            mount --rbind / "$root"
            mount -o remount,bind,ro "$root"
            mount -t tmpfs tmpfs "$root/tmp"
            mkdir -p "$root$data" "$root$repository"
            mount --bind "$data" "$root$data"
            mount --bind "$repository" "$root$repository"
            mount -o remount,bind,ro "$root$repository"
            exec chroot "$root" setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all \
              env --ignore-environment PATH="$PATH" ONELEAD__Data="$data/store" ONELEAD__KeyFile="$data/master.key" \
              DOTNET_EnableDiagnostics=0 "$@"
            """;
        var imported = await Tool.RunAsync("unshare", "--mount", "bash", "-c", Script, "bash", root.Path, data.Path, user,
            Repository.Root, "dotnet", OneLeadProgram.Assembly, "import", Path.Combine(Repository.Root, "samples/sample-data.xlsx"));
        // 2: the sample has rows that are refused.
        Assert.Contains("376 new events", imported.With(2).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(data.File("store/journal.db")));
        Assert.True(File.Exists(data.File("master.key")));
    }

    [Fact, Trait(Category.Name, Category.Slow)]
    public async Task With_an_engine_the_image_is_built_and_becomes_healthy_on_a_read_only_root()
    {
        var engine = await EngineAsync();
        Assert.SkipUnless(engine is null, $"Not tried: building the image, starting it, and compose. {engine}");
        const string Name = "onelead-test";
        (await Tool.RunAsync("docker", "build", "-f", "deploy/docker/Dockerfile", "-t", Name, ".")).With(0);
        try
        {
            (await Tool.RunAsync("docker", "run", "-d", "--name", Name, "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network",
                "none", Name, "--allow-remote-without-users", "--no-sample")).With(0);
            await Wait.UntilAsync("it is healthy", async () => (await Tool.RunAsync(
                "docker", "exec", Name, "/app/onelead", "health")).Code == 0, seconds: 60);
            (await Tool.RunAsync("docker", "stop", Name)).With(0);
            Assert.Equal("0", (await Tool.RunAsync("docker", "inspect", "-f", "{{.State.ExitCode}}", Name)).With(0).Output.Trim());
        }
        finally
        {
            await Tool.RunAsync("docker", "rm", "-f", Name);
        }
    }

    /// <summary>The status of a request that names this host.</summary>
    internal static async Task<int> AskedAsAsync(RunningServer server, string host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var answer = await server.Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static bool IsNode(JsonNode service) => service["build"] is not null;

    private static async Task<string?> EngineAsync()
    {
        try
        {
            var info = await Tool.RunAsync("docker", "info");
            return info.Code == 0 ? null : $"docker info says: {info.Errors.Trim().Split('\n')[^1]}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no docker.";
        }
    }

    private static IEnumerable<string> Projects(string project) => XDocument.Load(Path.Combine(Repository.Root, project))
        .Descendants("ProjectReference").Select(r => r.Attribute("Include")!.Value)
        .Select(r => Path.GetFullPath(r, Path.Combine(Repository.Root, Path.GetDirectoryName(project)!)))
        .Select(r => Path.GetRelativePath(Repository.Root, r))
        .SelectMany(Projects).Prepend(project).Distinct();

    // The last rule that matches the path or a folder of it decides.
    private static bool IsIgnored(string path)
    {
        var ignored = false;
        var parts = path.Split('/');
        foreach (var rule in File.ReadLines(Path.Combine(Repository.Root, ".dockerignore")).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var pattern = rule.TrimStart('!');
            var isMatch = pattern.StartsWith("**/", StringComparison.Ordinal)
                ? parts.Contains(pattern[3..])
                : FileSystemName.MatchesSimpleExpression(pattern, string.Join('/', parts.Take(pattern.Split('/').Length)));
            if (isMatch)
                ignored = rule[0] != '!';
        }
        return ignored;
    }
}
