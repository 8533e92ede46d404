using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>The stored text of an author: a JSON object with kind, id, name and address.</summary>
internal static class AuthorText
{
    public static void Write(Utf8JsonWriter json, Author author)
    {
        json.WriteStartObject();
        json.WriteString("kind", Wire.Name(author.Kind));
        json.WriteString("id", author.Id);
        if (author.Name is { } name)
            json.WriteString("name", name);
        if (author.Address is { } address)
            json.WriteString("address", address);
        json.WriteEndObject();
    }

    /// <returns>Null if the text is not that of an author that this version knows.</returns>
    public static Author? Parse(ReadOnlySpan<byte> utf8)
    {
        var data = EventData.Parse(utf8);
        return Wire.TryParse<AuthorKind>(data["kind"].Text ?? "", out var kind) && data["id"].Text is { } id
            ? new Author(kind, id, data["name"].Text, data["address"].Text)
            : null;
    }
}
