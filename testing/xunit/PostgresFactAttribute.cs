using System.Runtime.CompilerServices;
using Xunit.v3;

namespace OneLead.Testing;

/// <summary>A test that needs PostgreSQL. It is skipped if PostgreSQL is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute, ITraitAttribute
{
    public PostgresFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = PrivatePostgres.Missing;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => Category.Is(Category.Postgres);
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute, ITraitAttribute
{
    public PostgresTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = PrivatePostgres.Missing;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => Category.Is(Category.Postgres);
}
