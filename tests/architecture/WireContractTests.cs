using System.Globalization;
using System.Reflection;
using Orleans.Services;

namespace OneLead.Architecture.Tests;

/// <summary>
/// What nodes of two versions say to each other while a cluster is upgraded: aliases and ids of messages, aliases of interfaces and
/// methods, numbers of enum members. The file <c>__snapshots__/wire.snap</c> freezes them.
/// </summary>
public class WireContractTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private const string Rules = """
        Nodes of the former version read and write these messages while a cluster is upgraded.
          - Add a member with an [Id] that the type never had, nullable or with a default: the former version does not send it.
          - Never change or reuse an [Id], an [Alias] or the number of an enum member, and never change the type of a member. Keep what is
            no longer used for one version.
          - Add a method or a type with an [Alias] of its own, and call it only where the answer may be missing.
        If the change follows these rules, run testing/accept-goldens and commit tests/architecture/__snapshots__/wire.snap.
        """;

    private static readonly string Golden = Path.Combine(
        Repository.Root, "tests", "architecture", "__snapshots__", "wire.snap");

    [Fact]
    public void Messages_keep_their_aliases_ids_and_types()
    {
        var (known, now) = (File.ReadAllLines(Golden), Lines().ToArray());
        var mismatch = Path.Combine(Path.GetDirectoryName(Golden)!, "__mismatch__", "wire.snap");
        if (known.SequenceEqual(now))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(mismatch)!);
        File.WriteAllLines(mismatch, now);
        var (gone, added) = (known.Except(now).ToArray(), now.Except(known).ToArray());
        Assert.Fail(string.Join('\n', [
            gone.Length > 0 ? "The messages between nodes changed incompatibly:" : "The messages between nodes have more than before:",
            .. gone.Select(l => "  - " + l), .. added.Select(l => "  + " + l), Rules]));
    }

    [Fact]
    public void The_lines_tell_a_reused_id_and_another_type() => Assert.Equal(
        ["message sample-reused #0 First: Int32", "message sample-reused #1 Second: ImmutableArray<String>?"], Of(typeof(ReusedSample)));

    private static IEnumerable<string> Lines()
    {
        var messages = ProductAssemblies.All.SelectMany(a => a.GetTypes())
            .Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), false)).ToList();
        var interfaces = ProductAssemblies.GrainInterfaces.GetTypes().Where(t => t.IsInterface && (t.IsAssignableTo(typeof(IGrain))
            || t.IsAssignableTo(typeof(IGrainObserver)) || t.IsAssignableTo(typeof(IGrainService))));
        var enums = messages.SelectMany(Members).Select(m => m.Type).SelectMany(Parts)
            .Where(t => t.IsEnum && ProductAssemblies.All.Contains(t.Assembly)).Distinct();
        return messages.SelectMany(Of).Concat(interfaces.SelectMany(OfInterface)).Concat(enums.SelectMany(OfEnum))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Of(Type message)
    {
        var members = Members(message).Select(m => Invariant($"message {AliasOf(message)} #{m.Id} {m.Name}: {Name(m.Type)}")).ToList();
        return members.Count > 0 ? members.Order(StringComparer.Ordinal) : [$"message {AliasOf(message)}"];
    }

    private static IEnumerable<string> OfInterface(Type actor) => actor.GetMethods().Select(m =>
        $"call {AliasOf(actor)}.{AliasOf(m)}({string.Join(", ", m.GetParameters().Select(p => Name(p.ParameterType)))}): "
            + Name(m.ReturnType));

    private static IEnumerable<string> OfEnum(Type type) => Enum.GetValues(type).Cast<object>().Select(v =>
        Invariant($"enum {type.Name} #{Convert.ToInt64(v, CultureInfo.InvariantCulture)} {v}"));

    private static IEnumerable<(uint Id, string Name, Type Type)> Members(Type message) =>
        message.GetProperties(Declared).Select(p => (Member: (MemberInfo)p, Type: p.PropertyType))
            .Concat(message.GetFields(Declared).Select(f => (Member: (MemberInfo)f, Type: f.FieldType)))
            .Where(m => m.Member.IsDefined(typeof(IdAttribute), false))
            .Select(m => (m.Member.GetCustomAttribute<IdAttribute>(false)!.Id, m.Member.Name, m.Type));

    // A type with its type arguments.
    private static IEnumerable<Type> Parts(Type type) =>
        type.GetGenericArguments().Append(type.GetElementType()).OfType<Type>().SelectMany(Parts).Prepend(type);

    // Our own types by the aliases that are sent.
    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        var name = AliasOf(type) ?? type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(false)?.Alias;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GenerateSerializer, Immutable, Alias("sample-reused")]
    internal sealed record ReusedSample(
        [property: Id(1)] System.Collections.Immutable.ImmutableArray<string>? Second, [property: Id(0)] int First);
}
