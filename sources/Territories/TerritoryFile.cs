using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Workbooks;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OneLead.Sources.Territories;

/// <summary>
/// A YAML file with account names for territories whose records have none (<c>territory_mapping</c>: territory → name), other
/// spellings of company names (<c>aliases</c>: spelling → name), and the territories that others are below (<c>parents</c>: territory
/// → territory). It is read completely or not at all.
/// </summary>
public sealed class TerritoryFile
{
    public const string Mapping = "territory_mapping", Aliases = "aliases", Parents = "parents";

    private const int MaxErrors = 20;
    private readonly List<string> _errors = [];
    private readonly ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>();
    private readonly HashSet<string> _entities = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _time;
    private readonly string _id;

    private TerritoryFile(string id, DateTimeOffset time) => (_id, _time) = (id, time);

    /// <summary>True for names that end in <c>.yaml</c> or <c>.yml</c>.</summary>
    public static bool IsNamed(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() is ".yaml" or ".yml";

    /// <summary>Reads a file. The same content with the same date gives the same events with the same source ids.</summary>
    /// <param name="dataDate">The date from which the names apply; null: the time of receipt.</param>
    /// <exception cref="TerritoryFileException">It is not a territory file; the message names every line with an error.</exception>
    public static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(
        Stream file, string name, DateOnly? dataDate, DateTimeOffset received)
    {
        var content = Content(file);
        var (time, from) = dataDate is { } day
            ? (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), "option")
            : (received.ToUniversalTime(), "file");
        var stamp = Encoding.UTF8.GetBytes(time.ToString("O", CultureInfo.InvariantCulture));
        var id = Convert.ToHexStringLower(SHA256.HashData([.. content, .. stamp]))[..20];
        var parsed = new TerritoryFile(id, time);
        var sheets = parsed.Read(Encoding.UTF8.GetString(content).TrimStart('\uFEFF'));
        if (parsed._errors.Count > 0)
            throw new TerritoryFileException(string.Join("\n", parsed._errors));
        var contentHash = Convert.ToHexStringLower(SHA256.HashData(content));
        return (parsed._events.DrainToImmutable(), new(id, name, contentHash, time, from, sheets, [], 0));
    }

    private static byte[] Content(Stream file)
    {
        const int max = 16 << 20;
        if (file.Length > max)
            throw new TerritoryFileException("A territory file is at most 16 MB.");
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    // Reads the parser's events instead of a document, so that aliases cannot expand.
    private ImmutableArray<SheetReport> Read(string yaml)
    {
        var sheets = ImmutableArray.CreateBuilder<SheetReport>();
        var parser = new Parser(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
                sheets.Add(Section(parser));
            parser.Consume<DocumentEnd>();
            parser.Consume<StreamEnd>();
        }
        // The parser also throws InvalidOperationException for some errors.
        catch (Exception e) when (e is YamlException or InvalidOperationException)
        {
            var at = (e as YamlException)?.Start ?? parser.Current?.End ?? Mark.Empty;
            Error(at, $"not valid in a territory file, which has {Mapping}, {Aliases} and {Parents} with lines of \"key\": \"name\". "
                + $"({e.Message.Split('\n')[0]})");
        }
        return sheets.DrainToImmutable();
    }

    private SheetReport Section(Parser parser)
    {
        var section = parser.Consume<Scalar>();
        if (section.Value is not (Mapping or Aliases or Parents))
            Error(section.Start, $"'{section.Value}' is none of {Mapping}, {Aliases} and {Parents}.");
        var before = _events.Count;
        // An empty section is an empty scalar.
        if (!parser.TryConsume<Scalar>(out var empty))
        {
            parser.Consume<MappingStart>();
            while (!parser.TryConsume<MappingEnd>(out _))
                Line(section.Value, parser.Consume<Scalar>(), parser.Consume<Scalar>());
        }
        else if (empty.Value.Length > 0)
        {
            Error(empty.Start, $"'{section.Value}' must have lines of \"key\": \"name\".");
        }
        var rows = _events.Count - before;
        return new(section.Value, EventKind.TerritoryMapping, rows, 0, rows, 0, 0, 0, ImmutableSortedDictionary<string, long>.Empty, [], [],
            [], null);
    }

    private void Line(string section, Scalar key, Scalar name)
    {
        var (from, to) = (key.Value.Trim(), name.Value.Trim());
        var entity = section == Aliases ? "alias:" + Keys.EncodePart(from) : Keys.EncodePart(from);
        // A territory may have a name and a parent.
        var id = section == Parents ? "parent:" + entity : entity;
        var problem = from.Length == 0 ? "the key is empty."
            : to.Length == 0 || (name.Style == ScalarStyle.Plain && (to is "null" or "~")) ? $"'{from}' has no name."
            : !Keys.IsKey(entity) || to.Length > EventSchema.MaxText ? $"'{from}' is too long."
            : !_entities.Add(id) ? $"'{from}' occurs twice."
            : null;
        if (problem is not null)
            Error(key.Start, problem);
        else
            _events.Add(new ChangeEvent(
                "", EventKind.TerritoryMapping, entity, EventSchema.Version, WorkbookImport.Source, $"{_id}:{id}", _time,
                section switch
                {
                    Mapping => EventData.Of(("name", FieldValue.Of(to))),
                    Parents => EventData.Of(("parent", FieldValue.Of(to))),
                    _ => EventData.Of(("name", FieldValue.Of(to)), ("alias", FieldValue.Of(from))),
                }));
    }

    private void Error(Mark at, string message)
    {
        if (_errors.Count < MaxErrors)
            _errors.Add(string.Create(CultureInfo.InvariantCulture, $"Line {at.Line}: {message}"));
    }
}

/// <summary>A territory file is invalid; the message is shown to the user and names the lines.</summary>
public sealed class TerritoryFileException(string message) : Exception(message);
