namespace OneLead;

/// <summary>
/// Makes references to grains with string keys. Orleans' own <c>GetGrain&lt;T&gt;(key)</c> reads the attributes of the interface by
/// reflection on each call, which took 7 % of the processor when events come one by one.
/// </summary>
internal static class GrainReferences
{
    public static T Get<T>(this IGrainFactory grains, string key)
        where T : class, IGrainWithStringKey
    {
        if (Cache<T>.Types is { } types)
            return (T)grains.GetGrain(GrainId.Create(types.Grain, key), types.Interface);
        var first = grains.GetGrain<T>(key);
        var reference = (GrainReference)(object)first;
        Cache<T>.Types = new Types(reference.GrainId.Type, reference.InterfaceType);
        return first;
    }

    private sealed record Types(GrainType Grain, GrainInterfaceType Interface);

    private static class Cache<T>
    {
        public static Types? Types { get; set; }
    }
}
