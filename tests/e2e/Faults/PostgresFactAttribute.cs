using OneLead.Testing;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>A test that needs PostgreSQL: where it is not installed it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PrivatePostgres.Missing;
}
