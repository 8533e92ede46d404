namespace OneLead.Architecture.Tests.Samples;

#pragma warning disable ORLEANS0004 // Orleans' analyzer finds it, too.
[GenerateSerializer, Immutable, Alias("sample-no-id")]
#pragma warning restore ORLEANS0004
internal sealed record HasNoId
{
    [Id(0)] public string? Id { get; init; }

    public string? Name { get; init; }
}

[GenerateSerializer, Immutable, Alias("sample-can-be-set")]
internal sealed record CanBeSet
{
    [Id(0)] public string? Name { get; set; }
}

[GenerateSerializer, Immutable, Alias("sample-list")]
internal sealed record HoldsAList([property: Id(0)] List<string> Names);

[GenerateSerializer, Immutable]
internal sealed record HasNoAlias([property: Id(0)] string Name);
