using System.Collections.Immutable;
using Npgsql;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>A PostgreSQL database whose committed changes are followed.</summary>
/// <param name="Name">Lower-case letters, digits, '.', '_' and '-'; becomes the source of its events.</param>
/// <param name="Connection">An Npgsql connection string, or <c>env:NAME</c>.</param>
/// <param name="Publication">The publication that selects the tables.</param>
/// <param name="Slot">The replication slot; it must belong to this source only.</param>
/// <param name="Mapping">A shipped mapping's name or a file path.</param>
/// <param name="Tables">Tables with the mapping's names for them; empty: all of the publication under their own names.</param>
public sealed record PostgresSource(
    string Name, string Connection, string Publication, string Slot, string Mapping, ImmutableArray<CapturedTable> Tables)
{
    /// <summary>The value of <c>format</c> for such a source.</summary>
    public const string Format = "postgres";

    public const string DefaultMapping = "crm-warehouse", EnvironmentPrefix = "env:";

    private const int MaxSlotLength = 63;

    /// <summary>The connection string; null if it was not loaded.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The loaded <see cref="Mapping"/> for ordered changes; null if it was not loaded.</summary>
    public SourceMapping? Rules { get; init; }

    /// <summary>Equal for configurations that can be followed without a restart.</summary>
    public string Fingerprint => string.Join(
        '\n', [Name, ConnectionString, Publication, Slot, Rules?.Fingerprint, .. Tables.Select(t => $"{t.Table}={t.Entity}")]);

    /// <summary>
    /// Returns the source with its <see cref="ConnectionString"/>, read from the environment if <see cref="Connection"/> says so.
    /// </summary>
    /// <exception cref="FormatException">There is none. The message does not contain the text, which may hold a password.</exception>
    public PostgresSource Connected()
    {
        var text = Connection;
        if (text.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            var variable = text[EnvironmentPrefix.Length..];
            text = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
                ? value
                : throw new FormatException($"names the environment variable {variable}, which is not set");
        }
        try
        {
            return this with { ConnectionString = new NpgsqlConnectionStringBuilder(text).ConnectionString };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new FormatException("must be a connection string: Host=…;Database=…;Username=…");
        }
    }

    /// <summary>The default slot of a source. Slot names have only letters, digits and '_'.</summary>
    public static string DefaultSlot(string name)
    {
        var slot = "onelead_" + name.Replace('.', '_').Replace('-', '_');
        return slot.Length <= MaxSlotLength ? slot : slot[..MaxSlotLength];
    }

    /// <summary>The mapping's name for a table; null if the table is not followed.</summary>
    public string? EntityOf(LogTable table) =>
        Tables.IsEmpty ? table.Name : Tables.FirstOrDefault(t => t.Table == table.FullName)?.Entity;

    /// <summary>Only the name, so that no log shows the connection string.</summary>
    public override string ToString() => Name;
}

/// <summary>A table that is followed.</summary>
/// <param name="Table">With its schema: <c>public.deals</c>.</param>
/// <param name="Entity">The mapping's name for it.</param>
public sealed record CapturedTable(string Table, string Entity);
