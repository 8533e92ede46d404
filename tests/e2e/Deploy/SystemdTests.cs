namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>The systemd unit, as systemd itself judges it. It is not started: that needs a machine that systemd runs.</summary>
public sealed class SystemdTests
{
    private const string Analyze = "/usr/bin/systemd-analyze", Unit = "deploy/systemd/onelead.service", Installed = "/opt/onelead/onelead";

    [Fact]
    public async Task The_unit_is_valid_and_hardened()
    {
        Assert.SkipUnless(File.Exists(Analyze), $"There is no {Analyze}.");
        using var folder = new DataDirectory();
        var unit = await File.ReadAllTextAsync(Path.Combine(Repository.Root, Unit));
        Assert.Contains($"ExecStart={Installed} ", unit, StringComparison.Ordinal);
        // The program must exist for systemd, but it is not installed here.
        var file = folder.File("onelead.service");
        await File.WriteAllTextAsync(file, unit.Replace(Installed, Environment.ProcessPath, StringComparison.Ordinal));
        Assert.Equal("", (await Tool.RunAsync(Analyze, "verify", "--man=no", file)).With(0).Errors);
        // 100 is a service without any limit. Below 15 it would lose the network, or .NET its compiler.
        (await Tool.RunAsync(Analyze, "security", "--offline=true", "--threshold=15", file)).With(0);
    }

    [Fact]
    public void Its_settings_are_known_and_its_folders_are_its_own()
    {
        var unit = File.ReadLines(Path.Combine(Repository.Root, Unit)).Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#')
            .Select(l => l.Split('=', 2)).ToLookup(l => l[0], l => l[1], StringComparer.Ordinal);
        var environment = unit["Environment"].Single().Split(' ').Select(e => e.Split('='))
            .ToDictionary(e => e[0], e => e[1], StringComparer.Ordinal);
        KnownSettings.AssertKnown(environment.Keys);
        Assert.Equal(
            unit["StateDirectory"].Single().Split(' ').Select(static d => $"/var/lib/{d}"),
            [environment["ONELEAD__Data"], Path.GetDirectoryName(environment["ONELEAD__KeyFile"])]);
        Assert.True(int.Parse(unit["TimeoutStopSec"].Single(), null) > 30);
        Assert.StartsWith($"u {unit["User"].Single()} ",
            File.ReadAllText(Path.Combine(Repository.Root, "deploy/systemd/onelead.sysusers.conf")), StringComparison.Ordinal);
    }
}
