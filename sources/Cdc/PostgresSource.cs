using System.Collections.Immutable;
using Npgsql;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>A PostgreSQL database whose committed changes are followed.</summary>
/// <param name="Name">Lower-case letters, digits, '.', '_' and '-'; it is the source of the events.</param>
/// <param name="Connection">A connection string as Npgsql reads it, or <c>env:NAME</c>.</param>
/// <param name="Publication">The publication that says which tables are followed.</param>
/// <param name="Slot">The replication slot; it belongs to this source alone.</param>
/// <param name="Mapping">The name of a mapping that ships, or the path of a file.</param>
/// <param name="Tables">Tables with the mapping's names for them; empty: all of the publication under their own names.</param>
public sealed record PostgresSource(string Name, string Connection, string Publication, string Slot, string Mapping, ImmutableArray<CapturedTable> Tables)
{
    /// <summary>What <c>format</c> says of such a source.</summary>
    public const string Format = "postgres";

    public const string DefaultMapping = "crm-warehouse", EnvironmentPrefix = "env:";

    /// <summary>The connection string itself; null when it was not loaded.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>What <see cref="Mapping"/> names, loaded, for changes in their order; null when it was not loaded.</summary>
    public SourceMapping? Rules { get; init; }

    /// <summary>Equal for sources between which nothing differs that matters to whoever follows one.</summary>
    public string Fingerprint => string.Join('\n', [Name, ConnectionString, Publication, Slot, Rules?.Fingerprint, .. Tables.Select(t => $"{t.Table}={t.Entity}")]);

    /// <summary>The same with its <see cref="ConnectionString"/>, taken from the environment where <see cref="Connection"/> says so.</summary>
    /// <exception cref="FormatException">There is none. The message does not show the text: it may hold a password.</exception>
    public PostgresSource Connected()
    {
        var given = Connection;
        if (given.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
        {
            var variable = given[EnvironmentPrefix.Length..];
            given = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : throw new FormatException($"names the environment variable {variable}, which is not set");
        }
        try
        {
            return this with { ConnectionString = new NpgsqlConnectionStringBuilder(given).ConnectionString };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new FormatException("is no connection string: Host=…;Database=…;Username=…");
        }
    }

    /// <summary>The slot of a source that names none: slots have letters, digits and '_' alone.</summary>
    public static string DefaultSlot(string name)
    {
        var slot = "onelead_" + name.Replace('.', '_').Replace('-', '_');
        return slot.Length <= 63 ? slot : slot[..63];
    }

    /// <summary>The mapping's name for a table; null when its rows are left out.</summary>
    public string? EntityOf(LogTable table) => Tables.IsEmpty ? table.Name : Tables.FirstOrDefault(t => t.Table == table.FullName)?.Entity;

    /// <summary>The name alone: no log shows a connection.</summary>
    public override string ToString() => Name;
}

/// <summary>A table that is followed.</summary>
/// <param name="Table">With its schema: <c>public.deals</c>.</param>
/// <param name="Entity">The mapping's name for it.</param>
public sealed record CapturedTable(string Table, string Entity);
