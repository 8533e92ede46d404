namespace OneLead.Events;

/// <summary>The kinds of callers that write by themselves.</summary>
public enum AuthorKind
{
    /// <summary>Somebody who has not signed in: anybody while there are no users, or who tries to sign in.</summary>
    Anybody,

    /// <summary>A person who has signed in.</summary>
    Person,

    /// <summary>A program with an API key.</summary>
    Program,

    /// <summary>A command of the server's user on its machine.</summary>
    Shell,
}

/// <summary>
/// Who wrote a row of the journal, and from which address. The server sets it when a request arrives. Senders cannot set it, because it is
/// not a field of an event. Rows of files, webhooks and followed databases have none: their source names the sender. Rows that OneLead
/// derives by itself have none either.
/// </summary>
/// <param name="Id">Of the user or key; <c>anybody</c> or <c>shell</c>.</param>
/// <param name="Name">As it is shown when the row is written; null for anybody.</param>
/// <param name="Address">The IP address of the request; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("author")]
public sealed record Author(
    [property: Id(0)] AuthorKind Kind, [property: Id(1)] string Id, [property: Id(2)] string? Name, [property: Id(3)] string? Address);
