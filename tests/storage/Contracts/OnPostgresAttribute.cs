using System.Reflection;
using Xunit.v3;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>Marks a class whose tests need PostgreSQL. They are skipped if it is not installed.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnPostgresAttribute : BeforeAfterTestAttribute, ITraitAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (PrivatePostgres.Missing is { } reason)
            Assert.Skip(reason);
    }

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [KeyValuePair.Create(Category.Name, Category.Postgres)];
}
