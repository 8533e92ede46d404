using System.CommandLine;

namespace OneLead.Web.Cli;

/// <summary><c>onelead erase</c>: erases the personal fields of a contact.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var contact = new Argument<string>("contact") { Description = "The id of the contact, as the page of its account shows it" };
        var command = new Command(
            "erase", "Erases the personal fields of a contact, now and in whatever is sent about them later. It cannot be undone")
        {
            contact, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            var id = parsed.GetValue(contact)!;
            var erased = await server.JsonAsync(
                new HttpRequestMessage(HttpMethod.Post, $"/api/v1/contacts/{Uri.EscapeDataString(id)}/erasure"), cancellation);
            var fields = erased.GetProperty("fields").EnumerateArray().Select(static f => f.GetString()).ToArray();
            Console.WriteLine(fields.Length == 0
                ? $"{id} had no personal fields. What is sent about them later is not kept either."
                : $"Erased {string.Join(", ", fields)} of {id}.");
            return 0;
        }));
        return command;
    }
}
