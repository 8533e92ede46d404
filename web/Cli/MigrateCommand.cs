using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage;
using OneLead.Storage.Move;
using OneLead.Storage.Postgres;
using OneLead.Verification;

namespace OneLead.Web.Cli;

/// <summary><c>onelead migrate</c>: moves the embedded store of the data directory to PostgreSQL.</summary>
internal static class MigrateCommand
{
    // Databases of the source, and what belongs to a running process.
    private static readonly string[] Databases = ["journal.db", "index.db", "snapshots.db", "state.db"];

    public static Command Create()
    {
        var to = new Option<string?>("--to")
        {
            Description = "An Npgsql connection string. Default: ONELEAD__Storage, which other users of this machine cannot see",
        };
        var schema = new Option<string?>("--to-schema") { Description = "The schema. Default: ONELEAD__Schema, else onelead" };
        var empty = new Option<bool>("--empty-target") { Description = "Delete what a former move left there that has not ended" };
        var command = new Command(
            "migrate", "Moves the embedded store to an empty schema of PostgreSQL and compares the two. Stop the server first")
        {
            to, schema, empty,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            var configuration = Commands.Settings(parsed);
            var target = new PostgresStoreOptions
            {
                ConnectionString = parsed.GetValue(to) ?? StorageServices.PostgresOf(configuration)
                    ?? throw new CommandFailedException("Name the database with --to or ONELEAD__Storage."),
            };
            if ((parsed.GetValue(schema) ?? configuration["OneLead:Schema"]) is { Length: > 0 } named)
                target.Schema = named;
            Validate(target);
            try
            {
                await MoveAsync(InstallPaths.DataDirectory(configuration), target, parsed.GetValue(empty), cancellation);
                return 0;
            }
            catch (Exception e) when (e is MoveException || StoreFailures.IsExpected(e))
            {
                throw new CommandFailedException(e.Message);
            }
            catch (OperationCanceledException)
            {
                throw new CommandFailedException(
                    "Interrupted. The data directory is unchanged. Repeat the command with --empty-target to begin again.");
            }
        }));
        return command;
    }

    private static void Validate(PostgresStoreOptions target)
    {
        var failures = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
        if (!System.ComponentModel.DataAnnotations.Validator.TryValidateObject(target, new(target), failures, validateAllProperties: true))
            throw new CommandFailedException($"--to-schema is not valid: {failures[0].ErrorMessage}");
    }

    private static async Task MoveAsync(string data, PostgresStoreOptions options, bool emptiesTarget, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var move = await StoreMove.BeginAsync(data, options, emptiesTarget, NullLogger.Instance, cancellation);
        Console.WriteLine($"Moving {data} to PostgreSQL ({move.TargetName})");
        var line = new ProgressLine();
        var moved = await move.CopyAsync(line, cancellation);
        line.Clear();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Copied {moved.Journal:N0} journal rows, {moved.Snapshots:N0} snapshots, {moved.States:N0} states, ")
            + string.Create(CultureInfo.InvariantCulture, $"{moved.DeadLetters:N0} dead letters"));
        await move.Target.Journal.RefreshAsync(cancellation);
        await VerifyAsync(move, line, cancellation);
        move.Complete();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"The move is complete and verified. It took {watch.Elapsed.TotalSeconds:0.0} s."));
        PrintWhatStays(data);
        var schema = options.Schema == new PostgresStoreOptions().Schema ? "" : $" and ONELEAD__Schema={options.Schema}";
        Console.WriteLine(
            $"\nFrom now on, start every node with ONELEAD__Storage{schema}. A start without it would go on with the former store, "
            + $"which is unchanged: when all is well, move {string.Join(", ", Databases)} of {data} away.");
    }

    // Both at once: one waits for PostgreSQL while the other computes.
    private static async Task VerifyAsync(StoreMove move, ProgressLine line, CancellationToken cancellation)
    {
        var (source, target) = (move.Source.Journal.Tenants, move.Target.Journal.Tenants);
        if (!source.SequenceEqual(target))
            throw Different($"the tenants {string.Join(", ", source)} are {string.Join(", ", target)} in PostgreSQL");
        foreach (var tenant in source)
        {
            line.Report(new($"accounts of tenant {tenant} compared", 0));
            var progress = new AccountProgress(line, tenant);
            var digests = await Task.WhenAll(
                Task.Run(() => JournalDigest.OfAsync(move.Source, tenant, null, cancellation), cancellation),
                Task.Run(() => JournalDigest.OfAsync(move.Target, tenant, progress, cancellation), cancellation));
            line.Clear();
            Console.WriteLine($"Tenant {tenant}");
            Console.WriteLine("  source: " + Text(digests[0]));
            Console.WriteLine("  target: " + Text(digests[1]));
            if (digests[0] != digests[1])
                throw Different($"the rows or digests of tenant {tenant} differ");
        }
    }

    private static string Text(JournalDigest digest) => string.Create(
        CultureInfo.InvariantCulture, $"{digest.Rows:N0} rows, {digest.Accounts:N0} accounts, digest {digest.Digest}");

    private static MoveException Different(string what) => new(
        $"The copy is not the same: {what}. It cannot be used. Please report this. The data directory is unchanged; --empty-target begins "
        + "again.");

    private static void PrintWhatStays(string data)
    {
        var files = Directory.GetFiles(data, "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Console.WriteLine($"These stay in {data}, which ONELEAD__Data must still name:");
        foreach (var file in files)
        {
            Console.WriteLine(file == Sources.Configuration.SourcesFile.Name
                ? $"  {file}: the sources with the secrets of their webhooks. Copy it to the data directory of every further node."
                : $"  {file}: a mapping of this installation. Copy it to the data directory of every further node.");
        }
        if (files.Count == 0)
            Console.WriteLine("  sources.yaml, once there are sources: every node needs the same.");
        Console.WriteLine("  silo.port, server.json, owner.*, uploads: of one process. Do not copy them.");
    }

    private sealed class AccountProgress(ProgressLine line, string tenant) : IProgress<int>
    {
        public void Report(int value) => line.Report(new($"accounts of tenant {tenant} compared", value));
    }

    /// <summary>The last line of a terminal.</summary>
    private sealed class ProgressLine : IProgress<MoveProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

        private readonly bool _isShown = !Console.IsErrorRedirected;
        private long _shownAt;

        public void Report(MoveProgress value)
        {
            if (!_isShown || (value.Copied > 0 && Stopwatch.GetElapsedTime(_shownAt) < Pause))
                return;
            _shownAt = Stopwatch.GetTimestamp();
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[K{value.Copied:N0} {value.Table}"));
        }

        public void Clear()
        {
            if (_isShown)
                Console.Error.Write("\r\u001b[K");
        }
    }
}
