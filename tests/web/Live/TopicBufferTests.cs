using Microsoft.Extensions.Time.Testing;
using OneLead.Web.Live;

namespace OneLead.Web.Tests.Live;

public class TopicBufferTests
{
    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly TopicBuffer _buffer = new();

    [Fact]
    public void The_first_change_leaves_at_once()
    {
        Offer("a");
        Assert.Equal(TimeSpan.Zero, _buffer.WaitAt(_clock.GetUtcNow()));
        Assert.Single(_buffer.Take(_clock.GetUtcNow())!);
        Assert.True(_buffer.IsEmpty);
    }

    [Fact]
    public void Of_a_row_the_latest_wins_and_remembers_the_priority_that_was_shown()
    {
        _buffer.Offer(_clock.GetUtcNow(), new TopicChange(TopicRowKind.Lead, "a", "first", TestData.Now, Priority.Low));
        _buffer.Offer(_clock.GetUtcNow(), new TopicChange(TopicRowKind.Lead, "a", "second", TestData.Now, Priority.High));
        Assert.Equal([new TopicChange(TopicRowKind.Lead, "a", "second", TestData.Now, Priority.Low)], _buffer.Take(_clock.GetUtcNow())!);
    }

    [Fact]
    public void A_busy_topic_leaves_every_100_ms_and_a_calm_one_at_once_again()
    {
        for (var i = 0; i <= TopicBuffer.BusyRate; i++)
            Offer($"r{i}");
        _buffer.Take(_clock.GetUtcNow());
        Offer("a");
        Assert.Equal(TopicBuffer.BusyPause, _buffer.WaitAt(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal(TimeSpan.FromMilliseconds(40), _buffer.WaitAt(_clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(TimeSpan.Zero, _buffer.WaitAt(_clock.GetUtcNow()));
        _buffer.Take(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Offer("b");
        Assert.Equal(TimeSpan.Zero, _buffer.WaitAt(_clock.GetUtcNow()));
    }

    [Fact]
    public void More_rows_than_a_state_holds_become_a_state()
    {
        for (var i = 0; i <= TopicBuffer.MaxRows + 5; i++)
            Offer($"r{i}");
        Assert.False(_buffer.IsEmpty);
        Assert.Null(_buffer.Take(_clock.GetUtcNow()));
        Offer("a");
        Assert.Single(_buffer.Take(_clock.GetUtcNow())!);
    }

    [Fact]
    public void The_few_rows_of_one_change_count_once_and_many_for_more()
    {
        for (var i = 0; i < TopicBuffer.BusyRate; i++)
            _buffer.Offer(_clock.GetUtcNow(), Row("a"), Row("b"), Row("c"));
        _buffer.Take(_clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _buffer.WaitAt(_clock.GetUtcNow()));

        _buffer.Offer(_clock.GetUtcNow(), [.. Enumerable.Range(0, 20).Select(i => Row($"r{i}"))]);
        Assert.Equal(TopicBuffer.BusyPause, _buffer.WaitAt(_clock.GetUtcNow()));
    }

    private void Offer(string id) => _buffer.Offer(_clock.GetUtcNow(), Row(id));

    private static TopicChange Row(string id) => new(TopicRowKind.Lead, id, id, TestData.Now);
}
