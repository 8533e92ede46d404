#pragma warning disable
namespace Orleans;
public sealed class GenerateSerializerAttribute : Attribute;
public sealed class ImmutableAttribute : Attribute;
public sealed class IdAttribute(uint id) : Attribute { public uint Id => id; }
public sealed class AliasAttribute(string alias) : Attribute { public string Alias => alias; }
public interface IAddressable;
public interface IGrain : IAddressable;
public interface IGrainWithStringKey : IGrain;
public interface IGrainObserver : IAddressable;
