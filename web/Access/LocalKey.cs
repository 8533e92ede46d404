using OneLead.Web.Users;

namespace OneLead.Web.Access;

/// <summary>
/// The key of commands on this machine. It is new with each start, and stands in server.json, which only the owner of the data directory
/// can read.
/// </summary>
internal sealed class LocalKey
{
    public string Value { get; } = Secrets.New();

    public bool Is(string key) => Secrets.Same(key, Value);
}
