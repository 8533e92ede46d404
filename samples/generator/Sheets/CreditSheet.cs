using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>The sheet of service credits. Most projects have none.</summary>
internal static class CreditSheet
{
    public static SampleSheet Of(SampleWorld world) => new("Service Credits", () => Rows(world));

    public static string IdOf(int index) => $"PR-{2_100_000 + index * 3}";

    private static IEnumerable<Cell[]> Rows(SampleWorld world)
    {
        yield return SampleSheet.Texts(
            "ProjectID", "ProjectName", "PracticeName", "PurchasedCredits", "ConvertedCredits", "DeliveredCredits",
            "ConvertedNotDeliveredCredits", "ActiveCredits", "ExpiryInDays", "ContractEndDate");
        for (var i = 0; i < world.Credits; i++)
        {
            var dice = world.Dice("credit", i);
            var purchased = dice.Chance(85) ? 0 : dice.Pick([10, 30, 60, 300]);
            var converted = dice.Roll(purchased + 1);
            var delivered = dice.Roll(converted + 1);
            var end = world.AsOf.AddDays(dice.Between(1, 1_200));
            yield return
            [
                Cell.Of(IdOf(i)), Cell.Of($"Credits {i:00000}"),
                Cell.Of(
                    dice.Chance(90) ? "Technical Services" : dice.Pick(
                        ["PS - HPE Complete Care", "PS - Service Credits", "Installation and Deployment"])),
                Cell.Of(purchased),
                Cell.Of(converted), Cell.Of(delivered), Cell.Of(converted - delivered), Cell.Of(purchased - converted),
                Cell.Of(Bucket(end.DayNumber - world.AsOf.DayNumber)), Cell.Of(end),
            ];
        }
    }

    private static string Bucket(int days) => days switch { <= 45 => "0-45", <= 90 => "46-90", <= 180 => "91-180", _ => ">180" };
}
