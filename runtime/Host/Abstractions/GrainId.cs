namespace Orleans.Runtime;

/// <summary>The type of a grain: its class name in lower case without "grain", or what <see cref="GrainTypeAttribute"/> says.</summary>
public readonly record struct GrainType
{
    private readonly string _value;

    internal GrainType(string value) => _value = value;

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>The key part of a <see cref="GrainId"/>.</summary>
public readonly record struct IdSpan
{
    private readonly string _value;

    internal IdSpan(string value) => _value = value;

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}

/// <summary>The identity of a grain.</summary>
public readonly record struct GrainId
{
    internal GrainId(string type, string key) => (Type, Key) = (new(type), new(key));

    /// <summary>Which kind of grain.</summary>
    public GrainType Type { get; }

    /// <summary>Which one.</summary>
    public IdSpan Key { get; }

    /// <summary>"type/key".</summary>
    public override string ToString() => $"{Type}/{Key}";
}
