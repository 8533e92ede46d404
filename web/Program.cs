using System.CommandLine;
using OneLead.Storage;
using OneLead.Web;
using OneLead.Web.Cli;

PrivateFiles.UseForProcess();
var parsed = Commands.Root().Parse(args);
var invocation = new InvocationConfiguration();
// The server ends its requests within a time of its own. The default would end the process after two seconds.
if (parsed.CommandResult.Command is RootCommand)
    invocation.ProcessTerminationTimeout = TimeSpan.FromSeconds(2 * WebOptions.LongestDrain);
return await parsed.InvokeAsync(invocation);
