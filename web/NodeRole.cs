namespace OneLead.Web;

/// <summary>What a node does.</summary>
public enum NodeRole
{
    /// <summary>Runs actors, and serves the API and the dashboard.</summary>
    Serve,

    /// <summary>Runs actors only.</summary>
    Work,
}
