using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using OneLead.Events;
using OneLead.Values;

namespace OneLead.Sources.Csv;

/// <summary>
/// Gives an id to each row of a table without a column of unique ids: a hash of its values, and a number if an earlier row has
/// the same values. The same rows get the same ids in every file.
/// </summary>
internal sealed class RowIds
{
    private readonly Dictionary<ulong, int> _occurrences = [];

    /// <summary>True if the id column has a value twice, or if there is no id column.</summary>
    public static bool AreNeeded(CsvReader reader, CsvColumns columns)
    {
        if (columns.Id is null)
            return true;
        var seen = new HashSet<ulong>();
        while (reader.Read())
        {
            if (reader.FieldCount != columns.Count)
                continue;
            var id = Identity.Normalise(columns.IdOf(columns.Data(reader, out _)));
            if (id is not null && columns.NoDataReason(reader, () => id) is null && !seen.Add(SeenValues.Hash(id)))
                return true;
        }
        return false;
    }

    public string Next(EventData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in data.Fields.Where(f => !f.Value.IsNull))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{value}\n"));
        var key = BinaryPrimitives.ReadUInt64BigEndian(hash.GetHashAndReset());
        ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, key, out _);
        return ++occurrence == 1
            ? string.Create(CultureInfo.InvariantCulture, $"row-{key:x16}")
            : string.Create(CultureInfo.InvariantCulture, $"row-{key:x16}-{occurrence}");
    }
}
