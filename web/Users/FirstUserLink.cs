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

    public bool Is(string? token) => Secrets.Same(token, _token);

    public void Use() => _token = null;
}
