namespace OneLead.Rules;

/// <summary>What is wrong with a field of a row.</summary>
/// <param name="Row">Counts from 1.</param>
/// <param name="Field">As the API names it: <c>name</c>, <c>people</c> …</param>
public sealed record AssignmentProblem(int Row, string Field, string Text);

/// <summary>Checks that rows can be applied.</summary>
public static class AssignmentCheck
{
    public static IEnumerable<AssignmentProblem> Problems(AssignmentRules rules, AssignmentPeople people)
    {
        if (rules.Rows.Length is 0 or > AssignmentRules.MostRows)
            yield return new(
                rules.Rows.Length, "rows", $"There must be 1 to {AssignmentRules.MostRows} rows; the last one decides on everything else.");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < rules.Rows.Length; i++)
        {
            var (row, number) = (rules.Rows[i], i + 1);
            if (row.Name.Length is 0 or > AssignmentRules.LongestName)
                yield return new(number, "name", $"A name has 1 to {AssignmentRules.LongestName} characters.");
            else if (!names.Add(row.Name))
                yield return new(number, "name", $"Another row is called “{row.Name}”.");
            if (number == rules.Rows.Length && row.HasConditions)
                yield return new(
                    number, "conditions", "The last row decides on everything else, so it has no conditions.");
            if (number < rules.Rows.Length && !row.HasConditions)
                yield return new(
                    number, "conditions", "A row without conditions matches every lead, and only the last row does that.");
            foreach (var (field, values) in new[]
                { ("territories", row.Territories), ("accountManagers", row.AccountManagers), ("families", row.Families) })
            {
                if (values.Length > AssignmentRules.MostValues
                    || values.Any(static v => v.Length is 0 or > AssignmentRules.LongestValue))
                    yield return new(number, field, $"At most {AssignmentRules.MostValues} texts of 1 to {AssignmentRules.LongestValue} "
                        + "characters.");
            }
            foreach (var problem in OfPeople(row, people))
                yield return new(number, "people", problem);
        }
    }

    private static IEnumerable<string> OfPeople(AssignmentRule row, AssignmentPeople people)
    {
        if (row.To is AssignTo.Nobody or AssignTo.AccountManager)
        {
            if (!row.People.IsEmpty)
                yield return "A row names people only if it gives leads to one person or to several in turn.";
            yield break;
        }
        if (row.To == AssignTo.Person && row.People.Length != 1)
            yield return "Name one person.";
        else if (row.People.Length is 0 or > AssignmentRules.MostValues)
            yield return $"Name 1 to {AssignmentRules.MostValues} people.";
        if (row.People.Any(p => people.Find(p.Person) is null))
            yield return "Somebody is not a user who works leads.";
        if (row.People.DistinctBy(static p => p.Person, StringComparer.Ordinal).Count() < row.People.Length)
            yield return "Somebody is named twice.";
        if (row.People.Any(static p => p.Capacity is < 1 or > AssignmentRules.HighestCapacity))
            yield return $"A capacity is a number of open leads, from 1 to {AssignmentRules.HighestCapacity}.";
    }
}
