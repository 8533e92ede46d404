using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OneLead.Storage;
using OneLead.Web.Cli;
using OneLead.Web.Imports;

namespace OneLead.Web.Samples;

/// <summary>What to do with the sample data of an empty installation: nothing, load it as of its own day, or load it and follow the clock.</summary>
internal enum SampleMode { None, Fixed, Live }

/// <summary>
/// The sample data: samples/sample.json names its workbooks and its day. A data directory that holds them remembers the
/// day, so that the next start does not age the sample by years.
/// </summary>
internal sealed class SampleData
{
    private const string Marker = "sample.json";
    private readonly string _marker;
    private readonly Manifest? _manifest;

    public SampleData(SampleMode mode, string dataDirectory, string samples, IJournal journal)
    {
        _marker = Path.Combine(dataDirectory, Marker);
        _manifest = Read(Path.Combine(samples, Marker));
        IsWanted = mode != SampleMode.None && _manifest is not null && journal.Head(Keys.DefaultTenant) == 0;
        Day = mode == SampleMode.Live ? null : IsWanted ? _manifest!.AsOf : Read(_marker)?.AsOf;
        Files = [.. (_manifest?.Files ?? []).Select(f => Path.Combine(samples, f))];
    }

    /// <summary>The day as of which the sample is shown; null when there is none, or the clock is followed.</summary>
    public DateOnly? Day { get; }

    /// <summary>Whether it should be loaded now.</summary>
    public bool IsWanted { get; }

    public IReadOnlyList<string> Files { get; }

    public void Remember() => File.WriteAllText(
        _marker, string.Create(CultureInfo.InvariantCulture, $$"""{"asOf":"{{_manifest!.AsOf:yyyy-MM-dd}}","files":[]}"""));

    private static Manifest? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return new(
            DateOnly.ParseExact(json.RootElement.GetProperty("asOf").GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            [.. json.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()!)]);
    }

    private sealed record Manifest(DateOnly AsOf, IReadOnlyList<string> Files);
}

/// <summary>Loads the sample into an empty installation, as imports like any other.</summary>
internal sealed class SampleLoader(SampleData sample, ImportService imports) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!sample.IsWanted)
            return Task.CompletedTask;
        foreach (var file in sample.Files)
        {
            // The import deletes its upload.
            var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
            var copy = Path.Combine(Path.GetTempPath(), $"onelead-import-{id}.xlsx");
            File.Copy(file, copy);
            imports.Enqueue(new(Path.GetFileName(file), copy, false, null, null), id);
        }
        sample.Remember();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class SampleSetup
{
    public static void AddSample(this IServiceCollection services, SampleMode mode) => services
        .AddSingleton(s => new SampleData(mode, Places.DataDirectory(s.GetRequiredService<IConfiguration>()), Places.Samples, s.GetRequiredService<IJournal>()))
        .AddHostedService<SampleLoader>();
}
