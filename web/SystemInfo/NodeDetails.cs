using Microsoft.Extensions.Options;
using OneLead.Web.Live;

namespace OneLead.Web.SystemInfo;

/// <summary>What other nodes are told of this one.</summary>
internal sealed class NodeDetails(LiveMetrics hub, IOptions<WebOptions> options) : INodeDetails
{
    public string Version => SystemEndpoints.Version;

    public string Role => Wire.Name(options.Value.Role);

    public int Dashboards => hub.Connections;
}
