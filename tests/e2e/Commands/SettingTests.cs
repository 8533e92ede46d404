namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>A mistyped setting is named in two lines, and the program ends.</summary>
public class SettingTests
{
    [Theory]
    [InlineData("Storage", "Hots=db", "ONELEAD__Storage is not valid")]
    [InlineData("Data", "/proc/onelead", "/proc/onelead cannot be used")]
    [InlineData("MaxImportBytes", "many", "OneLead:MaxImportBytes")]
    [InlineData("TimeZone", "Mars", "OneLead:TimeZone")]
    public async Task A_mistyped_setting_is_named_without_a_stack_trace(string name, string value, string named)
    {
        using var data = new DataDirectory();
        data.Environment["ONELEAD__" + name] = value;
        var ended = (await OneLeadProgram.RunAsync(data, "--urls", "http://127.0.0.1:0")).With(1);
        Assert.Contains(named, ended.Errors, StringComparison.Ordinal);
        Assert.Equal(2, ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("   at ", ended.Output + ended.Errors, StringComparison.Ordinal);
    }
}
