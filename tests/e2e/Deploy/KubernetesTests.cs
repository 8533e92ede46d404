using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>The manifests as kubectl renders them. No cluster is asked.</summary>
public sealed class KubernetesTests
{
    private const string Kubectl = "/usr/bin/kubectl", PodAddress = "10.1.2.3";

    private readonly ContainerImage _image = new();

    [Theory]
    [InlineData("single", 1)]
    [InlineData("cluster", 3)]
    public async Task What_is_rendered_agrees_with_itself_and_with_the_image(string overlay, int replicas)
    {
        var (objects, text) = await RenderAsync(overlay);
        var set = objects.Single(o => Kind(o) == "StatefulSet")["spec"]!;
        var (pod, labels) = (set["template"]!["spec"]!, set["template"]!["metadata"]!["labels"]!.AsObject());
        var container = pod["containers"].Each().Single();
        Assert.Equal($"{replicas}", set["replicas"].Text());

        AssertSelects(set["selector"]!["matchLabels"]);
        Assert.Equal("None",
            objects.Single(o => Kind(o) == "Service" && Name(o) == set["serviceName"].Text())["spec"]!["clusterIP"].Text());
        var port = container["ports"].Each().Single();
        Assert.Equal(_image.Port, port["containerPort"].Text());
        foreach (var service in objects.Where(o => Kind(o) == "Service").Select(o => o["spec"]!))
        {
            AssertSelects(service["selector"]);
            Assert.All(service["ports"].Each(), p => Assert.Equal(port["name"].Text(), p["targetPort"].Text()));
        }
        Assert.All(Probes(container), p => Assert.Equal(port["name"].Text(), p["httpGet"]!["port"].Text()));
        var policy = objects.Single(o => Kind(o) == "NetworkPolicy")["spec"]!;
        AssertSelects(policy["podSelector"]!["matchLabels"]);
        AssertSelects(policy["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"]);
        Assert.Equal(port["name"].Text(), policy["ingress"]![1]!["ports"]![0]!["port"].Text());
        Assert.All(objects.Where(o => Kind(o) == "PodDisruptionBudget"), o => AssertSelects(o["spec"]!["selector"]!["matchLabels"]));

        Assert.Equal(_image.User, $"{pod["securityContext"]!["runAsUser"].Text()}:{pod["securityContext"]!["runAsGroup"].Text()}");
        Assert.Equal("true", pod["securityContext"]!["runAsNonRoot"].Text());
        Assert.Equal("true", container["securityContext"]!["readOnlyRootFilesystem"].Text());
        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
        Assert.True(int.Parse(pod["terminationGracePeriodSeconds"].Text(), null)
            > 30 + int.Parse(container["lifecycle"]!["preStop"]!["sleep"]!["seconds"].Text(), null));
        var mounts = container["volumeMounts"].Each()
            .ToDictionary(m => m["name"].Text(), m => m["mountPath"].Text(), StringComparer.Ordinal);
        Assert.Equal(_image.Volume, mounts[set["volumeClaimTemplates"]![0]!["metadata"]!["name"].Text()]);
        Assert.Equal("/tmp", mounts[pod["volumes"]![0]!["name"].Text()]);
        var key = pod["volumes"]!.Each().Single(v => v["secret"] is not null);
        Assert.Equal((_image.KeyVolume, "288"), (mounts[key["name"].Text()], key["secret"]!["defaultMode"].Text()));

        var kept = Yaml.Load("deploy/prometheus/prometheus.kubernetes.yml")["scrape_configs"]![0]!["relabel_configs"].Each()
            .Where(r => r["action"] is not null).Select(r => r["regex"].Text());
        Assert.Equal([labels["app.kubernetes.io/name"].Text(), port["name"].Text()], kept);

        // A secret is only referred to, and its name is the one that the overlay says how to create.
        Assert.DoesNotContain(objects, o => Kind(o) == "Secret");
        Assert.DoesNotContain("Password", text, StringComparison.OrdinalIgnoreCase);
        var environment = container["env"].Each().ToList();
        KnownSettings.AssertKnown(environment.Select(VariableName));
        Assert.Equal(overlay == "cluster", environment.Any(e => VariableName(e) == "ONELEAD__Storage"));
        Assert.All(environment.Select(e => e["valueFrom"]?["secretKeyRef"]).OfType<JsonNode>(), s => Assert.Contains(
            $"create secret generic {s["name"].Text()} --from-literal={s["key"].Text()}=",
            File.ReadAllText(Path.Combine(Repository.Root, $"deploy/kubernetes/{overlay}/kustomization.yaml")), StringComparison.Ordinal));
        // Kubernetes replaces $(NAME) by variables that stand before it.
        var hosts = environment.FindIndex(e => VariableName(e) == "AllowedHosts");
        Assert.All(["POD_IP", "POD_NAMESPACE"], n => Assert.InRange(environment.FindIndex(e => VariableName(e) == n), 0, hosts - 1));

        void AssertSelects(JsonNode? selector)
        {
            Assert.NotEmpty(selector!.AsObject());
            Assert.All(selector.AsObject(), s => Assert.Equal(labels[s.Key].Text(), s.Value.Text()));
        }
    }

