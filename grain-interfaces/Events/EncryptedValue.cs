namespace OneLead.Events;

/// <summary>A sensitive value as it is stored: a text that only its key can read.</summary>
public static class EncryptedValue
{
    /// <summary>What the text of every encrypted value begins with.</summary>
    public const string Prefix = "~encrypted1:";

    public static bool IsEncrypted(this FieldValue value) =>
        value.Type == FieldType.Text && value.Text!.StartsWith(Prefix, StringComparison.Ordinal);
}
