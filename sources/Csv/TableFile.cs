using OneLead.Sources.Mapping;

namespace OneLead.Sources.Csv;

/// <summary>A CSV file with the table that it holds.</summary>
/// <param name="Name">As the mapping spells it.</param>
/// <param name="Map">Null if the mapping does not have the table.</param>
/// <param name="LoadOrder">The table's position in an import.</param>
/// <param name="Import">Identifies this file with this date and this mapping.</param>
internal sealed record TableFile(
    CsvFile File, string Name, TableMap? Map, int LoadOrder, string Import, DateTimeOffset Date, string DateFrom);
