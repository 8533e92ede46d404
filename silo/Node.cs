using Microsoft.Extensions.Hosting;

namespace OneLead.Silo;

/// <summary>A headless node: the web program serves; this one only works.</summary>
internal static class Node
{
    private static Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddOneLeadSilo(builder.Configuration["OneLead:Data"] ?? builder.Configuration["ONELEAD:Data"] ?? "data");
        return builder.Build().RunAsync();
    }
}
