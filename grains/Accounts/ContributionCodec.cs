using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>Packs a contribution into the bytes of its column.</summary>
internal static class ContributionCodec
{
    public static byte[] Write(Contribution contribution) => AccountDeltaCodec.Write(contribution);

    /// <summary>
    /// Null if the account had left: no bytes. Also null for what another version stored: its account has not been computed
    /// again yet, and contributes when it has.
    /// </summary>
    public static Contribution? Read(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? null : AccountDeltaCodec.ReadContribution(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
