namespace OneLead;

/// <summary>What the program around a silo says of itself.</summary>
public interface INodeDetails
{
    string Version { get; }

    /// <summary><c>serve</c> or <c>work</c>.</summary>
    string Role { get; }

    /// <summary>The dashboards that are connected now.</summary>
    int Dashboards { get; }
}
