namespace OneLead.Runtime.Tests.Generator;

public class RefusalTests
{
    private const string Order = "[GenerateSerializer, Alias(\"o\")] public sealed record Order(int Number, ImmutableArray<string> Lines);";

    [Theory]
    // One-way calls and reentrancy.
    [InlineData("OLG001: M", "public interface IFoo : IGrainWithStringKey { void M(); }")]
    [InlineData("OLG001: M", "public interface IFoo : IGrainObserver { void M(); }")]
    [InlineData("OLG001: Orleans.Concurrency.OneWay", "public interface IFoo : IGrainWithStringKey { [Orleans.Concurrency.OneWay] Task M(); }")]
    [InlineData("OLG002: Reentrant", "[Reentrant] class C;")]
    [InlineData("OLG002: AlwaysInterleave", "public interface IFoo : IGrainWithStringKey { [AlwaysInterleave] Task M(); }")]
    [InlineData("OLG002: MayInterleave(\"P\")", "[MayInterleave(\"P\")] class C;")]
    [InlineData("OLG002: StatelessWorker", "[StatelessWorker] class C;")]
    // Shapes that references cannot serve.
    [InlineData("OLG003: IFoo", "public interface IFoo<T> : IGrainWithStringKey;")]
    [InlineData("OLG003: M", "public interface IFoo : IGrainWithStringKey { Task M<T>(); }")]
    [InlineData("OLG003: G", "public interface IFoo : IGrainWithStringKey; public class G<T> : Grain, IFoo;")]
    [InlineData("OLG005: M", "public interface IFoo : IGrainWithStringKey { IAsyncEnumerable<int> M(); }")]
    [InlineData("OLG006: x", "public interface IFoo : IGrainWithStringKey { Task M(ref int x); }")]
    [InlineData("OLG006: x", "public interface IFoo : IGrainWithStringKey { Task M(out int x); }")]
    [InlineData("OLG006: x", "public interface IFoo : IGrainWithStringKey { Task M(in int x); }")]
    [InlineData("OLG014: M", "public interface IFoo : IGrainWithStringKey { int M(); }")]
    [InlineData("OLG014: P", "public interface IFoo : IGrainWithStringKey { int P { get; } }")]
    [InlineData("OLG015: IFoo", "class C { private interface IFoo : IGrainWithStringKey; }")]
    [InlineData("OLG015: G", "public interface IFoo : IGrainWithStringKey; public class G : Grain, IFoo { public G() { } public G(int x) { } }")]
    [InlineData("OLG015: G", "public class G : Grain;")]
    // Values that must not cross.
    [InlineData("OLG008: x", "public interface IFoo : IGrainWithStringKey { Task M(Action x); }")]
    [InlineData("OLG009: x", "public interface IFoo : IGrainWithStringKey { Task M(JsonElement x); }")]
    [InlineData("OLG009: M", "public interface IFoo : IGrainWithStringKey { Task<JsonDocument> M(); }")]
    [InlineData("OLG010: x", "public interface IFoo : IGrainWithStringKey { Task M(List<int> x); }")]
    [InlineData("OLG010: x", "public interface IFoo : IGrainWithStringKey { Task M(int[] x); }")]
    [InlineData("OLG010: x", "public interface IFoo : IGrainWithStringKey { Task M(IReadOnlyList<int> x); }")]
    [InlineData("OLG010: x", "public interface IFoo : IGrainWithStringKey { Task M(ImmutableArray<int[]> x); }")]
    [InlineData("OLG010: x", "public interface IFoo : IGrainWithStringKey { Task M(object x); }")]
    [InlineData("OLG010: M", "public interface IFoo : IGrainWithStringKey { ValueTask<Dictionary<string, int>> M(); }")]
    [InlineData("OLG010: Name", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public sealed record R { [Id(0)] public string Name { get; set; } = \"\"; }")]
    [InlineData("OLG010: Lines", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public sealed record R(List<int> Lines);")]
    [InlineData("OLG010: N", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public struct R { [Id(0)] public int N; }")]
    [InlineData("OLG010: R", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public record R(int X);")]
    [InlineData("OLG010: Y", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public abstract record R { [GenerateSerializer, Alias(\"d\")] public sealed record D(int[] Y) : R; }")]
    [InlineData("OLG011: R", "public interface IFoo : IGrainWithStringKey { Task M(R x); } public sealed record R(int X);")]
    [InlineData("OLG011: R", "public interface IFoo : IGrainWithStringKey { Task M(ImmutableArray<R> x); } [GenerateSerializer] public sealed record R(int X);")]
    [InlineData("OLG011: Name", "public interface IFoo : IGrainWithStringKey { Task M(R x); } [GenerateSerializer, Alias(\"r\")] public sealed record R { public string Name { get; init; } = \"\"; }")]
    public async Task A_shape_that_one_host_could_not_serve_is_refused(string refusal, string code) =>
        Assert.Equal([refusal], await Compiled.Refusals(code));

    [Theory]
    [InlineData("OLG004: RequestContext", "RequestContext.Get(\"x\");")]
    [InlineData("OLG007: this", "GrainFactory.GetGrain<IFoo>(\"x\").Call(this);")]
    [InlineData("OLG012: Task.Run(() => 1)", "await Task.Run(() => 1);")]
    [InlineData("OLG012: Task.Factory.StartNew(() => 1)", "await Task.Factory.StartNew(() => 1);")]
    [InlineData("OLG012: Task.CompletedTask.ContinueWith(_ => 1)", "await Task.CompletedTask.ContinueWith(_ => 1);")]
    [InlineData("OLG012: Task.CompletedTask.ConfigureAwait(false)", "await Task.CompletedTask.ConfigureAwait(false);")]
    [InlineData("OLG012: Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)", "await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);")]
    [InlineData("OLG012: Parallel.For(0, 1, _ => { })", "Parallel.For(0, 1, _ => { });")]
    [InlineData("OLG012: new Thread(() => { })", "new Thread(() => { }).Start();")]
    [InlineData("OLG013: Task.CompletedTask.Wait()", "Task.CompletedTask.Wait();")]
    [InlineData("OLG013: Task.FromResult(1).Result", "_ = Task.FromResult(1).Result;")]
    [InlineData("OLG013: Task.CompletedTask.GetAwaiter().GetResult()", "Task.CompletedTask.GetAwaiter().GetResult();")]
    [InlineData("OLG013: Thread.Sleep(1)", "Thread.Sleep(1);")]
    public async Task Code_that_breaks_a_grains_turns_is_refused(string refusal, string statement)
    {
        var code = $$"""
            public interface IFoo : IGrainWithStringKey { Task Call(IFoo foo); }
            internal sealed class FooGrain : Grain, IFoo { public async Task Call(IFoo foo) { await Task.Yield(); {{statement}} } }
            """;
        Assert.Equal([refusal], await Compiled.Refusals(code));
    }

    [Fact]
    public async Task Code_outside_grains_is_free()
    {
        const string Code = """
            public interface ISeen : IGrainObserver { Task Seen(int x); }
            public class Watcher : ISeen { public async Task Seen(int x) { await Task.Run(() => x).ConfigureAwait(false); Thread.Sleep(0); } }
            public class Other { public void M(List<int> list, Task task) => task.Wait(); }
            """;
        Assert.Empty(await Compiled.Refusals(Code));
        Assert.Empty(Compiled.Errors(Code));
    }

    [Fact]
    public async Task What_both_hosts_can_serve_is_accepted_and_compiles()
    {
        const string Code = Order + """
            public enum Kind { A, B }
            [GenerateSerializer, Alias("v")] public readonly record struct Money(long Minor, string Currency);
            [GenerateSerializer, Alias("p")] public sealed record Page<T>(ImmutableArray<T> Items, string? Next);
            [GenerateSerializer, Alias("u")] public abstract record Change
            {
                private Change() { }
                [Id(0)] public required string Source { get; init; }
                public bool IsRemoval => this is Removed;
                [GenerateSerializer, Alias("u.r")] public sealed record Removed(DateOnly On) : Change;
                [GenerateSerializer, Alias("u.s")] public sealed record Set(ImmutableSortedDictionary<string, decimal?> Fields) : Change;
            }
            [GenerateSerializer, Alias("t"), Immutable] public sealed class Trusted { [Id(0)] private int[] _numbers = [1]; public int Sum => _numbers.Sum(); }
            public interface ISeen : IGrainObserver { ValueTask Seen(Order order); }
            public interface IBase : IGrainWithStringKey { Task<Order?> Find(int @class); }
            public interface IFoo : IBase
            {
                Task Nothing();
                Task<Page<Order>> List(Kind kind, Money? atLeast, CancellationToken cancellation);
                ValueTask<(int Count, Uri? Where)> Count(Guid id, DateTimeOffset at, Trusted trusted);
                ValueTask Watch(ISeen observer, IFoo other, ImmutableArray<Change> changes);
                Task Bytes([Immutable] byte[] bytes);
                Task Many(int a, int b, int c, int d, int e, int f, int g, int h, int i);
                static string Key(string id) => id;
            }
            public sealed class JobState { public List<string> Rows { get; set; } = []; }
            internal sealed class FooGrain([PersistentState("job", "store")] IPersistentState<JobState> job, TimeProvider time, IGrainContext context) : Grain, IFoo
            {
                public Task<Order?> Find(int number) => Task.FromResult<Order?>(null);
                public Task Nothing() => job.WriteStateAsync();
                public Task<Page<Order>> List(Kind kind, Money? atLeast, CancellationToken cancellation) => Task.FromResult(new Page<Order>([], null));
                public ValueTask<(int Count, Uri? Where)> Count(Guid id, DateTimeOffset at, Trusted trusted) => new((0, null));
                public async ValueTask Watch(ISeen observer, IFoo other, ImmutableArray<Change> changes) { await other.Watch(observer, this.AsReference<IFoo>(), changes); _ = time; _ = context; }
                public Task Bytes(byte[] bytes) => Task.CompletedTask;
                public async Task Many(int a, int b, int c, int d, int e, int f, int g, int h, int i) => await Task.Yield();
            }
            """;
        Assert.Empty(Compiled.Errors(Code));
        Assert.Empty(await Compiled.Refusals(Code));
    }
}
