using System.Net;
using System.Net.Sockets;
using OneLead.Web.Cli;

namespace OneLead.Web.Tests.Cli;

public class PortCheckTests
{
    [Fact]
    public void A_taken_port_is_reported_in_one_line_with_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var failure = Assert.Throws<CommandFailedException>(() => PortCheck.Run($"http://127.0.0.1:0;http://127.0.0.1:{port}"));
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Contains($"port {port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--urls", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://unix:/tmp/onelead-test.sock")]
    public void Free_ports_and_sockets_pass(string urls) => PortCheck.Run(urls);
}
