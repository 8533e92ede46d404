namespace OneLead.Rules;

/// <summary>A union-find structure over the numbers 0 … count-1.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    public int Find(int item)
    {
        while (_parents[item] != item)
            item = _parents[item] = _parents[_parents[item]];
        return item;
    }

    public void Unite(int one, int other) => _parents[Find(one)] = Find(other);
}
