using OneLead.Events;

namespace OneLead.Bench.Rival;

/// <summary>Keeps the fields of an item and writes them once per event.</summary>
internal sealed class ItemStateGrain(
    [PersistentState("item", ItemStateGrain.Storage)] IPersistentState<ItemFields> item) : Grain, IItemStateGrain
{
    public const string Storage = "items";

    public Task Apply(ChangeEvent change)
    {
        foreach (var (name, value) in change.Data.Fields)
            item.State.Values[name] = value.ToString();
        item.State.LastChange = change.SourceId;
        return item.WriteStateAsync();
    }
}

[GenerateSerializer, Alias("bench-item-fields")]
internal sealed class ItemFields
{
    [Id(0)] public Dictionary<string, string> Values { get; set; } = [];

    [Id(1)] public string LastChange { get; set; } = "";
}
