using Microsoft.Extensions.Hosting;
using OneLead.Silo;

// A headless node: the web program serves; this one only works.
var builder = Host.CreateApplicationBuilder(args);
builder.AddOneLeadSilo(builder.Configuration["OneLead:Data"] ?? builder.Configuration["ONELEAD:Data"] ?? "data");
await builder.Build().RunAsync();
