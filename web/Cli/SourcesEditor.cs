using System.Collections.Immutable;
using System.CommandLine;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using OneLead.Sources.Configuration;

namespace OneLead.Web.Cli;

/// <summary>Reads and writes the sources file of this machine.</summary>
internal sealed class SourcesEditor
{
    public static readonly Argument<string> Name = new("NAME")
    {
        Description = "The source's name: lower-case letters, digits, '.', '_' and '-'",
    };

    private readonly string _path;

    private SourcesEditor(string path)
    {
        _path = path;
        Sources = SourcesFile.Read(path, loads: false);
        if (!Sources.Errors.IsEmpty)
            throw Failed(Sources.Errors);
    }

    public SourcesContent Sources { get; }

    public static Task<int> RunAsync(ParseResult parsed, Action<SourcesEditor> work) => RunAsync(parsed, editor =>
    {
        work(editor);
        return Task.CompletedTask;
    });

    public static Task<int> RunAsync(ParseResult parsed, Func<SourcesEditor, Task> work) => CommandGuard.RunAsync(async () =>
    {
        try
        {
            await work(new SourcesEditor(InstallPaths.SourcesFile(Commands.Settings(parsed))));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    });

    /// <exception cref="CommandFailedException">There is no webhook source with this name.</exception>
    public WebhookSource Find(string name) =>
        Sources.Sources.FirstOrDefault(s => s.Name == name) ?? throw new CommandFailedException(
            Sources.Databases.Any(d => d.Name == name)
                ? $"'{name}' is a database. Its only secret is its connection, in sources.yaml."
                : $"There is no source '{name}'.");

    public void Replace(WebhookSource source, WebhookSource changed) =>
        Write(Sources with { Sources = Sources.Sources.Replace(source, changed) });

    public void Write(SourcesContent sources)
    {
        if (SourcesFile.Write(_path, sources.Sources, sources.Databases) is { IsEmpty: false } errors)
            throw Failed(errors);
    }

    private static CommandFailedException Failed(ImmutableArray<MappingError> errors) => new(string.Join('\n', errors));
}
