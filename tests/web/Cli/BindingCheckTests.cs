using Microsoft.Extensions.Configuration;
using OneLead.Web.Cli;

namespace OneLead.Web.Tests.Cli;

public class BindingCheckTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", false)]
    [InlineData("http://127.9.9.9:5080", false)]
    [InlineData("http://localhost:5080", false)]
    [InlineData("http://[::1]:5080", false)]
    [InlineData("http://unix:/tmp/onelead.sock", false)]
    [InlineData("http://0.0.0.0:5080", true)]
    [InlineData("http://*:5080", true)]
    [InlineData("http://+:5080", true)]
    [InlineData("http://[::]:5080", true)]
    [InlineData("http://192.0.2.7:5080", true)]
    [InlineData("https://onelead.example.com", true)]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081", true)]
    public void Only_loopback_addresses_and_sockets_pass_without_a_flag(string urls, bool isOpen)
    {
        Assert.Equal(isOpen, !BindingCheck.OpenAddresses(urls, Configuration()).IsEmpty);
        Run(urls, hasUsers: false, (BindingCheck.Setting, "true"));
        Run(urls, hasUsers: true);
        if (isOpen)
            Assert.Contains(BindingCheck.Option, Refusal(urls).Message, StringComparison.Ordinal);
        else
            Run(urls, hasUsers: false);
    }

    [Fact]
    public void Endpoints_in_the_configuration_count_as_well() => Assert.StartsWith(
        "http://*:80 ", Refusal("http://127.0.0.1:5080", ("Kestrel:Endpoints:Web:Url", "http://*:80")).Message, StringComparison.Ordinal);

    private static CommandFailedException Refusal(string urls, params (string Name, string Value)[] settings) =>
        Assert.Throws<CommandFailedException>(() => Run(urls, hasUsers: false, settings));

    private static void Run(string urls, bool hasUsers, params (string Name, string Value)[] settings)
    {
        var configuration = Configuration(settings);
        BindingCheck.Run(new NetworkExposure(BindingCheck.OpenAddresses(urls, configuration)), hasUsers, configuration);
    }

    private static IConfigurationRoot Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
}
