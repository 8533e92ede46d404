namespace OneLead.Web.Users;

/// <summary>
/// The link that makes the first administrator. It is printed when the server starts without users, and is valid on this node until it
/// has been used or the server ends.
/// </summary>
internal sealed class FirstUserLink
{
    private string? _token = Secrets.New();

    /// <summary>The token is behind the #, so that no log of a proxy holds it.</summary>
    public string Url(string address) => $"{address.TrimEnd('/')}/app/first-user#{_token}";

    /// <summary>Takes the token. Of several requests with it, one gets true.</summary>
    public bool TryTake(string? token) =>
        Volatile.Read(ref _token) is { } known && Secrets.Same(token, known)
        && Interlocked.CompareExchange(ref _token, null, known) == known;

    /// <summary>Makes the token valid again after the user could not be created.</summary>
    public void GiveBack(string token) => Volatile.Write(ref _token, token);
}
