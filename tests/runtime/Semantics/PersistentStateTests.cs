using Orleans.Storage;

namespace OneLead.Runtime.Tests.Semantics;

[GenerateSerializer, Alias("test.note-state")]
public sealed class NoteState
{
    [Id(0)]
    public List<string> Lines { get; set; } = [];
}

[Alias("test.notes")]
public interface INotesGrain : IGrainWithStringKey
{
    Task Add(string line, bool write);
    Task<string> Read();
    Task Clear();
    Task Restart();
    Task WriteOutOfDate();
}

internal sealed class NotesGrain([PersistentState("notes")] IPersistentState<NoteState> notes) : Grain, INotesGrain
{
    public async Task Add(string line, bool write)
    {
        notes.State.Lines.Add(line);
        if (write) await notes.WriteStateAsync();
    }

    public Task<string> Read() => Task.FromResult($"{notes.RecordExists}: {string.Join(",", notes.State.Lines)}");

    public Task Clear() => notes.ClearStateAsync();

    public Task Restart()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task WriteOutOfDate() => throw new InconsistentStateException("out of date");
}

public class PersistentStateTests
{
    [Fact]
    public async Task What_was_written_outlives_the_activation_and_what_was_not_does_not()
    {
        await using var fixture = await GrainFixture.Start();
        var notes = fixture.Grains.GetGrain<INotesGrain>("n");

        Assert.Equal("False: ", await notes.Read());
        await notes.Add("a", write: true);
        await notes.Add("b", write: false);
        Assert.Equal("True: a,b", await notes.Read());
        await notes.Restart();
        Assert.Equal("True: a", await notes.Read());
        await notes.Clear();
        Assert.Equal("False: ", await notes.Read());
    }

    [Fact]
    public async Task A_grain_whose_state_is_out_of_date_reads_afresh()
    {
        await using var fixture = await GrainFixture.Start();
        var notes = fixture.Grains.GetGrain<INotesGrain>("o");

        await notes.Add("a", write: true);
        await notes.Add("b", write: false);
        await Assert.ThrowsAsync<InconsistentStateException>(notes.WriteOutOfDate);

        Assert.Equal("True: a", await notes.Read());
    }
}
