using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace OneLead.Web.Cli;

/// <summary>The command line: without a verb it serves.</summary>
internal static class Commands
{
    public static readonly Option<DateOnly?> AsOf = new("--as-of") { Description = "The day as of which scores are, yyyy-MM-dd. Default: today", CustomParser = Date };
    public static readonly Option<string?> ServerUrl = new("--server") { Description = "The server to talk to. Default: the one that runs on the data directory, else the store itself" };

    public static RootCommand Root()
    {
        var urls = new Option<string?>("--urls") { Description = $"Where to listen. Default: {Server.DefaultUrl}" };
        var noSample = new Option<bool>("--no-sample") { Description = "Do not load the sample data into an empty installation" };
        var live = new Option<bool>("--live") { Description = "Play plausible changes over the sample data: watch the scores move" };
        var root = new RootCommand("OneLead watches what customers own, and keeps risk, leads and health true at every moment.") { urls, noSample, live, AsOf };
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(RebuildCommand.Create());
        root.Subcommands.Add(BackupCommands.Backup());
        root.Subcommands.Add(BackupCommands.Restore());
        root.Subcommands.Add(SourcesCommand.Create());
        root.Subcommands.Add(CdcCommands.Create());
        root.Subcommands.Add(DeadLetterCommands.Create());
        root.SetAction((parsed, cancellation) => ServeCommand.Run(
            new ServerArguments(parsed.GetValue(urls), parsed.GetValue(AsOf)), withSample: !parsed.GetValue(noSample), isLive: parsed.GetValue(live), cancellation));
        return root;
    }

    public static DateOnly? Date(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        result.AddError($"'{result.Tokens[0].Value}' is not a date, yyyy-MM-dd.");
        return null;
    }
}
