using System.Collections.Immutable;
using OneLead.Sources.Configuration;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Web.Cli;

/// <summary>Reads and writes sources.yaml for commands, and turns its errors into messages.</summary>
internal sealed class SourcesEditor(string path)
{
    public SourcesContent Read() => SourcesFile.Read(path, loads: false) is var content && content.Errors.IsEmpty ? content : throw Failed(content.Errors);

    public void Write(SourcesContent content)
    {
        if (SourcesFile.Write(path, content.Sources, content.Databases) is { IsEmpty: false } errors)
            throw Failed(errors);
    }

    public static WebhookSource Find(SourcesContent content, string name)
    {
        if (content.Sources.FirstOrDefault(s => s.Name == name) is { } source)
            return source;
        throw new CommandFailedException(content.Databases.Any(d => d.Name == name)
            ? $"'{name}' is a database. It has no secret; its connection is in sources.yaml."
            : $"There is no source '{name}'.");
    }

    /// <summary>Runs a command on the file of this machine.</summary>
    public static Task<int> Run(Func<SourcesEditor, Task> work) => Guard.Run(async () =>
    {
        try
        {
            await work(new(Places.SourcesFile(new ConfigurationBuilder().AddEnvironmentVariables().Build())));
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(e.Message);
        }
    });

    private static CommandFailedException Failed(ImmutableArray<MappingError> errors) => new(string.Join('\n', errors));
}
