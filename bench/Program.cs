using System.CommandLine;
using OneLead.Bench.Cdc;
using OneLead.Bench.Cluster;
using OneLead.Bench.Dashboards;
using OneLead.Bench.Encryption;
using OneLead.Bench.Events;
using OneLead.Bench.Imports;
using OneLead.Bench.Load;
using OneLead.Bench.Postgres;
using OneLead.Bench.Recovery;
using OneLead.Bench.Rescoring;
using OneLead.Bench.Running;
using OneLead.Bench.Visibility;
using OneLead.Bench.Webhooks;

var benchmarks = new Dictionary<string, Func<Runner, Task>>
{
    ["events"] = EventsBenchmark.RunAsync,
    ["latency"] = LatencyBenchmark.RunAsync,
    ["push"] = PushBenchmark.RunAsync,
    ["dashboards"] = ManyDashboardsBenchmark.RunAsync,
    ["browser"] = BrowserBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["import-serve"] = ImportServeBenchmark.RunAsync,
    ["rescore"] = RescoreBenchmark.RunAsync,
    ["postgres"] = PostgresBenchmark.RunAsync,
    ["cluster"] = ClusterBenchmark.RunAsync,
    ["cluster-load"] = ClusterLoadBenchmark.RunAsync,
    ["recover"] = RecoverBenchmark.RunAsync,
    ["overload"] = OverloadBenchmark.RunAsync,
    ["webhooks"] = WebhooksBenchmark.RunAsync,
    ["cdc"] = CdcBenchmark.RunAsync,
    ["visibility"] = VisibilityBenchmark.RunAsync,
    ["encryption"] = EncryptionBenchmark.RunAsync,
};
var names = new Argument<string[]>("name")
{
    Description = "Which to run. Default: all", DefaultValueFactory = _ => [.. benchmarks.Keys],
}.AcceptOnlyFromAmong([.. benchmarks.Keys]);
var quick = new Option<bool>("--quick") { Description = "Three pairs instead of five, and less work in each" };
var command = new RootCommand(
    "Measures what OneLead promises, as ratios: rivals run in turns with it, on the same machine at the same time.") { names, quick };
command.SetAction(async (arguments, _) =>
{
    var runner = new Runner(arguments.GetValue(quick));
    foreach (var name in arguments.GetValue(names)!)
        await benchmarks[name](runner);
    runner.Print();
});
return await command.Parse(args).InvokeAsync();
