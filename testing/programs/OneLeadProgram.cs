using System.Diagnostics;
using System.Text.Json;

namespace OneLead.Testing;

/// <summary>What a run of the program ended with.</summary>
public sealed record Ended(int Code, string Output, string Errors)
{
    /// <summary>Its output as JSON, one document a line.</summary>
    public JsonElement[] Json => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];

    public Ended With(int code)
    {
        Assert.True(Code == code, $"It ended with {Code} and not {code}.\n{Output}\n{Errors}");
        return this;
    }
}

/// <summary>The program as it is built, in processes of its own.</summary>
public static class OneLeadProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <summary>The program's main file: artifacts/bin/{project}/{configuration}/onelead.dll.</summary>
    public static string Assembly { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "OneLead.Web",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "onelead.dll"));

    /// <summary>Runs a command to its end.</summary>
    public static async Task<Ended> RunAsync(DataDirectory data, params string[] arguments)
    {
        using var process = Start(data, arguments);
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', arguments)}' did not end within {Longest.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>Starts it with its streams redirected.</summary>
    public static Process Start(DataDirectory data, params IEnumerable<string> arguments) => Start(data, arguments, redirectsInput: false);

    /// <param name="redirectsInput">Whether the caller writes its input.</param>
    public static Process Start(DataDirectory data, IEnumerable<string> arguments, bool redirectsInput)
    {
        var program = data.Program ?? Assembly;
        Assert.True(File.Exists(program), $"The program is not built: {program}");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = redirectsInput,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ONELEAD__Data"] = data.Path;
        if (data.Storage is { } storage)
        {
            start.Environment["ONELEAD__Storage"] = storage;
            // The nodes of a cluster need the same key.
            if (!File.Exists(TemporaryData.KeyOf(data.Path)))
                start.Environment["ONELEAD__KeyFile"] = Path.Combine(AppContext.BaseDirectory, "cluster.key");
        }
        foreach (var (name, value) in data.Environment)
            start.Environment[name] = value;
        start.Environment["NO_COLOR"] = "1";
        return Process.Start(start)!;
    }
}
