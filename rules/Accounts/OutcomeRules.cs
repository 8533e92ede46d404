using System.Text.RegularExpressions;
using OneLead.Events;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>How an opportunity stands.</summary>
internal enum Outcome { Open, Closed, Lost, Won }

/// <summary>The words and patterns that decide whether opportunities and projects are won, lost or closed.</summary>
/// <param name="Closed">Words that say that an opportunity is closed and not how.</param>
public sealed record OutcomeRules(StageWords Won, StageWords Lost, StageWords Closed, Regex ProjectClosed, StageWords ProjectLost)
{
    /// <summary>
    /// Decides the outcome of an opportunity: the source's own flags first, then the words of its status, then those of its
    /// stage.
    /// </summary>
    internal Outcome Of(EventData opportunity)
    {
        var (won, closed) = (opportunity["won"].AsFlag(), opportunity["closed"].AsFlag());
        if (won == true)
            return Outcome.Won;
        if (closed == false)
            return Outcome.Open;
        var (status, stage) = (Of(opportunity.Text("status")), Of(opportunity.Text("stage")));
        // "Closed" does not say how; the stage may.
        var words = status is Outcome.Won or Outcome.Lost || stage == Outcome.Open ? status : stage;
        return closed == true && words == Outcome.Open ? won == false ? Outcome.Lost : Outcome.Closed
            : won == false && words == Outcome.Won ? Outcome.Open
            : words;
    }

    // A text that says both, such as "Lost: competitor won", is lost.
    private Outcome Of(string? text)
    {
        if (text is null)
            return Outcome.Open;
        var words = StageWords.Split(text);
        return Lost.IsIn(words) ? Outcome.Lost : Won.IsIn(words) ? Outcome.Won : Closed.IsIn(words) ? Outcome.Closed : Outcome.Open;
    }

    internal static OutcomeRules Read(RuleSection root)
    {
        var (won, lost, closed) = root.In(
            "opportunities", s => (StageWords.Read(s, "won"), StageWords.Read(s, "lost"), StageWords.Read(s, "closed")));
        var (projectClosed, projectLost) = root.In("projects", s => (s.Pattern("closed"), StageWords.Read(s, "lost")));
        return new OutcomeRules(won, lost, closed, projectClosed, projectLost);
    }
}
