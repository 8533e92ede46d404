namespace OneLead.Events;

/// <summary>The kinds of callers that write by themselves.</summary>
public enum AuthorKind
{
    /// <summary>Anybody on the server's machine, while there are no users; and whoever tries to sign in.</summary>
    Anybody,

    /// <summary>A person who has signed in.</summary>
    Person,

    /// <summary>A program with an API key.</summary>
    Program,

    /// <summary>A command of the server's user on its machine.</summary>
    Shell,
}

/// <summary>
/// Who wrote a row of the journal, from where. It is set where a request enters and is no field of an event, so nobody writes as
/// somebody else. Null on rows of files, webhooks and followed databases, whose source names their sender, and on rows that
/// OneLead derives by itself.
/// </summary>
/// <param name="Id">Of the user or key; <c>anybody</c> or <c>shell</c>.</param>
/// <param name="Name">As it is shown when the row is written; null for anybody.</param>
/// <param name="Address">The IP address of the request; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("author")]
public sealed record Author(
    [property: Id(0)] AuthorKind Kind, [property: Id(1)] string Id, [property: Id(2)] string? Name, [property: Id(3)] string? Address);