    [Theory]
    [InlineData("single")]
    [InlineData("cluster")]
    public async Task Kubernetes_knows_every_field_of_the_nodes(string overlay)
    {
        var (objects, text) = await RenderAsync(overlay);
        using var folder = new DataDirectory();
        await File.WriteAllTextAsync(folder.File("rendered.yaml"), text);
        // This reads the objects into kubectl's own types, which refuse wrong types and drop fields that they do not have.
        var read = await Tool.RunAsync(
            Kubectl, "set", "env", "--local", "-f", folder.File("rendered.yaml"), "-o", "yaml", "ONELEAD__Currency=EUR");
        Assert.DoesNotContain("unable to decode", read.Errors, StringComparison.Ordinal);
        AssertContains(Yaml.Documents(read.Output).Single(o => Kind(o) == "StatefulSet"), objects.Single(o => Kind(o) == "StatefulSet"));

        static void AssertContains(JsonNode? all, JsonNode? part)
        {
            if (part is JsonObject fields)
                Assert.All(fields, f => AssertContains(all![f.Key], f.Value));
            else if (part is JsonArray { Count: > 0 } list)
                Assert.All(list.Zip(all!.AsArray()), e => AssertContains(e.Second, e.First));
            else
                Assert.NotNull(all);
        }
    }

    [Fact]
    public async Task A_cluster_s_pods_may_and_know_what_Orleans_needs_on_Kubernetes()
    {
        var (objects, _) = await RenderAsync("cluster");
        var set = objects.Single(o => Kind(o) == "StatefulSet")["spec"]!;
        var labels = set["template"]!["metadata"]!["labels"]!;
        var environment = set["template"]!["spec"]!["containers"]![0]!["env"].Each()
            .ToDictionary(VariableName, e => e["valueFrom"]?["fieldRef"]?["fieldPath"].Text(), StringComparer.Ordinal);
        Assert.All(["orleans/serviceId", "orleans/clusterId"], l => Assert.NotEmpty(labels[l].Text()));
        Assert.Equal("metadata.labels['orleans/serviceId']", environment["ORLEANS_SERVICE_ID"]);
        Assert.Equal("metadata.labels['orleans/clusterId']", environment["ORLEANS_CLUSTER_ID"]);
        Assert.Equal(("metadata.name", "metadata.namespace", "status.podIP"),
            (environment["POD_NAME"], environment["POD_NAMESPACE"], environment["POD_IP"]));
        var account = objects.Single(o => Kind(o) == "ServiceAccount");
        Assert.Equal("true", account["automountServiceAccountToken"].Text());
        Assert.Equal(Name(account), set["template"]!["spec"]!["serviceAccountName"].Text());
        var (role, binding) = (objects.Single(o => Kind(o) == "Role"), objects.Single(o => Kind(o) == "RoleBinding"));
        Assert.Equal(Name(role), binding["roleRef"]!["name"].Text());
        Assert.Equal(Name(account), binding["subjects"]![0]!["name"].Text());
        Assert.Equal(["get", "list", "watch", "patch"], role["rules"]![0]!["verbs"].Each().Select(v => v.Text()));
        Assert.Equal("pods", role["rules"]![0]!["resources"].Each().Single().Text());
    }

    [Fact]
    public async Task The_program_answers_the_probes_of_a_pod_and_refuses_other_hosts()
    {
        var (objects, _) = await RenderAsync("single");
        var container = objects.Single(o => Kind(o) == "StatefulSet")["spec"]!["template"]!["spec"]!["containers"]![0]!;
        using var data = new DataDirectory();
        data.Environment["AllowedHosts"] = container["env"].Each().Single(e => VariableName(e) == "AllowedHosts")["value"].Text()
            .Replace("$(POD_IP)", PodAddress, StringComparison.Ordinal).Replace("$(POD_NAMESPACE)", "crm", StringComparison.Ordinal);
        await using var server = await RunningServer.StartAsync(
            data, "http://*:0", [.. container["args"].Each().Select(a => a.Text())]);
        Assert.Equal(3, Probes(container).Count());
        foreach (var path in Probes(container).Select(p => p["httpGet"]!["path"].Text()).Append("/metrics"))
            Assert.Equal(200, await ContainerTests.AskedAsAsync(server, $"{PodAddress}:{_image.Port}", path));
        Assert.Equal(200, await ContainerTests.AskedAsAsync(server, "onelead.crm.svc", "/"));
        Assert.Equal(400, await ContainerTests.AskedAsAsync(server, "10.1.2.4", "/"));
    }

    private static async Task<(IReadOnlyList<JsonNode> Objects, string Text)> RenderAsync(string overlay)
    {
        Assert.SkipUnless(File.Exists(Kubectl), $"There is no {Kubectl}, which renders the manifests.");
        var rendered = (await Tool.RunAsync(Kubectl, "kustomize", $"deploy/kubernetes/{overlay}")).With(0);
        return (Yaml.Documents(rendered.Output), rendered.Output);
    }

    private static IEnumerable<JsonNode> Probes(JsonNode container) =>
        ((string[])["startupProbe", "livenessProbe", "readinessProbe"]).Select(name => container[name]!);

    private static string Kind(JsonNode o) => o["kind"].Text();

    private static string Name(JsonNode o) => o["metadata"]!["name"].Text();

    private static string VariableName(JsonNode entry) => entry["name"].Text();
}
